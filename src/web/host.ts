/**
 * By which names this house lets itself be called. A page of a stranger can have its own name point at this machine
 * (DNS rebinding) and then counts, for the browser, as one of our pages; so a name that is not ours gets no answer.
 */
import { isIP } from 'node:net';

/** The name in a Host header, in lower case, without port, brackets and a dot at the end; null when it is none (RFC 9110, 7.2). */
export function hostNameOf(header: string | undefined): string | null {
  const found = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header ?? '');
  const name = (found?.[1] ?? found?.[2] ?? '').toLowerCase().replace(/\.$/, '');
  return name === '' ? null : name;
}

/**
 * Whether a request with this Host header is meant for us. A bare IP address always is: it is what the connection was
 * made to, and nobody can point it elsewhere. So is `localhost`, which browsers do not look up.
 */
export function buildHostCheck(
  address: string,
  others: 'all' | readonly string[],
): (header: string | undefined) => boolean {
  const own = new Set(['localhost', hostNameOf(new URL(address).host), ...(others === 'all' ? [] : others)]);
  return (header) => {
    if (others === 'all') return true;
    const name = hostNameOf(header);
    return name !== null && (own.has(name) || isIP(name) !== 0);
  };
}

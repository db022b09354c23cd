/** Signs a request for an X account: OAuth 1.0a with HMAC-SHA1 (RFC 5849), the way that needs no token to be renewed. */
import { createHmac } from 'node:crypto';

export interface XKeys {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly token: string;
  readonly tokenSecret: string;
}

/** RFC 3986: everything but letters, digits and -._~ is escaped. */
const strictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** The Authorization header. `form`: fields of a form body; a JSON body is not part of the signature (RFC 5849, 3.4.1.3). */
export function authorization(
  keys: XKeys,
  request: { readonly method: string; readonly url: string; readonly form?: Readonly<Record<string, string>> },
  moment: { readonly nonce: string; readonly seconds: number },
): string {
  const url = new URL(request.url);
  const oauth: Record<string, string> = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: moment.nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(moment.seconds),
    oauth_token: keys.token,
    oauth_version: '1.0',
  };
  const pairs = [...url.searchParams, ...Object.entries(request.form ?? {}), ...Object.entries(oauth)]
    .map(([name, value]) => [strictly(name), strictly(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const base = [
    request.method,
    strictly(`${url.origin}${url.pathname}`),
    strictly(pairs.map(([name, value]) => `${name}=${value}`).join('&')),
  ].join('&');
  const key = `${strictly(keys.consumerSecret)}&${strictly(keys.tokenSecret)}`;
  const signature = createHmac('sha1', key).update(base).digest('base64');
  const header = Object.entries({ ...oauth, oauth_signature: signature }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `OAuth ${header.map(([name, value]) => `${strictly(name)}="${strictly(value)}"`).join(', ')}`;
}

/** Turns what the network stack says into one of our faults, in words for the person who typed the address. */
import { OutboundError } from './outbound-error.ts';

export interface Situation {
  readonly host: string;
  readonly timeoutMs: number;
  readonly isStopped: boolean;
  readonly isLate: boolean;
}

export function asOutboundError(fault: unknown, { host, timeoutMs, isStopped, isLate }: Situation): OutboundError {
  if (fault instanceof OutboundError) return fault;
  if (isStopped) return new OutboundError('stopped', 'The request was stopped.', { cause: fault });
  if (isLate) {
    const seconds = Math.max(1, Math.round(timeoutMs / 1000));
    return new OutboundError(
      'timeout',
      `${host} did not finish its answer within ${seconds} second${seconds === 1 ? '' : 's'}.`,
      { cause: fault },
    );
  }
  for (let at: unknown = fault, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof OutboundError) return at;
    if (at instanceof AggregateError) {
      const guarded = at.errors.find((one) => one instanceof OutboundError);
      if (guarded) return guarded as OutboundError;
    }
  }
  const code = codeOf(fault);
  if (/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) {
    return new OutboundError('bad-certificate', certificateWords(code, host), { cause: fault });
  }
  if (
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'ETIMEDOUT' ||
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT'
  ) {
    return new OutboundError('timeout', `${host} did not answer in time.`, { cause: fault });
  }
  return new OutboundError('unreachable', unreachableWords(code, host), { cause: fault });
}

/** The code of the innermost cause that has one; '' where there is none. */
export function codeOf(fault: unknown): string {
  let found = '';
  for (let at: unknown = fault, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = (at as NodeJS.ErrnoException).code;
    if (typeof code === 'string') found = code;
    if (at instanceof AggregateError && at.errors.length > 0) found = codeOf(at.errors[0]) || found;
  }
  return found;
}

function certificateWords(code: string, host: string): string {
  if (code === 'CERT_HAS_EXPIRED') return `The security certificate of ${host} has run out. Its owner must renew it.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The security certificate that ${host} shows belongs to another site.`;
  return `The security certificate of ${host} cannot be trusted.`;
}

function unreachableWords(code: string, host: string): string {
  if (code === 'ENOTFOUND' || code === 'ENODATA')
    return `There is no site named ${host}. Check the spelling of the address.`;
  if (code === 'EAI_AGAIN') return `The name ${host} could not be looked up just now.`;
  if (code === 'ECONNREFUSED') return `${host} refused the connection. The site may be down.`;
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW')
    return `${host} sent more headers than we read.`;
  if (code.startsWith('HPE_')) return `${host} does not answer like a web server.`;
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE')
    return `${host} closed the connection before its answer was complete.`;
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return `${host} does not speak https properly.`;
  return `${host} could not be reached.`;
}

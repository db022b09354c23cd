/** What can go wrong on the way out, in words fit for a person. */
export type OutboundFault =
  | 'blocked-address'
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  | 'bad-address'
  | 'bad-certificate'
  | 'too-many-redirects'
  | 'bad-encoding'
  | 'stopped';

/** Thrown by `fetch`; `words` is fit for a person. */
export class OutboundError extends Error {
  readonly code: OutboundFault;
  readonly words: string;
  constructor(code: OutboundFault, words: string, options?: ErrorOptions) {
    super(words, options);
    this.name = 'OutboundError';
    this.code = code;
    this.words = words;
  }
}

/** What a capture is made of: requests and their answers, a picture, words, and what could not be had. */

export interface Exchange {
  readonly url: string;
  readonly at: Date;
  readonly status: number;
  /** Lower-case names, as they came. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked. */
  readonly body: Uint8Array;
}

/** Why something is not there, by code. None of them makes a capture a failure. */
export type CaptureNote =
  | 'login-wall'
  | 'not-there'
  | 'not-reached'
  | 'too-large'
  | 'too-slow'
  | 'refused-address'
  | 'parts-left-out'
  | 'no-browser'
  | 'browser-failed'
  | 'picture-cut'
  | 'no-answer'
  | 'answer-not-had'
  | 'answer-refused'
  | 'broken';

export interface Captured {
  readonly exchanges: readonly Exchange[];
  /** PNG of the whole page. */
  readonly picture: Uint8Array | null;
  /** The words on the page, as a reader sees them. */
  readonly text: string;
  readonly title: string;
  /** Where it ended up; null when nothing answered. */
  readonly finalUrl: string | null;
  readonly status: number | null;
  readonly notes: readonly CaptureNote[];
  /** `Chromium 156.0`, or null for a plain capture. */
  readonly browser: string | null;
}

export const limits = {
  /** Of one answer. */
  bytes: 12 * 1024 * 1024,
  /** Of all answers of one capture. */
  allBytes: 40 * 1024 * 1024,
  requests: 250,
  requestMs: 15_000,
  pageMs: 40_000,
  pictureHeight: 16_000,
} as const;

/** It wants us to sign in: by its status, by where it sent us, or by what it shows. Never signed in to. */
export function isLoginWall(status: number, from: string, to: string, html: string): boolean {
  if (status === 401 || status === 403 || status === 407) return true;
  const isSent =
    from !== to &&
    /(^|[/?&=_-])(log-?in|sign-?in|authwall|accounts\/login|checkpoint|auth)([/?&=._-]|$)/i.test(pathOf(to));
  const asksPassword = /<input\b[^>]*type=["']?password/i.test(html);
  const saysSo = /\b(log|sign) in to (continue|see|view|read)|you must (log|sign) in|join to (see|view)\b/i.test(html);
  return isSent || asksPassword || saysSo;
}

function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return '';
  }
}

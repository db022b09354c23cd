/** E-mail, handed to one SMTP server as plain text. Headers are cleaned here, so no caller can smuggle one in. */
import { createTransport } from 'nodemailer';

export interface Mail {
  /** True for a mailbox inside the house, whose letters reach nobody. */
  readonly isInside?: boolean;
  /** Resolves when the server has taken it over. Throws MailError. */
  send(letter: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    /** The same letter sent twice has the same Message-ID, so that a mail program can fold it (RFC 5322, 3.6.4). */
    readonly id?: string;
  }): Promise<void>;
}

export type MailFault = 'unreachable' | 'timeout' | 'sign-in' | 'tls' | 'bad-address' | 'refused' | 'not-now';

/** `words` is fit for a person; `isWorthRetrying` is false when the same letter would be refused again. */
export class MailError extends Error {
  readonly code: MailFault;
  readonly words: string;
  readonly isWorthRetrying: boolean;
  constructor(code: MailFault, words: string, isWorthRetrying: boolean, options?: ErrorOptions) {
    super(words, options);
    this.name = 'MailError';
    this.code = code;
    this.words = words;
    this.isWorthRetrying = isWorthRetrying;
  }
}

export interface MailSettings {
  /**
   * `smtps://` speaks TLS from the first byte. `smtp://` changes to TLS where the server offers it, and must when a
   * password would cross a network; `?tls=no` gives that up, `?tls=yes` always wants it.
   */
  readonly smtpUrl: string;
  /** `foreword@council.example` or `Foreword <foreword@council.example>`. */
  readonly from: string;
}

/** Most characters of a letter; what is longer is a mistake of ours. */
const textLimit = 200_000;

export function buildMail(settings: MailSettings): Mail {
  const url = new URL(settings.smtpUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isImplicit = url.protocol === 'smtps:';
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined;
  const tls = url.searchParams.get('tls');
  const isNear = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const transport = createTransport({
    host,
    port: url.port ? Number(url.port) : isImplicit ? 465 : 587,
    secure: isImplicit,
    ignoreTLS: !isImplicit && tls === 'no',
    requireTLS: !isImplicit && tls !== 'no' && (tls === 'yes' || (auth !== undefined && !isNear)),
    ...(auth ? { auth } : {}),
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const from = readSender(settings.from);
  return {
    send: async ({ to, subject, text, id }) => {
      const address = to.trim();
      if (!isMailAddress(address))
        throw new MailError('bad-address', 'That is not an e-mail address that mail can be sent to.', false);
      try {
        await transport.sendMail({
          from,
          // An object, never text: text may hold a list of addresses.
          to: { name: '', address },
          subject: oneLine(subject).slice(0, 250),
          text: text.slice(0, textLimit),
          ...(id
            ? { messageId: `<${oneLine(id).replace(/[^\w.-]/g, '-')}@${from.address.split('@')[1] ?? 'localhost'}>` }
            : {}),
          // RFC 3834: out-of-office programs must not answer.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw asMailError(error, url.host);
      }
    },
  };
}

/** Strict on purpose: one address, no comments, no quoting, no line ends (RFC 5321 section 4.5.3.1 for the lengths). */
export function isMailAddress(text: string): boolean {
  return (
    text.length <= 254 &&
    /^[^\s@<>()[\],;:\\"\u0000-\u001f\u007f]{1,64}@[^\s@<>()[\],;:\\"\u0000-\u001f\u007f]{1,253}$/.test(text)
  );
}

function readSender(from: string): { name: string; address: string } {
  const named = /^(.*?)<([^<>]+)>\s*$/.exec(from);
  return named
    ? { name: oneLine(named[1] ?? '').replaceAll('"', ''), address: named[2]!.trim() }
    : { name: '', address: from.trim() };
}

const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();

function asMailError(error: unknown, server: string): MailError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const options = { cause: error };
  if (code === 'ETIMEDOUT')
    return new MailError('timeout', `The mail server ${server} did not answer in time.`, true, options);
  if (code === 'EAUTH' || responseCode === 535)
    return new MailError(
      'sign-in',
      `The mail server ${server} did not take the user name or password in SMTP_URL.`,
      true,
      options,
    );
  // The library tells a wrong certificate as a broken socket; only its sentence knows better.
  if (code === 'ETLS' || (code === 'ESOCKET' && /certificate|SSL|TLS/.test((error as Error).message)))
    return new MailError(
      'tls',
      `There is no safe connection to the mail server ${server}: check its certificate, and smtp or smtps in SMTP_URL.`,
      true,
      options,
    );
  if (responseCode !== undefined && responseCode >= 500)
    return new MailError('refused', `The mail server ${server} refused the e-mail (${responseCode}).`, false, options);
  if (responseCode !== undefined && responseCode >= 400)
    return new MailError(
      'not-now',
      `The mail server ${server} will not take the e-mail just now (${responseCode}).`,
      true,
      options,
    );
  return new MailError('unreachable', `The mail server ${server} cannot be reached.`, true, options);
}

/** The only reader of the environment: once, every mistake told together, then frozen. Secrets stand apart. */

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Fault, type LogLevel } from '#platform';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where people reach it, without a slash at the end. */
  readonly address: string;
  /** Names beside that of the address by which it may be called. */
  readonly hosts: 'all' | readonly string[];
  readonly dataFolder: string;
  readonly isOwnDatabase: boolean;
  readonly logLevel: LogLevel;
  readonly pollMs: number;
  /** Addresses in private networks that sources, hubs and webhooks may use. */
  readonly allowPrivate: 'none' | 'all' | readonly string[];
  readonly mailFrom: string;
  readonly isBehindProxy: boolean;
  readonly oidc: null | {
    readonly issuer: string;
    readonly clientId: string;
    readonly name: string;
    readonly tokenAuth: 'client_secret_basic' | 'client_secret_post' | 'none';
  };
  readonly notify: null | {
    readonly address: string;
    readonly emailTemplate: string | null;
    readonly textTemplate: string | null;
  };
  /** Where signed heads of the trail are written: a file, best on another machine. */
  readonly headsFile: string | null;
  readonly timeStamps: null | { readonly address: string; readonly certificatesFile: string | null };
  readonly browser: { readonly path: 'auto' | 'none' | string; readonly isSandboxed: boolean };
  readonly secrets: Secrets;
}

export interface Secrets {
  /** Keys of seals and sessions are made from it. */
  readonly house: string;
  readonly databaseUrl: string | null;
  readonly databaseOwnerUrl: string | null;
  readonly smtpUrl: string | null;
  readonly notifyKey: string | null;
  readonly oidcSecret: string | null;
  readonly metricsToken: string | null;
}

export interface SettingDoc {
  readonly name: string;
  readonly default: string;
  readonly words: string;
}

/** Listed in the README; a test holds the two together. */
export const settings: readonly SettingDoc[] = [
  { name: 'PORT', default: '3000', words: 'The port that people connect to.' },
  { name: 'HOST', default: '127.0.0.1', words: 'The address to listen on. Use 0.0.0.0 in a container.' },
  {
    name: 'FOREWORD_ADDRESS',
    default: 'http://localhost:PORT',
    words: 'The public address, as people type it. Links in e-mails and passkeys use it.',
  },
  {
    name: 'FOREWORD_HOSTS',
    default: 'none',
    words:
      'More names that Foreword answers to, such as foreword.internal,desk.example. It knows FOREWORD_ADDRESS, localhost and bare IP addresses; all lets any name in.',
  },
  { name: 'FOREWORD_DATA', default: './data', words: 'The folder for the embedded database and the secret key.' },
  { name: 'DATABASE_URL', default: 'none (embedded)', words: 'Your PostgreSQL 15 or later, for a live service.' },
  {
    name: 'DATABASE_OWNER_URL',
    default: 'DATABASE_URL',
    words: 'A login that may change the tables, used only while starting.',
  },
  { name: 'DATABASE_CONNECTIONS', default: '8', words: 'How many connections to your PostgreSQL.' },
  {
    name: 'FOREWORD_SECRET',
    default: 'made and kept in the data folder',
    words: 'At least 32 characters. Sign-ins and stored passwords of sources depend on it, so keep a copy safe.',
  },
  {
    name: 'FOREWORD_PROXY',
    default: 'no',
    words: 'Set to yes when a proxy in front of Foreword sets X-Forwarded-For and X-Forwarded-Proto.',
  },
  {
    name: 'SMTP_URL',
    default: 'none',
    words: 'Where e-mail is handed over, such as smtp://user:password@mail.example:587.',
  },
  { name: 'MAIL_FROM', default: 'foreword@localhost', words: 'The sender of e-mails.' },
  {
    name: 'NOTIFY_API_KEY',
    default: 'none',
    words: 'GOV.UK Notify key, to send e-mails and text messages through Notify.',
  },
  {
    name: 'NOTIFY_ADDRESS',
    default: 'https://api.notifications.service.gov.uk',
    words: 'The address of GOV.UK Notify.',
  },
  { name: 'NOTIFY_EMAIL_TEMPLATE', default: 'none', words: 'Template id for e-mails, with ((subject)) and ((body)).' },
  { name: 'NOTIFY_TEXT_TEMPLATE', default: 'none', words: 'Template id for text messages, with ((body)).' },
  { name: 'OIDC_ISSUER', default: 'none', words: 'The address of your single sign-on service.' },
  { name: 'OIDC_CLIENT_ID', default: 'none', words: 'The name that the sign-on service knows Foreword by.' },
  { name: 'OIDC_CLIENT_SECRET', default: 'none', words: 'The password that goes with it.' },
  {
    name: 'OIDC_TOKEN_AUTH',
    default: 'client_secret_basic',
    words: 'How the password is sent: client_secret_basic, client_secret_post or none.',
  },
  { name: 'OIDC_NAME', default: 'your organisation', words: 'What the sign-on button calls it.' },
  {
    name: 'FOREWORD_POLL_SECONDS',
    default: '60',
    words: 'Shortest time between two looks at a source that has to be asked.',
  },
  {
    name: 'FOREWORD_ALLOW_PRIVATE',
    default: 'none',
    words: 'Private addresses that sources may use: all, or a list such as 10.0.0.0/8,intranet.example:8080.',
  },
  {
    name: 'FOREWORD_HEADS',
    default: 'none',
    words:
      'A file, best on another machine, to which the signed heads of the record are added every hour. They prove later that nothing was cut off.',
  },
  {
    name: 'TIME_STAMPS',
    default: 'none',
    words:
      'The address of a time-stamp authority (RFC 3161). It is sent hashes of the record and of evidence, nothing else.',
  },
  {
    name: 'TIME_STAMPS_CERTIFICATES',
    default: 'none',
    words: 'A PEM file with the root certificates of that authority. Without it, its own word is taken for them.',
  },
  {
    name: 'FOREWORD_BROWSER',
    default: 'auto',
    words: 'The Chromium that takes pictures of pages kept as evidence: auto, none or a path.',
  },
  {
    name: 'FOREWORD_BROWSER_SANDBOX',
    default: 'yes',
    words: 'Chromium runs strange pages in its sandbox. Say no only where it cannot, and where nothing else runs.',
  },
  {
    name: 'METRICS_TOKEN',
    default: 'none',
    words: 'With it, /metrics wants it as a bearer token. Without it, only this machine may read /metrics.',
  },
  { name: 'LOG_LEVEL', default: 'info', words: 'debug, info, warn, error or silent.' },
];

type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(env: Environment = process.env): Config & { readonly databaseConnections: number } {
  const problems: string[] = [];
  const text = (name: string) => env[name]?.trim() || null;
  const number = (name: string, fallback: number, low: number, high: number) => {
    const given = text(name);
    if (given === null) return fallback;
    const value = Number(given);
    if (Number.isFinite(value) && value >= low && value <= high) return value;
    problems.push(`${name} must be a number from ${low} to ${high}, not "${given}".`);
    return fallback;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const given = text(name);
    if (given === null) return fallback;
    if ((allowed as readonly string[]).includes(given)) return given as T;
    problems.push(`${name} must be one of ${allowed.join(', ')}, not "${given}".`);
    return fallback;
  };
  const url = (name: string, protocols: readonly string[]) => {
    const given = text(name);
    if (given === null) return null;
    try {
      if (protocols.includes(new URL(given).protocol)) return given.replace(/\/+$/, '');
    } catch {}
    problems.push(`${name} must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
    return null;
  };

  const port = number('PORT', 3000, 0, 65535);
  const dataFolder = resolve(text('FOREWORD_DATA') ?? './data');
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const issuer = url('OIDC_ISSUER', ['https:', 'http:']);
  const clientId = text('OIDC_CLIENT_ID');
  if (issuer && !clientId) problems.push('OIDC_CLIENT_ID is missing: OIDC_ISSUER needs it.');
  const timeStamps = url('TIME_STAMPS', ['https:', 'http:']);
  const notifyKey = text('NOTIFY_API_KEY');
  const given = text('FOREWORD_SECRET');
  if (given !== null && given.length < 32) problems.push('FOREWORD_SECRET must have at least 32 characters.');
  const allow = text('FOREWORD_ALLOW_PRIVATE') ?? 'none';
  const list = (given: string) =>
    given
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter(Boolean);
  const hosts = list(text('FOREWORD_HOSTS') ?? 'none');
  const wrongHost = hosts.find((host) => !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host));
  if (wrongHost)
    problems.push(
      `FOREWORD_HOSTS must be names without http:// and port, such as foreword.internal, not "${wrongHost}".`,
    );

  const config = {
    host: text('HOST') ?? '127.0.0.1',
    port,
    address: url('FOREWORD_ADDRESS', ['https:', 'http:']) ?? `http://localhost:${port}`,
    hosts: hosts.includes('all') ? 'all' : hosts.filter((host) => host !== 'none'),
    dataFolder,
    isOwnDatabase: databaseUrl !== null,
    databaseConnections: number('DATABASE_CONNECTIONS', 8, 1, 200),
    logLevel: oneOf<LogLevel>('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    pollMs: number('FOREWORD_POLL_SECONDS', 60, 0.05, 86_400) * 1000,
    allowPrivate: allow === 'none' || allow === 'all' ? allow : list(allow),
    mailFrom: text('MAIL_FROM') ?? 'foreword@localhost',
    isBehindProxy: oneOf('FOREWORD_PROXY', ['yes', 'no'], 'no') === 'yes',
    oidc:
      issuer && clientId
        ? {
            issuer,
            clientId,
            name: text('OIDC_NAME') ?? 'your organisation',
            tokenAuth: oneOf(
              'OIDC_TOKEN_AUTH',
              ['client_secret_basic', 'client_secret_post', 'none'] as const,
              'client_secret_basic',
            ),
          }
        : null,
    notify: notifyKey
      ? {
          address: url('NOTIFY_ADDRESS', ['https:', 'http:']) ?? 'https://api.notifications.service.gov.uk',
          emailTemplate: text('NOTIFY_EMAIL_TEMPLATE'),
          textTemplate: text('NOTIFY_TEXT_TEMPLATE'),
        }
      : null,
    headsFile: text('FOREWORD_HEADS') ? resolve(text('FOREWORD_HEADS')!) : null,
    timeStamps: timeStamps ? { address: timeStamps, certificatesFile: text('TIME_STAMPS_CERTIFICATES') } : null,
    browser: {
      path: text('FOREWORD_BROWSER') ?? 'auto',
      isSandboxed: oneOf('FOREWORD_BROWSER_SANDBOX', ['yes', 'no'], 'yes') === 'yes',
    },
    secrets: {
      house: '',
      databaseUrl,
      databaseOwnerUrl: url('DATABASE_OWNER_URL', ['postgres:', 'postgresql:']),
      smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
      notifyKey,
      oidcSecret: text('OIDC_CLIENT_SECRET'),
      metricsToken: text('METRICS_TOKEN'),
    },
  } as const;
  if (problems.length > 0)
    throw new Fault(
      'settings-wrong',
      `These settings need mending:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  const house = given ?? keptSecret(dataFolder);
  return Object.freeze({ ...config, secrets: Object.freeze({ ...config.secrets, house }) });
}

/** The secret alone, for a command that needs no other setting; null when it is not set. */
export function readSecret(env: Environment = process.env): string | null {
  return env.FOREWORD_SECRET?.trim() || null;
}

/** Made once, readable by this user alone. */
function keptSecret(folder: string): string {
  const file = join(folder, 'secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(folder, { recursive: true });
  const made = randomBytes(32).toString('base64url');
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return made;
}

/** What a person types for a Bluesky source or account, read forgivingly and checked. */
import type { SettingField, SourceSettings } from '../network.ts';
import type { StreamSettings } from './progress.ts';
import { isDid, isHandle } from './shapes.ts';

/** One of the public streams that Bluesky runs. Needs no key. */
export const publicStream = 'wss://jetstream1.us-east.bsky.network';
export const publicService = 'https://bsky.social';
/** Answers who is behind an account id, without a key. */
export const publicNames = 'https://public.api.bsky.app';

/** More would make an address longer than many servers accept. */
const mostDids = 100;

export const fields: readonly SettingField[] = [
  {
    name: 'stream',
    label: 'Address of the stream',
    hint: `Leave empty to use the public stream, ${publicStream}`,
    isRequired: false,
    isSecret: false,
  },
  {
    name: 'dids',
    label: 'Only these accounts',
    hint: 'Lasting account ids such as did:plc:abc123, with a space between them. Leave empty to see everybody.',
    isRequired: false,
    isSecret: false,
  },
  {
    name: 'names',
    label: 'Where account names are looked up',
    hint: `Leave empty to ask ${publicNames}. Enter no to look none up: authors are then shown by their id.`,
    isRequired: false,
    isSecret: false,
  },
];

export const publisherFields: readonly SettingField[] = [
  { name: 'service', label: 'Server', hint: `Leave empty for ${publicService}`, isRequired: false, isSecret: false },
  { name: 'handle', label: 'Account name', hint: 'For example northmere.gov.uk', isRequired: true, isSecret: false },
  {
    name: 'password',
    label: 'App password',
    hint: 'Make one in Bluesky under Settings, Privacy and security, App passwords. Do not use the main password.',
    isRequired: true,
    isSecret: true,
  },
];

const words = (value: string | undefined): string[] => (value ?? '').split(/[\s,;]+/).filter((word) => word !== '');

/** `wss://host` of whatever was typed; null when it is no address. */
const streamOf = (typed: string | undefined): string | null => {
  const trimmed = (typed ?? '').trim();
  if (trimmed === '') return publicStream;
  const whole = trimmed.includes('://') ? trimmed : `wss://${trimmed}`;
  const address = whole.replace(/^http/i, 'ws');
  if (address.length > 500 || !URL.canParse(address)) return null;
  const url = new URL(address);
  // What was typed is shown on the page of the source: a password has no place in it.
  if (url.username !== '' || url.password !== '') return null;
  return url.protocol === 'ws:' || url.protocol === 'wss:' ? `${url.protocol}//${url.host}` : null;
};

/** `https://host` of whatever was typed; null when it is no address. */
export const serviceOf = (typed: string | undefined, usual = publicService): string | null => {
  const trimmed = (typed ?? '').trim();
  if (trimmed === '') return usual;
  const whole = trimmed.includes('://') ? trimmed : `https://${trimmed}`;
  if (whole.length > 500 || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : null;
};

type Problem = { readonly field: string; readonly words: string };

const streamProblems = (settings: SourceSettings): Problem[] => {
  const found: Problem[] = [];
  const add = (field: string, sentence: string) => found.push({ field, words: sentence });
  if (streamOf(settings.stream) === null) {
    add('stream', 'Enter the address of a stream, like wss://jetstream.example.org');
  }
  const dids = words(settings.dids);
  const odd = dids.find((did): boolean => !isDid(did));
  if (odd !== undefined) {
    add('dids', `'${odd.slice(0, 60)}' is not an account id. An account id looks like did:plc:abc123`);
  }
  if (!isNo(settings.names) && serviceOf(settings.names, publicNames) === null) {
    add('names', `Enter the address of a service, like ${publicNames}, or no`);
  }
  if (dids.length > mostDids) add('dids', `Enter at most ${mostDids} accounts`);
  return found;
};

const accountProblems = (settings: SourceSettings): Problem[] => {
  const found: Problem[] = [];
  const add = (field: string, sentence: string) => found.push({ field, words: sentence });
  const name = nameOf(settings);
  if (serviceOf(settings.service) === null) add('service', `Enter the address of a server, like ${publicService}`);
  if (!isHandle(name) && !isDid(name)) add('handle', 'Enter the account name, like northmere.gov.uk');
  if ((settings.password ?? '') === '') add('password', 'Enter the app password');
  return found;
};

const hasAccount = ({ service, handle, password }: SourceSettings): boolean =>
  [service, handle, password].some((value) => (value ?? '').trim() !== '');

/** Those of the account only where one was begun: reading needs none. */
export const problems = (settings: SourceSettings): readonly Problem[] => [
  ...streamProblems(settings),
  ...(hasAccount(settings) ? accountProblems(settings) : []),
];

const nameOf = (settings: SourceSettings): string => (settings.handle ?? '').trim().replace(/^@/, '').toLowerCase();

/** Null when `problems` would tell why. */
export const streamSettings = (settings: SourceSettings): StreamSettings | null => {
  const stream = streamOf(settings.stream);
  const isGood = stream !== null && streamProblems(settings).length === 0;
  return isGood ? { stream, dids: words(settings.dids) } : null;
};

const isNo = (typed: string | undefined): boolean => (typed ?? '').trim().toLowerCase() === 'no';

/** Null where no names are to be looked up. */
export const namesService = ({ names }: SourceSettings): string | null =>
  isNo(names) ? null : serviceOf(names, publicNames);

export interface AccountSettings {
  readonly service: string;
  readonly handle: string;
  readonly password: string;
}

/** Null when the account's settings are missing or cannot work. */
export const accountSettings = (settings: SourceSettings): AccountSettings | null => {
  const service = serviceOf(settings.service);
  if (service === null || accountProblems(settings).length > 0) return null;
  return { service, handle: nameOf(settings), password: settings.password ?? '' };
};

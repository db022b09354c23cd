/**
 * What networks share that only let an account speak: a request with its answer in plain shapes, the month's cap that each
 * post is taken from, and the reader that says that there is nothing to read.
 */
import { OutboundError, type OutboundRequest } from '../platform/outbound.ts';
import type { BlindCode, NetworkTools, Outcome, Published, Publisher, Reader, SettingField } from './network.ts';

export type Refusal = Extract<Outcome<never>, { ok: false }>;
export type Fields = Readonly<Record<string, unknown>>;

/** An answer of any status, or why there is none. */
export type Answer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly json: Fields;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly refusal: Refusal };

const codes: Readonly<Partial<Record<OutboundError['code'], BlindCode>>> = {
  'blocked-address': 'blocked-address',
  'bad-address': 'settings',
  'too-large': 'broken',
  'bad-encoding': 'broken',
  'too-many-redirects': 'broken',
};

/** Asked once. Redirects are not followed: a token must not travel to another address. */
export async function ask(
  tools: Pick<NetworkTools, 'outbound'>,
  url: string,
  request: OutboundRequest,
): Promise<Answer> {
  try {
    const reply = await tools.outbound.fetch(url, { redirects: 0, maxBytes: 2_000_000, ...request });
    return { ok: true, status: reply.status, json: fieldsOf(parsed(reply.bytes)), headers: reply.headers };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return { ok: false, refusal: no(codes[error.code] ?? 'unreachable', error.words) };
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** The parts of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.slice(0, 200).map(fieldsOf) : [];
}

export function textOf(value: unknown, most = 400): string {
  return typeof value === 'string' ? value.slice(0, most).replace(/\p{Cc}+/gu, ' ') : '';
}

export function no(code: Refusal['code'], because: string): Refusal {
  return { ok: false, code, because };
}

/** From a status that every network means alike; `said` is what it said, or ''. */
export function refusalOf(network: string, status: number, said: string, retryAfter?: string): Refusal {
  const words = said === '' ? '' : ` It said: ${said.replace(/\.$/, '')}.`;
  if (status === 401 || status === 403) return no('refused', `${network} does not let this account in.${words}`);
  if (status === 404 || status === 410) return no('not-found', `${network} says that this is not there.${words}`);
  if (status === 429) {
    const seconds = Number(retryAfter ?? Number.NaN);
    const wait = Number.isFinite(seconds) && seconds > 0 ? ` Try again in ${Math.ceil(seconds / 60)} minutes.` : '';
    return no('rate-limited', `${network} asks us to wait.${wait}${words}`);
  }
  if (status >= 500) return no('server-fault', `${network} has a fault and answered ${status}.${words}`);
  return no('broken', `${network} did not accept it and answered ${status}.${words}`);
}

/** After these the post may stand all the same: only looking can tell. */
export function mayHaveArrived(refusal: Refusal): boolean {
  return refusal.code === 'unreachable' || refusal.code === 'server-fault';
}

export interface Cap {
  readonly network: string;
  readonly account: string;
  /** Most in one month, in units of the network. */
  readonly most: number;
  /** "20 dollars", "60 posts". */
  readonly words: string;
}

/** Sends when the month's cap still has room for it. What was certainly not sent is given back. */
export async function withinCap<T>(
  tools: Pick<NetworkTools, 'spend'>,
  cap: Cap,
  key: string,
  cost: number,
  send: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!tools.spend) return no('settings', 'What is spent cannot be counted here, so nothing is sent.');
  const { network, account, most } = cap;
  if (!(await tools.spend.take({ network, account, key, cost, most })))
    return no('settings', `The limit of ${cap.words} for this month is used up. Nothing was sent.`);
  const outcome = await send();
  if (!outcome.ok && !mayHaveArrived(outcome)) await tools.spend.giveBack({ network, account, key });
  return outcome;
}

export function capField(what: string): SettingField {
  return {
    name: 'cap',
    label: `Most ${what} in one month`,
    hint: 'When it is used up, nothing more is sent until the next month',
    isRequired: true,
    isSecret: false,
  };
}

/** Null when it is no number above 0. */
export function capOf(typed: string | undefined): number | null {
  const text = (typed ?? '').trim();
  const most = Number(text);
  return /^\d{1,6}(\.\d{1,2})?$/.test(text) && most > 0 ? most : null;
}

/** `https://host` of whatever was typed; null when it is no address. Plain http on this very machine only. */
export function addressOf(typed: string | undefined, usual: string): string | null {
  const text = (typed ?? '').trim();
  if (text === '') return usual;
  if (text.length > 300 || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isHere = url.hostname === 'localhost' || /^127(\.\d+){3}$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere) ? url.origin : null;
}

/** Nothing is read there, and that is said rather than kept silent. */
export function nothingToRead(words: string, tools: NetworkTools): Reader {
  return {
    async *read(cursor, signal) {
      while (!signal.aborted) {
        yield {
          happenings: [],
          cursor: cursor ?? '',
          health: { state: 'blind', code: 'settings', words },
          nextLook: new Date(tools.now().getTime() + tools.pollMs),
          notes: [],
        };
        if (!signal.aborted) await tools.wait(tools.pollMs, signal);
      }
    },
  };
}

/** The same words, whatever the space between them. */
export function comparable(words: string): string {
  return words.normalize('NFC').replace(/\s+/g, ' ').trim();
}

const mostKept = 500;

/** In one run of the program the same key is sent once; after that, and from another run, `find` tells. */
export function once(publisher: Publisher): Publisher {
  const done = new Map<string, Promise<Outcome<Published>>>();
  return {
    ...publisher,
    post: (draft) => {
      const before = done.get(draft.key);
      if (before !== undefined) return before;
      const outcome = publisher.post(draft).then((result) => {
        if (!result.ok) done.delete(draft.key);
        return result;
      });
      done.set(draft.key, outcome);
      if (done.size > mostKept) done.delete(done.keys().next().value!);
      return outcome;
    },
  };
}

/** An official account speaks: posts, answers, pictures with a description, and taking a post down again. */
import { createHash } from 'node:crypto';
import type { Draft, NetworkTools, Outcome, Published, Publisher } from '../network.ts';
import { type Answer, type Ask, buildAsk, type Refusal } from './ask.ts';
import { plainText } from './html.ts';
import { type Instance, readInstance } from './instance.ts';
import { uploadImage } from './media.ts';
import { accountProblems, readServer } from './settings.ts';
import { fieldsOf, idOf, listOf, readStatus, type Status } from './status.ts';

/** As long as Mastodon itself remembers a key that was used. */
const keyMs = 3_600_000;
const mostKept = 500;
/** How far the clocks of two servers may differ. */
const skewMs = 120_000;
const pageSize = 20;
const mostPages = 10;

/** Null when the settings cannot work. The text is sent exactly as it is: a mention must stand in it. */
export function buildPublisher(settings: Readonly<Record<string, string>>, tools: NetworkTools): Publisher | null {
  const server = readServer(settings.server ?? '');
  if (server === null || accountProblems(settings).length > 0) return null;
  const ask = buildAsk(server, (settings.token ?? '').trim(), tools);
  const means: Means = { ask, tools, ids: new Map(), instance: null, accountId: null };
  const done = new Map<string, Promise<Outcome<Published>>>();
  return {
    post: (draft) => {
      const before = done.get(draft.key);
      if (before !== undefined) return before;
      const outcome = publish(means, draft).then((result) => {
        if (!result.ok) done.delete(draft.key);
        return result;
      });
      done.set(draft.key, outcome);
      if (done.size > mostKept) done.delete(done.keys().next().value!);
      return outcome;
    },
    find: async (draft, since) => {
      const before = await done.get(draft.key);
      return before?.ok ? before : find(means, draft, since);
    },
    remove: (id) => takeDown(means, id),
  };
}

interface Means {
  readonly ask: Ask;
  readonly tools: NetworkTools;
  /** The server's own id of what this publisher published, by the id that we told. */
  readonly ids: Map<string, string>;
  instance: Instance | null;
  accountId: string | null;
}

async function publish(means: Means, draft: Draft): Promise<Outcome<Published>> {
  const instance = means.instance ?? (await readInstance(means.ask));
  if (!instance.ok) return failed(instance);
  means.instance = instance;
  const unfit = unfitFor(draft, instance);
  if (unfit !== null) return unfit;
  const parent = draft.replyTo === null ? null : await localId(means, draft.replyTo);
  if (parent !== null && typeof parent !== 'string') return failed(parent);
  const earlier = await alreadyThere(means, draft, parent);
  if (earlier !== null) return published(means, earlier);
  const media: string[] = [];
  for (const image of draft.images) {
    const uploaded = await uploadImage(means.ask, image, means.tools);
    if (!uploaded.ok) return failed(uploaded);
    media.push(uploaded.id);
  }
  const body = JSON.stringify({
    status: draft.text,
    visibility: 'public',
    ...(draft.lang === '' ? {} : { language: draft.lang }),
    ...(parent === null ? {} : { in_reply_to_id: parent }),
    ...(media.length === 0 ? {} : { media_ids: media }),
  });
  const key = createHash('sha256').update(draft.key).digest('hex');
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const send = () => means.ask.send('POST', '/api/v1/statuses', { body, headers });
  let answer = await send();
  if (mayHaveArrived(answer)) {
    // No answer came, so only the server's own list can tell whether it stands. Only if not, it is sent once more.
    const arrived = await alreadyThere(means, draft, parent);
    if (arrived !== null) return published(means, arrived);
    answer = await send();
  }
  if (!answer.ok) return failed(answer);
  const status = readStatus(answer.json, means.ask.server);
  if (status !== null) return published(means, status);
  return {
    ok: false,
    code: 'broken',
    because: 'The server took the post but did not show it. Look at the account before you try again.',
  };
}

function unfitFor(draft: Draft, instance: Instance): Outcome<never> | null {
  if (draft.text.trim() === '' && draft.images.length === 0)
    return { ok: false, code: 'empty', because: 'There is nothing to publish.' };
  const length = lengthOf(draft.text, instance.charactersPerUrl);
  const tooLong = (because: string): Outcome<never> => ({ ok: false, code: 'too-long', because });
  if (length > instance.maxCharacters) {
    return tooLong(`The text has ${length} characters. This server allows ${instance.maxCharacters}.`);
  }
  if (draft.images.length > instance.maxImages) {
    return tooLong(`There are ${draft.images.length} pictures. This server allows ${instance.maxImages}.`);
  }
  if (draft.images.some((image) => image.alt.length > instance.maxAltCharacters)) {
    return tooLong(`A picture description is too long. This server allows ${instance.maxAltCharacters} characters.`);
  }
  return null;
}

/** As Mastodon counts: what a reader sees as one character is one; an address has a fixed length; a mention loses its server. */
export function lengthOf(text: string, charactersPerUrl: number): number {
  const counted = text
    .replace(/https?:\/\/[^\s]+/g, 'x'.repeat(charactersPerUrl))
    .replace(/(^|[^\w/])@(\w[\w.-]*)@[\w.:-]*\w/g, '$1@$2');
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(counted)].length;
}

/**
 * The same words and pictures to the same post by this account within the hour, unless this publisher knows it as another one.
 * Not every server knows Idempotency-Key, and after a restart of ours nobody else remembers.
 */
async function alreadyThere(means: Means, draft: Draft, parent: string | null): Promise<Status | null> {
  if (draft.text.trim() === '') return null;
  const found = await standing(means, draft, parent, new Date(means.tools.now().getTime() - keyMs));
  return found.ok ? found.status : null;
}

async function find(means: Means, draft: Draft, since: Date): Promise<Outcome<Published | null>> {
  const parent = draft.replyTo === null ? null : await localId(means, draft.replyTo);
  // What it answers is gone; whether our answer stands is still asked, by its words alone.
  if (parent !== null && typeof parent !== 'string' && parent.code !== 'not-found') return failed(parent);
  const at = new Date(since.getTime() - skewMs);
  const found = await standing(means, draft, typeof parent === 'string' || parent === null ? parent : undefined, at);
  if (!found.ok) return failed(found);
  return found.status === null ? { ok: true, value: null } : published(means, found.status);
}

/** Looks through the account's own posts, newest first, as far back as `since`. `parent` undefined: an answer to anything. */
async function standing(
  means: Means,
  draft: Draft,
  parent: string | null | undefined,
  since: Date,
): Promise<{ readonly ok: true; readonly status: Status | null } | Refusal> {
  if (draft.text.trim() === '' && draft.images.length === 0) return { ok: true, status: null };
  if (means.accountId === null) {
    const me = await means.ask.get('/api/v1/accounts/verify_credentials');
    if (!me.ok) return me;
    means.accountId = idOf(fieldsOf(me.json)?.id);
  }
  if (means.accountId === null) return untold('The server did not say which account this is.');
  const alts = JSON.stringify(draft.images.map((image) => image.alt));
  const words = comparable(draft.text);
  const isIt = (status: Status) =>
    !means.ids.has(status.uri) &&
    !draft.others?.includes(status.uri) &&
    (status.createdAt?.getTime() ?? 0) >= since.getTime() &&
    (parent === undefined || status.parentId === parent) &&
    JSON.stringify(status.media.map((medium) => medium.description)) === alts &&
    comparable(plainText(status.html).text) === words;
  let before = '';
  for (let pages = 0; pages < mostPages; pages += 1) {
    const path = `/api/v1/accounts/${encodeURIComponent(means.accountId)}/statuses?limit=${pageSize}${before}`;
    const own = await means.ask.get(path);
    if (!own.ok) return own;
    const statuses = listOf(own.json, pageSize)
      .map((raw) => readStatus(raw, means.ask.server))
      .filter((status) => status !== null);
    const found = statuses.find(isIt);
    if (found !== undefined) return { ok: true, status: found };
    const last = statuses.at(-1);
    const next = last === undefined ? before : `&max_id=${encodeURIComponent(last.id)}`;
    const isEnd = statuses.length < pageSize || (last?.createdAt?.getTime() ?? 0) < since.getTime() || next === before;
    if (isEnd) return { ok: true, status: null };
    before = next;
  }
  return untold('The account has posted so much since that it is not clear whether this post is there.');
}

const untold = (words: string): Refusal => ({
  ok: false,
  code: 'broken',
  words,
  status: 200,
  waitMs: null,
  isStopped: false,
});

function comparable(words: string): string {
  return words
    .replace(/@(\w[\w.-]*)@[\w.:-]*\w/g, '@$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** No answer, or one from a gateway in between: the post may stand all the same. */
function mayHaveArrived(answer: Answer): boolean {
  return !answer.ok && ((answer.status === null && answer.code === 'unreachable') || (answer.status ?? 0) >= 500);
}

async function takeDown(means: Means, uri: string): Promise<Outcome<null>> {
  const id = await localId(means, uri);
  if (typeof id !== 'string') return id.code === 'not-found' ? goneOrNot(means, uri) : failed(id);
  const answer = await means.ask.send('DELETE', `/api/v1/statuses/${encodeURIComponent(id)}`, {});
  if (!answer.ok && answer.status !== 404 && answer.status !== 410) return failed(answer);
  if (!answer.ok) {
    // "Not found" may mean the post, or that this server knows no such request and the post still stands.
    const look = await means.ask.get(`/api/v1/statuses/${encodeURIComponent(id)}`);
    if (look.ok) return notByProgram;
    if (look.status !== 404 && look.status !== 410) return failed(look);
  }
  means.ids.delete(uri);
  return { ok: true, value: null };
}

const notByProgram: Outcome<null> = {
  ok: false,
  code: 'refused',
  because: 'This server does not let programs take posts down. Sign in on the page of the server and delete it there.',
};

/** The server's own id cannot be found: only the post's address can still tell whether it stands. */
async function goneOrNot(means: Means, uri: string): Promise<Outcome<null>> {
  const isOurs = URL.canParse(uri) && new URL(uri).origin === means.ask.server;
  const look = isOurs ? await means.ask.get(uri.slice(means.ask.server.length)) : null;
  if (look !== null && !look.ok && (look.status === 404 || look.status === 410)) return { ok: true, value: null };
  return { ok: false, code: 'not-found', because: 'This account has no such post, so it was not taken down.' };
}

/** The server's own id for a post: by the end of its address, by searching for it, or from what is new there. */
async function localId(means: Means, uri: string): Promise<string | Refusal> {
  const kept = means.ids.get(uri);
  if (kept !== undefined) return kept;
  const last = URL.canParse(uri) ? /\/([\w-]{1,100})\/?$/.exec(new URL(uri).pathname)?.[1] : undefined;
  if (last !== undefined && new URL(uri).origin === means.ask.server) {
    const answer = await means.ask.get(`/api/v1/statuses/${last}`);
    const status = answer.ok ? readStatus(answer.json, means.ask.server) : null;
    if (status !== null && (status.uri === uri || status.url === uri)) return status.id;
  }
  const query = new URLSearchParams({ q: uri, type: 'statuses', resolve: 'true', limit: '5' });
  const answer = await means.ask.get(`/api/v2/search?${query}`);
  if (!answer.ok) return answer;
  const found = inList(means, fieldsOf(answer.json)?.statuses, uri);
  if (found !== null) return found;
  // Small servers do not search by address. Most answers are given to something new.
  for (const path of ['/api/v1/timelines/home?limit=40', '/api/v1/timelines/public?limit=40']) {
    const recent = await means.ask.get(path);
    const there = recent.ok ? inList(means, recent.json, uri) : null;
    if (there !== null) return there;
  }
  const words = 'The server does not know this post. It may have been taken down.';
  return { ok: false, code: 'not-found', words, status: 404, waitMs: null, isStopped: false };
}

function inList(means: Means, list: unknown, uri: string): string | null {
  const statuses = listOf(list, 40).map((raw) => readStatus(raw, means.ask.server));
  return statuses.find((status) => status?.uri === uri || status?.url === uri)?.id ?? null;
}

function published(means: Means, status: Status): Outcome<Published> {
  means.ids.set(status.uri, status.id);
  if (means.ids.size > mostKept) means.ids.delete(means.ids.keys().next().value!);
  return { ok: true, value: { id: status.uri, url: status.url, at: status.createdAt ?? means.tools.now() } };
}

function failed(refusal: Refusal): { readonly ok: false; readonly code: Refusal['code']; readonly because: string } {
  return { ok: false, code: refusal.code, because: refusal.words };
}

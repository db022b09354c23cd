/**
 * Speaking with an official account: post, reply, pictures with their descriptions, and taking a post back.
 *
 * The record key comes from the draft's own key, so the server itself refuses a second copy, also after a crash
 * between sending and remembering. Limits: lexicons app.bsky.feed.post and app.bsky.embed.images.
 */
import { createHash } from 'node:crypto';
import type { Draft, NetworkTools, Outcome, Published, Publisher } from '../network.ts';
import { type Account, buildAccount, type Call, type Declined, type Refusal } from './account.ts';
import { facetsFor } from './facets.ts';
import { pageOf, postCollection } from './map.ts';
import type { AccountSettings } from './settings.ts';
import { cleanText, isCid, isDid, isHandle, isRecordKey, object, type Shape, text, webAddress } from './shapes.ts';

const most = { graphemes: 300, bytes: 3_000, images: 4, imageBytes: 1_000_000 } as const;

export const buildPublisher = (settings: AccountSettings, tools: Pick<NetworkTools, 'outbound' | 'now'>): Publisher => {
  const account = buildAccount(settings, tools);
  return {
    async post(draft) {
      const problem = problemOf(draft);
      if (problem !== null) return problem;
      const did = await account.did();
      if (!did.ok) return did;
      return publish(account, did.value, draft, tools.now());
    },
    async find(draft) {
      const did = await account.did();
      if (!did.ok) return did;
      return standing(account, did.value, recordKeyOf(draft.key), draft);
    },
    async remove(id) {
      const did = await account.did();
      if (!did.ok) return did;
      const rkey = ownKey(id, did.value);
      if (rkey === null)
        return refusal('settings', 'This post is not one of this account, so this account cannot remove it.');
      // The server answers 200 also where there is nothing to delete.
      const answer = await account.call(
        post('com.atproto.repo.deleteRecord', { repo: did.value, collection: postCollection, rkey }),
      );
      if (answer.ok) return { ok: true, value: null };
      return 'refusal' in answer ? answer.refusal : declined('The post was not removed', answer.declined);
    },
  };
};

const publish = async (account: Account, did: string, draft: Draft, now: Date): Promise<Outcome<Published>> => {
  const rkey = recordKeyOf(draft.key);
  // Asked first, so that a repeat uploads no picture twice and resolves nothing.
  const before = await already(account, did, rkey, draft);
  if (before !== null) return before;

  const reply = draft.replyTo === null ? null : await threadOf(account, draft.replyTo);
  if (reply !== null && !reply.ok) return reply;
  const embed = draft.images.length === 0 ? null : await upload(account, draft);
  if (embed !== null && !embed.ok) return embed;
  const facets = await facetsFor(draft.text, (handle) => resolve(account, handle));

  const record = {
    $type: postCollection,
    text: draft.text,
    createdAt: now.toISOString(),
    ...(draft.lang === '' ? {} : { langs: [draft.lang] }),
    ...(facets.length === 0 ? {} : { facets }),
    ...(reply === null ? {} : { reply: reply.value }),
    ...(embed === null ? {} : { embed: embed.value }),
  };
  const answer = await account.call(
    post('com.atproto.repo.createRecord', { repo: did, collection: postCollection, rkey, record }),
  );
  if (answer.ok) return published(did, rkey, now);
  if ('refusal' in answer) return answer.refusal;
  // Somebody with the same key may have been quicker: then the post stands, and that is all we wanted.
  return (await already(account, did, rkey, draft)) ?? declined('The post was not published', answer.declined);
};

const published = (did: string, rkey: string, at: Date): Outcome<Published> => ({
  ok: true,
  value: { id: `at://${did}/${postCollection}/${rkey}`, url: pageOf(did, rkey), at },
});

const problemOf = (draft: Draft): Refusal | null => {
  const count = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(draft.text.slice(0, 20_000))].length;
  if (count > most.graphemes)
    return refusal('too-long', `The text has ${count} characters. Bluesky allows ${most.graphemes}.`);
  if (Buffer.byteLength(draft.text) > most.bytes)
    return refusal('too-long', `The text takes more than ${most.bytes} bytes, which is the most that Bluesky allows.`);
  if (draft.text.trim() === '' && draft.images.length === 0)
    return refusal('empty', 'Write something before you publish.');
  if (draft.images.length > most.images)
    return refusal('too-long', `Bluesky allows ${most.images} pictures in one post.`);
  for (const image of draft.images) {
    if (!/^image\/[a-z0-9.+-]{1,40}$/.test(image.mime))
      return refusal('broken', 'Bluesky accepts pictures only, such as PNG or JPEG.');
    if (image.bytes.length > most.imageBytes)
      return refusal('too-long', 'A picture is larger than 1,000,000 bytes. Make it smaller and try again.');
  }
  return null;
};

const alphabet = '234567abcdefghijklmnopqrstuvwxyz';
const keysFrom = BigInt(Date.UTC(2023, 0, 1)) * 1_000n;
const keysSpan = BigInt(3 * 365 * 86_400) * 1_000_000n;

/**
 * A record key must be a timestamp identifier: 53 bits of microseconds and 10 bits of clock
 * (https://atproto.com/specs/tid). Ours is drawn from the draft's key by SHA-256 out of three years that lie in the
 * past, because servers may refuse times in the future. About 56 bits, so two keys of one account do not meet.
 */
export const recordKeyOf = (key: string): string => {
  const digest = createHash('sha256').update(`foreword:${key}`).digest();
  const time = keysFrom + (digest.readBigUInt64BE(0) % keysSpan);
  let rest = (time << 10n) | (digest.readBigUInt64BE(8) & 1_023n);
  let found = '';
  for (let place = 0; place < 13; place += 1) {
    found = alphabet.charAt(Number(rest & 31n)) + found;
    rest >>= 5n;
  }
  return found;
};

/** What stands under this key: ours from an earlier try, another text, or null for nothing. */
const already = async (
  account: Account,
  did: string,
  rkey: string,
  draft: Draft,
): Promise<Outcome<Published> | null> => {
  const found = await standing(account, did, rkey, draft);
  return found.ok && found.value === null ? null : (found as Outcome<Published>);
};

/** As `already`, but a server that cannot tell is told apart from one that says "not there". */
const standing = async (
  account: Account,
  did: string,
  rkey: string,
  draft: Draft,
): Promise<Outcome<Published | null>> => {
  const query = new URLSearchParams({ repo: did, collection: postCollection, rkey });
  const answer = await account.call({ method: 'GET', name: `com.atproto.repo.getRecord?${query}` });
  if (!answer.ok && 'refusal' in answer) return answer.refusal;
  if (!answer.ok && answer.declined.status >= 500)
    return declined('Whether the post is there could not be found out', answer.declined);
  // A record that was never made is told with 400 RecordNotFound (lexicon com.atproto.repo.getRecord).
  if (!answer.ok) return { ok: true, value: null };
  const value = object(answer.value.value);
  if (value === null) return { ok: true, value: null };
  if (value.text !== draft.text) return refusal('duplicate', 'Another text was already published under the same key.');
  const at = new Date(text(value.createdAt));
  return published(did, rkey, at);
};

interface StrongRef {
  readonly uri: string;
  readonly cid: string;
}

/**
 * Where a post stands, from what people and other programs hand on: its at:// address, or that of its page, which says
 * https://bsky.app/profile/WHO/post/KEY with a lasting id or a handle for WHO.
 */
const placeOf = async (account: Account, address: string): Promise<{ did: string; rkey: string } | null> => {
  const url = webAddress(address);
  const [, page, who = '', kind, key = ''] = url === null ? [] : new URL(url).pathname.split('/');
  if (url !== null && new URL(url).hostname === 'bsky.app' && page === 'profile' && kind === 'post') {
    const did = isHandle(who) ? await resolve(account, who) : who;
    return isDid(did) && isRecordKey(key) ? { did, rkey: key } : null;
  }
  const [, , did, collection, rkey] = address.split('/');
  const isPost = address.startsWith('at://') && collection === postCollection;
  return isPost && isDid(did) && isRecordKey(rkey) ? { did, rkey } : null;
};

/** A reply names the post that it answers and the first post of the conversation, each with the version it means. */
const threadOf = async (
  account: Account,
  address: string,
): Promise<Outcome<{ root: StrongRef; parent: StrongRef }>> => {
  const place = await placeOf(account, address);
  if (place === null) return refusal('settings', 'The post to answer is not a Bluesky post.');
  const { did, rkey } = place;
  const uri = `at://${did}/${postCollection}/${rkey}`;
  const query = new URLSearchParams({ repo: did, collection: postCollection, rkey });
  const answer = await account.call({ method: 'GET', name: `com.atproto.repo.getRecord?${query}` });
  if (!answer.ok && 'refusal' in answer) return answer.refusal;
  if (!answer.ok && answer.declined.status >= 500) return declined('The post to answer was not found', answer.declined);
  const cid = answer.ok ? answer.value.cid : null;
  if (!answer.ok || !isCid(cid)) return refusal('not-found', 'The post to answer is not there any more.');
  const parent = { uri, cid };
  const root = refOf(object(object(answer.value.value)?.reply)?.root);
  return { ok: true, value: { root: root ?? parent, parent } };
};

const refOf = (value: unknown): StrongRef | null => {
  const shape = object(value);
  const uri = shape?.uri;
  const cid = shape?.cid;
  return typeof uri === 'string' && uri.startsWith('at://') && isCid(cid) ? { uri, cid } : null;
};

const upload = async (account: Account, draft: Draft): Promise<Outcome<Shape>> => {
  const images: Shape[] = [];
  for (const { bytes, mime, alt } of draft.images) {
    const answer = await account.call({
      method: 'POST',
      name: 'com.atproto.repo.uploadBlob',
      body: { type: mime, content: bytes },
    });
    if (!answer.ok)
      return 'refusal' in answer ? answer.refusal : declined('A picture was not accepted', answer.declined);
    const image = object(answer.value.blob);
    if (image === null) return refusal('broken', 'The server took a picture but did not say where it keeps it.');
    images.push({ image, alt });
  }
  return { ok: true, value: { $type: 'app.bsky.embed.images', images } };
};

const resolve = async (account: Account, handle: string): Promise<string | null> => {
  const query = new URLSearchParams({ handle });
  const answer = await account.call({ method: 'GET', name: `com.atproto.identity.resolveHandle?${query}` });
  const did = answer.ok ? answer.value.did : null;
  return isDid(did) ? did : null;
};

const ownKey = (id: string, did: string): string | null => {
  const start = `at://${did}/${postCollection}/`;
  const rkey = id.startsWith(start) ? id.slice(start.length) : '';
  return isRecordKey(rkey) ? rkey : null;
};

const post = (name: string, input: Shape): Call => ({
  method: 'POST',
  name,
  body: { type: 'application/json', content: JSON.stringify(input) },
});

const refusal = (code: Refusal['code'], because: string): Refusal => ({ ok: false, code, because });

const declined = (what: string, { status, words }: Declined): Refusal => {
  const reason = words === '' ? `it answered ${status}` : `it said: ${cleanText(words, 300)}`;
  return refusal(status >= 500 ? 'server-fault' : 'broken', `${what}. The server did not accept it; ${reason}.`);
};

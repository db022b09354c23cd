/**
 * An official account speaks on X: posts, answers, pictures with a description, taking a post down. X API v2 as its
 * OpenAPI document 2.167 (August 2026) describes it: createPosts, deletePosts, getUsersPosts, getUsersMe, mediaUpload,
 * createMediaMetadata. Prices: a post 1.5 cents, with a link 20 cents, one of our own posts read 0.1 cent.
 */
import { randomBytes } from 'node:crypto';
import type { Draft, NetworkTools, Outcome, Published, Publisher } from '../network.ts';
import {
  type Answer,
  ask,
  type Cap,
  comparable,
  type Fields,
  fieldsOf,
  listOf,
  mayHaveArrived,
  no,
  once,
  type Refusal,
  refusalOf,
  textOf,
  withinCap,
} from '../speaking.ts';
import { authorization } from './oauth.ts';
import type { XAccount } from './settings.ts';

/** In hundredths of a US cent. */
const costs = { post: 150, postWithLink: 2_000, ownPost: 10 } as const;
const most = { weight: 280, images: 4, imageBytes: 5_000_000, altLength: 1_000, look: 20 } as const;
const links = /https?:\/\/[^\s]+/gi;
const hasLink = /https?:\/\/[^\s]/i;
const skewMs = 120_000;

/** Asks with the account's signature. */
export function buildCall(account: XAccount, tools: NetworkTools) {
  return (method: 'GET' | 'POST' | 'DELETE', path: string, body?: Fields): Promise<Answer> => {
    const url = account.service + path;
    const moment = { nonce: randomBytes(16).toString('hex'), seconds: Math.floor(tools.now().getTime() / 1000) };
    return ask(tools, url, {
      method,
      headers: {
        accept: 'application/json',
        authorization: authorization(account, { method, url }, moment),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body), timeoutMs: 60_000 } : {}),
    });
  };
}

export function buildPublisher(account: XAccount, tools: NetworkTools): Publisher {
  const call = buildCall(account, tools);
  const cap: Cap = {
    network: 'x',
    account: account.handle.toLowerCase(),
    most: Math.round(account.cap * 10_000),
    words: `${account.cap} US dollars`,
  };
  let accountId: string | null = null;

  async function ownId(): Promise<Outcome<string>> {
    if (accountId !== null) return { ok: true, value: accountId };
    const answer = await call('GET', '/2/users/me');
    const found = understood(answer);
    if (!found.ok) return found;
    const id = textOf(fieldsOf(found.value.data).id, 30);
    if (!/^\d{1,19}$/.test(id)) return no('broken', 'X did not say which account this is.');
    accountId = id;
    return { ok: true, value: id };
  }

  async function upload(image: Draft['images'][number]): Promise<Outcome<string>> {
    const media = Buffer.from(image.bytes).toString('base64');
    const sent = understood(await call('POST', '/2/media/upload', { media, media_category: 'tweet_image' }));
    if (!sent.ok) return sent;
    const id = textOf(fieldsOf(sent.value.data).id, 30);
    if (!/^\d{1,19}$/.test(id)) return no('broken', 'X took a picture but did not say what it is called.');
    const metadata = { alt_text: { text: image.alt } };
    const described = understood(await call('POST', '/2/media/metadata', { id, metadata }));
    return described.ok ? { ok: true, value: id } : described;
  }

  async function send(draft: Draft, replyTo: string | null): Promise<Outcome<Published>> {
    const media: string[] = [];
    for (const image of draft.images) {
      const uploaded = await upload(image);
      // A picture that did not arrive is no post that may stand.
      if (!uploaded.ok) return mayHaveArrived(uploaded) ? no('broken', uploaded.because) : uploaded;
      media.push(uploaded.value);
    }
    const answer = understood(
      await call('POST', '/2/tweets', {
        text: draft.text,
        ...(replyTo === null ? {} : { reply: { in_reply_to_tweet_id: replyTo } }),
        ...(media.length === 0 ? {} : { media: { media_ids: media } }),
      }),
    );
    if (!answer.ok) return answer;
    const id = textOf(fieldsOf(answer.value.data).id, 30);
    if (!/^\d{1,19}$/.test(id)) return no('server-fault', 'X took the post but did not say what it is called.');
    return { ok: true, value: { id, url: `https://x.com/i/web/status/${id}`, at: tools.now() } };
  }

  return once({
    post: async (draft) => {
      const unfit = unfitFor(draft);
      if (unfit !== null) return unfit;
      const replyTo = draft.replyTo === null ? null : postIdOf(draft.replyTo);
      if (draft.replyTo !== null && replyTo === null) return no('settings', 'The post to answer is not a post on X.');
      const cost = hasLink.test(draft.text) ? costs.postWithLink : costs.post;
      return withinCap(tools, cap, draft.key, cost, () => send(draft, replyTo));
    },
    find: async (draft, since) => {
      const id = await ownId();
      if (!id.ok) return id;
      const query = new URLSearchParams({
        max_results: String(most.look),
        start_time: new Date(since.getTime() - skewMs).toISOString().replace(/\.\d+Z$/, 'Z'),
        'tweet.fields': 'created_at,entities,referenced_tweets',
      });
      // Reading our own posts costs too, and is taken from the same cap.
      const key = `look ${draft.key} ${tools.now().getTime()}`;
      return withinCap(tools, cap, key, costs.ownPost * most.look, async () => {
        const answer = understood(await call('GET', `/2/users/${id.value}/tweets?${query}`));
        return answer.ok ? standing(listOf(answer.value.data), draft) : answer;
      });
    },
    remove: async (id) => {
      const postId = postIdOf(id);
      if (postId === null) return no('settings', 'This is not a post on X.');
      const answer = understood(await call('DELETE', `/2/tweets/${postId}`));
      return answer.ok || answer.code === 'not-found' ? { ok: true, value: null } : answer;
    },
  });
}

/** Our text among our newest posts; X puts a short address in the place of each link, and one behind the text for pictures. */
function standing(posts: readonly Fields[], draft: Draft): Outcome<Published | null> {
  const replyTo = draft.replyTo === null ? null : postIdOf(draft.replyTo);
  const found = posts.find((post) => {
    const id = textOf(post.id, 30);
    const parent = listOf(post.referenced_tweets).find((one) => one.type === 'replied_to');
    return (
      !draft.others?.includes(id) &&
      (parent ? textOf(parent.id, 30) : null) === replyTo &&
      withLinks(post) === comparable(draft.text)
    );
  });
  if (!found && posts.length >= most.look)
    return no('broken', 'The account has posted so much since that it is not clear whether this post is there.');
  if (!found) return { ok: true, value: null };
  const id = textOf(found.id, 30);
  const at = new Date(textOf(found.created_at, 40));
  return { ok: true, value: { id, url: `https://x.com/i/web/status/${id}`, at } };
}

function withLinks(post: Fields): string {
  let text = textOf(post.text, 30_000);
  for (const url of listOf(fieldsOf(post.entities).urls)) {
    const short = textOf(url.url, 200);
    const isPicture = typeof url.media_key === 'string';
    if (short !== '') text = text.replaceAll(short, isPicture ? '' : textOf(url.expanded_url, 4_000));
  }
  return comparable(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

/** As X counts: an address is 23, most letters 1, the rest 2 (twitter-text weights, configuration 3). */
export function weightOf(text: string): number {
  let weight = 0;
  const rest = text.replace(links, () => {
    weight += 23;
    return '';
  });
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(rest.normalize('NFC'))) {
    if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment)) weight += 2;
    else for (const each of segment) weight += isLight(each.codePointAt(0)!) ? 1 : 2;
  }
  return weight;
}

const isLight = (point: number): boolean =>
  point <= 4351 ||
  (point >= 8192 && point <= 8205) ||
  (point >= 8208 && point <= 8223) ||
  (point >= 8242 && point <= 8247);

function unfitFor(draft: Draft): Refusal | null {
  const weight = weightOf(draft.text);
  if (draft.text.trim() === '' && draft.images.length === 0) return no('empty', 'There is nothing to publish.');
  if (weight > most.weight) return no('too-long', `The text counts ${weight} on X, which allows ${most.weight}.`);
  if (draft.images.length > most.images) return no('too-long', `X allows ${most.images} pictures in one post.`);
  for (const image of draft.images) {
    if (!/^image\/(png|jpeg|webp|gif)$/.test(image.mime)) return no('broken', 'X takes PNG, JPEG, WebP and GIF only.');
    if (image.bytes.length > most.imageBytes) return no('too-long', 'A picture is larger than 5 MB.');
    if (image.alt.length > most.altLength)
      return no('too-long', 'A picture description is longer than 1,000 characters.');
  }
  return null;
}

/** The number of a post, by itself or in its address. */
function postIdOf(id: string): string | null {
  return (
    /^\d{1,19}$/.exec(id)?.[0] ??
    /^https:\/\/(?:www\.)?(?:x|twitter)\.com\/\w+(?:\/web)?\/status\/(\d{1,19})(?:[/?#]|$)/.exec(id)?.[1] ??
    null
  );
}

export function understood(answer: Answer): Outcome<Fields> {
  if (!answer.ok) return answer.refusal;
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: answer.json };
  const problem = listOf(answer.json.errors)[0] ?? {};
  const said = textOf(answer.json.detail) || textOf(problem.message) || textOf(answer.json.title);
  if (answer.status === 403 && /duplicate content/i.test(said))
    return no('duplicate', 'X says that the same words were posted before.');
  if (answer.status === 402) return no('refused', 'The prepaid credits of your X developer account are used up.');
  return refusalOf('X', answer.status, said, answer.headers['retry-after']);
}

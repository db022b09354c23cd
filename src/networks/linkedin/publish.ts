/**
 * A LinkedIn Page speaks: posts, answers as comments, pictures with a description, taking one down. Written from the prose
 * of the Community Management guides (Posts API, Images API, Comments API; read 2026): there is no machine-readable one.
 */
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
import type { LinkedInPage } from './settings.ts';

const most = { characters: 3_000, comment: 1_250, images: 20, imageBytes: 10_000_000, look: 50 } as const;
const skewMs = 120_000;

export function buildCall(page: LinkedInPage, tools: NetworkTools) {
  return (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    more: { readonly body?: Fields; readonly finder?: boolean } = {},
  ): Promise<Answer> =>
    ask(tools, `${page.service}/rest/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${page.token}`,
        'linkedin-version': page.version,
        'x-restli-protocol-version': '2.0.0',
        ...(more.finder ? { 'x-restli-method': 'FINDER' } : {}),
        ...(more.body ? { 'content-type': 'application/json' } : {}),
      },
      ...(more.body ? { body: JSON.stringify(more.body) } : {}),
    });
}

export function buildPublisher(page: LinkedInPage, tools: NetworkTools): Publisher {
  const call = buildCall(page, tools);
  const cap: Cap = { network: 'linkedin', account: page.urn, most: page.cap, words: `${page.cap} posts` };

  async function upload(image: Draft['images'][number]): Promise<Outcome<string>> {
    const body = { initializeUploadRequest: { owner: page.urn } };
    const begun = understood(await call('POST', 'images?action=initializeUpload', { body }));
    if (!begun.ok) return mayHaveArrived(begun) ? no('broken', begun.because) : begun;
    const { uploadUrl, image: urn } = fieldsOf(begun.value.value);
    if (typeof uploadUrl !== 'string' || typeof urn !== 'string' || !/^urn:li:image:[\w-]{1,100}$/.test(urn))
      return no('broken', 'LinkedIn did not say where the picture is to go.');
    // The token goes along, so nowhere but to LinkedIn itself.
    if (!isTheirs(uploadUrl, page.service))
      return no('broken', 'LinkedIn wants the picture sent to another place. It was not sent.');
    const headers = { authorization: `Bearer ${page.token}`, 'content-type': image.mime };
    const put = await ask(tools, uploadUrl, { method: 'PUT', headers, body: image.bytes, timeoutMs: 120_000 });
    const taken = understood(put);
    if (!taken.ok) return mayHaveArrived(taken) ? no('broken', taken.because) : taken;
    return { ok: true, value: urn };
  }

  async function sendPost(draft: Draft): Promise<Outcome<Published>> {
    const images: { id: string; altText: string }[] = [];
    for (const image of draft.images) {
      const uploaded = await upload(image);
      if (!uploaded.ok) return uploaded;
      images.push({ id: uploaded.value, altText: image.alt });
    }
    const [first] = images;
    const content = images.length > 1 ? { multiImage: { images } } : { media: first };
    const answer = await call('POST', 'posts', {
      body: {
        author: page.urn,
        commentary: escaped(draft.text),
        visibility: 'PUBLIC',
        distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
        ...(first ? { content } : {}),
        lifecycleState: 'PUBLISHED',
        isReshareDisabledByAuthor: false,
      },
    });
    return publishedAs(answer, answer.ok ? (answer.headers['x-restli-id'] ?? '') : '');
  }

  async function sendComment(draft: Draft, on: string): Promise<Outcome<Published>> {
    const body = { actor: page.urn, object: on, message: { text: draft.text } };
    const answer = await call('POST', `socialActions/${encodeURIComponent(on)}/comments`, { body });
    const urn = answer.ok ? textOf(answer.json.commentUrn, 300) : '';
    return publishedAs(answer, urn);
  }

  function publishedAs(answer: Answer, id: string): Outcome<Published> {
    const found = understood(answer);
    if (!found.ok) return found;
    if (!isPost(id) && !commentOf(id)) return no('server-fault', 'LinkedIn took it but did not say what it is called.');
    return { ok: true, value: { id, url: urlOf(id), at: tools.now() } };
  }

  return once({
    post: async (draft) => {
      const unfit = unfitFor(draft);
      const send = () => (draft.replyTo === null ? sendPost(draft) : sendComment(draft, draft.replyTo));
      return unfit ?? withinCap(tools, cap, draft.key, 1, send);
    },
    find: async (draft, since) => {
      const query = new URLSearchParams({ author: page.urn, q: 'author', count: String(most.look), sortBy: 'CREATED' });
      const answer = understood(
        draft.replyTo === null
          ? await call('GET', `posts?${query}`, { finder: true })
          : await call('GET', `socialActions/${encodeURIComponent(draft.replyTo)}/comments?count=${most.look}`),
      );
      if (!answer.ok) return answer;
      const elements = listOf(answer.value.elements);
      const found = elements.find((one) => isIt(one, draft, page.urn, since));
      if (found) {
        const id = textOf(draft.replyTo === null ? found.id : found.commentUrn, 300);
        return { ok: true, value: { id, url: urlOf(id), at: new Date(timeOf(found)) } };
      }
      const isAllOfIt = elements.length < most.look || elements.some((one) => timeOf(one) < since.getTime() - skewMs);
      if (isAllOfIt) return { ok: true, value: null };
      return no('broken', 'So much was said since that it is not clear whether this post is there.');
    },
    remove: async (id) => {
      const comment = commentOf(id);
      if (!isPost(id) && comment === null) return no('settings', 'This is not a post of a LinkedIn Page.');
      const path = comment
        ? `socialActions/${encodeURIComponent(comment.on)}/comments/${comment.number}?actor=${encodeURIComponent(page.urn)}`
        : `posts/${encodeURIComponent(id)}`;
      const answer = understood(await call('DELETE', path));
      return answer.ok || answer.code === 'not-found' ? { ok: true, value: null } : answer;
    },
  });
}

function isTheirs(address: string, service: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.origin === service || (url.protocol === 'https:' && /(^|\.)linkedin\.com$/.test(url.hostname));
}

/** In LinkedIn's "little text" these mean something, and stand for themselves only behind a backslash. */
export function escaped(text: string): string {
  return text.replace(/[\\|{}@[\]()<>#*_~]/g, '\\$&');
}

const plain = (commentary: string) => commentary.replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1');
const isPost = (id: string) => /^urn:li:(share|ugcPost):\d{1,25}$/.test(id);
const isAnswerable = (id: string) => /^urn:li:(share|ugcPost|activity):\d{1,25}$/.test(id) || commentOf(id) !== null;

function commentOf(id: string): { readonly on: string; readonly number: string } | null {
  const found = /^urn:li:comment:\((urn:li:(?:activity|share|ugcPost):\d{1,25}),(\d{1,25})\)$/.exec(id);
  return found ? { on: found[1]!, number: found[2]! } : null;
}

const urlOf = (id: string) => `https://www.linkedin.com/feed/update/${encodeURIComponent(commentOf(id)?.on ?? id)}/`;

function timeOf(one: Fields): number {
  const at = one.publishedAt ?? one.createdAt ?? fieldsOf(one.created).time;
  return typeof at === 'number' && Number.isFinite(at) ? at : 0;
}

function isIt(one: Fields, draft: Draft, urn: string, since: Date): boolean {
  const isReply = draft.replyTo !== null;
  const id = textOf(isReply ? one.commentUrn : one.id, 300);
  const words = isReply
    ? textOf(fieldsOf(one.message).text, 5_000)
    : plain(typeof one.commentary === 'string' ? one.commentary : '');
  return (
    !draft.others?.includes(id) &&
    (isReply ? one.actor === urn : isPost(id)) &&
    timeOf(one) >= since.getTime() - skewMs &&
    comparable(words) === comparable(draft.text)
  );
}

function unfitFor(draft: Draft): Refusal | null {
  const count = draft.text.length;
  const allowed = draft.replyTo === null ? most.characters : most.comment;
  if (draft.text.trim() === '') return no('empty', 'LinkedIn wants words in each post.');
  if (count > allowed) return no('too-long', `The text has ${count} characters. LinkedIn allows ${allowed}.`);
  if (draft.replyTo !== null && !isAnswerable(draft.replyTo))
    return no('settings', 'The post to answer is not a post on LinkedIn.');
  if (draft.replyTo !== null && draft.images.length > 0)
    return no('settings', 'An answer on LinkedIn goes out without pictures.');
  if (draft.images.length > most.images) return no('too-long', `LinkedIn allows ${most.images} pictures in one post.`);
  for (const image of draft.images) {
    if (!/^image\/(png|jpeg|gif)$/.test(image.mime)) return no('broken', 'LinkedIn takes PNG, JPEG and GIF only.');
    if (image.bytes.length > most.imageBytes) return no('too-long', 'A picture is larger than 10 MB.');
  }
  return null;
}

export function understood(answer: Answer): Outcome<Fields> {
  if (!answer.ok) return answer.refusal;
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: answer.json };
  const said = textOf(answer.json.message);
  if (/duplicate/i.test(`${textOf(answer.json.code)} ${said}`) && [400, 409, 422].includes(answer.status))
    return no('duplicate', 'LinkedIn says that the same words were posted before.');
  if (answer.status === 426)
    return no('settings', 'LinkedIn has retired this version of its interface. Enter a newer one.');
  if (answer.status === 401) return no('refused', 'The access token has run out or was taken back. Make a new one.');
  return refusalOf('LinkedIn', answer.status, said, answer.headers['retry-after']);
}

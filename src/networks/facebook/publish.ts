/**
 * A Facebook Page speaks: posts, answers as comments, pictures with a description, taking one down. Graph API v26.0 as its
 * reference describes it (Page feed, Page photos, Page published_posts, Object comments; read 2026).
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
import type { FacebookPage } from './settings.ts';

/** A version that has run out falls forward without a word, so the self-test looks which one answers. */
export const version = 'v26.0';
const most = { characters: 63_206, comment: 8_000, images: 10, imageBytes: 10_000_000 } as const;
const pageSize = 100;
const mostPages = 5;
const skewMs = 120_000;

export function buildCall(page: FacebookPage, tools: NetworkTools) {
  const headers = { accept: 'application/json', authorization: `Bearer ${page.token}` };
  return (method: 'GET' | 'POST' | 'DELETE', path: string, form?: Readonly<Record<string, string>>): Promise<Answer> =>
    ask(tools, `${page.service}/${version}/${path}`, {
      method,
      headers: form ? { ...headers, 'content-type': 'application/x-www-form-urlencoded' } : headers,
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    });
}

export function buildPublisher(page: FacebookPage, tools: NetworkTools): Publisher {
  const call = buildCall(page, tools);
  const cap: Cap = { network: 'facebook', account: page.page, most: page.cap, words: `${page.cap} posts` };

  async function upload(image: Draft['images'][number]): Promise<Outcome<string>> {
    const boundary = `----picture-${tools.now().getTime().toString(36)}${Math.floor(tools.chance() * 1e12).toString(36)}`;
    const field = (name: string, value: string) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = Buffer.concat([
      Buffer.from(field('published', 'false') + field('alt_text_custom', image.alt)),
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="source"; filename="picture"\r\n`),
      Buffer.from(`content-type: ${image.mime}\r\n\r\n`),
      image.bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const answer = understood(
      await ask(tools, `${page.service}/${version}/${page.page}/photos`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${page.token}`,
          'content-type': `multipart/form-data; boundary=${boundary}`,
        },
        body,
        timeoutMs: 120_000,
      }),
    );
    if (!answer.ok) return mayHaveArrived(answer) ? no('broken', answer.because) : answer;
    const id = textOf(answer.value.id, 60);
    return id === ''
      ? no('broken', 'Facebook took a picture but did not say what it is called.')
      : { ok: true, value: id };
  }

  async function send(draft: Draft): Promise<Outcome<Published>> {
    const media: Record<string, string> = {};
    for (const [index, image] of draft.images.entries()) {
      const uploaded = await upload(image);
      if (!uploaded.ok) return uploaded;
      media[`attached_media[${index}]`] = JSON.stringify({ media_fbid: uploaded.value });
    }
    const form = { message: draft.text, ...media };
    const path = draft.replyTo === null ? `${page.page}/feed` : `${draft.replyTo}/comments`;
    const answer = understood(await call('POST', path, form));
    if (!answer.ok) return answer;
    const id = textOf(answer.value.id, 60);
    if (!isPostId(id)) return no('server-fault', 'Facebook took the post but did not say what it is called.');
    return { ok: true, value: { id, url: `https://www.facebook.com/${id}`, at: tools.now() } };
  }

  return once({
    post: async (draft) => {
      const unfit = unfitFor(draft);
      return unfit ?? withinCap(tools, cap, draft.key, 1, () => send(draft));
    },
    find: async (draft, since) => {
      const from = Math.floor((since.getTime() - skewMs) / 1000);
      const base =
        draft.replyTo === null
          ? `${page.page}/published_posts?fields=id,message,created_time&since=${from}`
          : `${draft.replyTo}/comments?fields=id,message,created_time,from&filter=stream&since=${from}`;
      let after = '';
      for (let pages = 0; pages < mostPages; pages += 1) {
        const answer = understood(await call('GET', `${base}&limit=${pageSize}${after}`));
        if (!answer.ok) return answer;
        const found = listOf(answer.value.data).find((post) => isIt(post, draft, page.page, since));
        if (found) {
          const id = textOf(found.id, 60);
          return { ok: true, value: { id, url: `https://www.facebook.com/${id}`, at: timeOf(found) } };
        }
        const next = textOf(fieldsOf(fieldsOf(answer.value.paging).cursors).after, 500);
        if (next === '' || textOf(fieldsOf(answer.value.paging).next, 4_000) === '') return { ok: true, value: null };
        after = `&after=${encodeURIComponent(next)}`;
      }
      return no('broken', 'So much was said since that it is not clear whether this post is there.');
    },
    remove: async (id) => {
      if (!isPostId(id)) return no('settings', 'This is not a post of a Facebook Page.');
      const answer = understood(await call('DELETE', id));
      return answer.ok || answer.code === 'not-found' ? { ok: true, value: null } : answer;
    },
  });
}

const timeOf = (post: Fields) => new Date(textOf(post.created_time, 40).replace(/\+0000$/, 'Z'));
const isPostId = (id: string) => /^\d{1,25}(_\d{1,25}){0,2}$/.test(id);

function isIt(post: Fields, draft: Draft, page: string, since: Date): boolean {
  const from = textOf(fieldsOf(post.from).id, 30);
  return (
    !draft.others?.includes(textOf(post.id, 60)) &&
    (draft.replyTo === null || from === page) &&
    timeOf(post).getTime() >= since.getTime() - skewMs &&
    comparable(typeof post.message === 'string' ? post.message : '') === comparable(draft.text)
  );
}

function unfitFor(draft: Draft): Refusal | null {
  const count = [...draft.text].length;
  const allowed = draft.replyTo === null ? most.characters : most.comment;
  if (draft.text.trim() === '' && draft.images.length === 0) return no('empty', 'There is nothing to publish.');
  if (count > allowed) return no('too-long', `The text has ${count} characters. Facebook allows ${allowed}.`);
  if (draft.replyTo !== null && !isPostId(draft.replyTo))
    return no('settings', 'The post to answer is not a post or a comment of a Facebook Page.');
  if (draft.replyTo !== null && draft.images.length > 0)
    return no('settings', 'An answer on Facebook goes out without pictures.');
  if (draft.images.length > most.images) return no('too-long', `At most ${most.images} pictures can go with one post.`);
  for (const image of draft.images) {
    if (!/^image\/(png|jpeg|gif|bmp|tiff)$/.test(image.mime))
      return no('broken', 'Facebook takes PNG and JPEG pictures.');
    if (image.bytes.length > most.imageBytes) return no('too-long', 'A picture is larger than 10 MB.');
  }
  return null;
}

/** Facebook tells most with 400 and a code of its own (Graph API, Handle errors). */
export function understood(answer: Answer): Outcome<Fields> {
  if (!answer.ok) return answer.refusal;
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: answer.json };
  const error = fieldsOf(answer.json.error);
  const code = typeof error.code === 'number' ? error.code : 0;
  const said = textOf(error.error_user_msg) || textOf(error.message);
  if ([4, 17, 32, 613].includes(code) || (code >= 80_000 && code < 80_015)) return refusalOf('Facebook', 429, said);
  if (code === 190 || code === 102)
    return no('refused', 'The Page access token has run out or was taken back. Make a new one.');
  if (code === 10 || (code >= 200 && code < 300)) return refusalOf('Facebook', 403, said);
  if (code === 506) return no('duplicate', 'Facebook says that the same words were posted before.');
  if (code === 100 && error.error_subcode === 33) return refusalOf('Facebook', 404, said);
  if (code === 1 || code === 2) return refusalOf('Facebook', 503, said);
  return refusalOf('Facebook', answer.status, said, answer.headers['retry-after']);
}

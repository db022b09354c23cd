/** Reads one line of the written day and says what is wrong with it. */
import type { CountStep, ScriptedEdit, ScriptedPost } from '../networks/rehearsal/index.ts';

/** A post of the day; `scenario` where it belongs to one of the stories that the day tells (README.md lists them). */
export type WrittenPost = ScriptedPost & { readonly scenario?: number };

const known = new Set(
  'at source key author title text lang kind replyTo links tags media counts scenario edits goneAt'.split(' '),
);
const kinds = new Set(['post', 'reply', 'repost', 'article']);

/** Throws Error with words that say which field is wrong. */
export function readWritten(line: string, sources: ReadonlySet<string>, daySeconds: number): WrittenPost {
  const post: unknown = JSON.parse(line);
  if (!isRecord(post)) throw new Error('a line is one post between { and }');
  const problem = problemOf(post, sources, daySeconds);
  if (problem !== null) throw new Error(problem);
  return post as unknown as WrittenPost;
}

function problemOf(post: Record<string, unknown>, sources: ReadonlySet<string>, daySeconds: number): string | null {
  const isTime = (value: unknown) => typeof value === 'number' && value >= 0 && value <= daySeconds;
  const stranger = Object.keys(post).find((name) => !known.has(name));
  if (stranger !== undefined) return `there is no field "${stranger}"`;
  if (!isTime(post.at)) return `"at" is a number of seconds from 0 to ${daySeconds}`;
  if (typeof post.source !== 'string' || !sources.has(post.source))
    return `"source" is one of ${[...sources].join(', ')}`;
  if (!isText(post.key)) return '"key" is missing';
  if (!isText(post.text)) return '"text" is missing';
  if (post.lang !== null && !(typeof post.lang === 'string' && /^[a-z]{2}$/.test(post.lang)))
    return '"lang" is two letters';
  if (post.author !== null && !isAuthor(post.author)) return '"author" wants handle, name and followers';
  if (post.title !== undefined && !isText(post.title)) return '"title" is text';
  if (post.kind !== undefined && !kinds.has(post.kind as string)) return `"kind" is one of ${[...kinds].join(', ')}`;
  if (post.replyTo !== undefined && !isText(post.replyTo)) return '"replyTo" is a key';
  if (!isListOf(post.links, isText) || !isListOf(post.tags, isText)) return '"links" and "tags" are lists of words';
  if (!isListOf(post.media, (one) => isRecord(one) && typeof one.alt === 'string'))
    return '"media" wants kind, url and alt';
  const isLater = (at: unknown) => isTime(at) && (at as number) > (post.at as number);
  if (!isListOf(post.counts, (one) => isCountStep(one) && isTime(one.at)))
    return '"counts" wants at, likes, reposts, replies';
  if (!isListOf(post.edits, (one) => isEdit(one) && isLater(one.at))) return '"edits" want a later "at" and a "text"';
  if (post.goneAt !== undefined && !isLater(post.goneAt)) return '"goneAt" is later than "at"';
  if (post.scenario !== undefined && !Number.isSafeInteger(post.scenario)) return '"scenario" is a whole number';
  return null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isListOf = (value: unknown, isOne: (one: unknown) => boolean) =>
  value === undefined || (Array.isArray(value) && value.every(isOne));
const isAuthor = (value: unknown) =>
  isRecord(value) &&
  isText(value.handle) &&
  (value.name === null || isText(value.name)) &&
  (value.followers === null || Number.isSafeInteger(value.followers));
const isCountStep = (value: unknown): value is CountStep =>
  isRecord(value) && ['at', 'likes', 'reposts', 'replies'].every((name) => typeof value[name] === 'number');
const isEdit = (value: unknown): value is ScriptedEdit =>
  isRecord(value) && typeof value.at === 'number' && isText(value.text);

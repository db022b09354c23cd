/** One public post, trimmed to what we may keep. */

import type { Verdict } from '#engines/triage';
import type { NetworkPost } from '#networks/contract';
import type { AuthorClass } from './door.ts';
import { foldOf } from './fold.ts';

const longest = 4000;
const dayMs = 86_400_000;
/** Before this nobody posted on any network; a date earlier than that, or later than tomorrow, is a fault. */
const earliest = Date.UTC(1990, 0, 1);
const mostFollowers = 2_000_000_000;

export interface Trimmed {
  readonly network: string;
  /** The network's own id names the author on some networks, so it is kept only where the author is. */
  readonly nativeId: string | null;
  readonly version: string;
  readonly kind: string;
  readonly url: string | null;
  readonly handle: string | null;
  readonly name: string | null;
  readonly authorClass: AuthorClass;
  readonly followers: number | null;
  readonly title: string;
  readonly text: string;
  readonly lang: string | null;
  readonly links: readonly string[];
  readonly tags: readonly string[];
  readonly mentions: readonly string[];
  readonly media: NetworkPost['media'];
  readonly replyTo: string | null;
  readonly counts: NetworkPost['counts'];
  readonly publishedAt: Date;
  readonly fold: readonly number[];
  readonly keepClass: 'noise' | 'routine' | 'locked';
  readonly keepUntil: Date;
}

/** Retention by class (domain rule A0): noise 7 days, routine 90, a possible disclosure 30 days after hand-over. */
export const keepDays = { noise: 7, routine: 90, evidence: 365, locked: 30 } as const;

export function trim(post: NetworkPost, authorClass: AuthorClass, verdict: Verdict, seenAt: Date): Trimmed {
  // Ordinary criticism, praise and noise: nobody is told and no author is kept (red line 7, triage code T15). The author
  // of a possible disclosure is not kept either: nobody here may look for them (red lines 2 and 4).
  const isAuthorKept = verdict.severity !== 'S5' && verdict.lockTo === null;
  // The guardian gets a pointer to the post and nothing else about its author.
  const isArticle = post.kind === 'article';
  const isPointerKept = isAuthorKept || verdict.lockTo !== null || isArticle;
  const keepClass = verdict.lockTo ? 'locked' : verdict.severity === 'S5' ? 'noise' : 'routine';
  const text = cutTo(post.text, longest);
  const title = cutTo(post.title, 300);
  const links = post.links.slice(0, 20).map((link) => cutTo(link, 1000));
  const isSecret = mayBeSecret(verdict);
  const namesAuthor = authorNamed(post);
  const orNull = (value: string | null | undefined, most: number) =>
    value === null || value === undefined ? null : cutTo(value, most);
  return {
    network: cutTo(post.network, 40),
    nativeId: isPointerKept ? cutTo(post.id, 2000) : null,
    version: cutTo(post.version, 500),
    kind: cutTo(post.kind, 40),
    // It becomes a link: what is no web address, such as javascript:, is not kept.
    url: isPointerKept && /^https?:\/\//i.test(post.url ?? '') ? orNull(post.url, 2000) : null,
    handle: isAuthorKept ? orNull(post.author?.handle, 300) : null,
    name: isAuthorKept ? orNull(post.author?.name, 300) : null,
    authorClass,
    followers: wholeNumber(post.author?.followers),
    // Red line 8: of secret material only its address, its time and a hash are kept.
    title: isSecret ? '' : title,
    text: isSecret ? '' : text,
    lang: orNull(post.lang, 40),
    links: isSecret || (verdict.lockTo && !isArticle) ? [] : links.filter((link) => isAuthorKept || !namesAuthor(link)),
    tags: isSecret ? [] : post.tags.slice(0, 30).map((tag) => cutTo(tag, 100)),
    mentions: isAuthorKept && !isSecret ? post.mentions.slice(0, 30).map((handle) => cutTo(handle, 200)) : [],
    // Where a picture lies names its author on some networks.
    media: isSecret
      ? []
      : post.media.slice(0, 10).map((one) => ({
          kind: one.kind,
          url: isAuthorKept ? orNull(one.url, 1000) : null,
          alt: cutTo(one.alt, 500),
        })),
    replyTo: isAuthorKept ? orNull(post.replyTo, 2000) : null,
    counts: post.counts && {
      likes: wholeNumber(post.counts.likes),
      reposts: wholeNumber(post.counts.reposts),
      replies: wholeNumber(post.counts.replies),
    },
    publishedAt: timeOf(post.at, seenAt),
    fold: foldOf(title, text, links),
    keepClass,
    keepUntil: new Date(seenAt.getTime() + keepDays[keepClass] * dayMs),
  };
}

/** Secret or operational material (T5): its words are not copied into Foreword. */
export function mayBeSecret(verdict: Pick<Verdict, 'code' | 'also'>): boolean {
  return verdict.code === 'T5' || verdict.also.includes('T5');
}

/** At most `length` UTF-16 units, without half a character; NUL, which the database cannot hold, taken out. */
export function cutTo(text: string, length: number): string {
  const clean = text
    .slice(0, length * 2 + 1000)
    .replaceAll('\u0000', '')
    .toWellFormed();
  if (clean.length <= length && text.length <= length * 2 + 1000) return clean;
  return `${clean.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Whether an address has the author's handle or id in it, or leads to their page as Mastodon servers write it. */
function authorNamed(post: NetworkPost): (link: string) => boolean {
  const [local, server] = (post.author?.handle ?? '').split('@');
  const pages = local && server ? [`/@${local}`, `/users/${local}`] : [];
  const names = [post.author?.handle, post.author?.id, ...pages].flatMap((name) =>
    name && name.length > 2 ? [name.toLowerCase(), encodeURIComponent(name.toWellFormed()).toLowerCase()] : [],
  );
  // A feed's author is often the site's own name, which is no person.
  if (post.kind === 'article') return () => false;
  return (link) => names.some((name) => link.toLowerCase().includes(name));
}

function wholeNumber(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  return Math.max(0, Math.min(mostFollowers, Math.round(value)));
}

function timeOf(at: Date, seenAt: Date): Date {
  const time = at.getTime();
  return time >= earliest && time <= seenAt.getTime() + dayMs ? at : seenAt;
}

/**
 * Whose voice it is, from what the author or the source says of itself. Nobody's identity is guessed: `staff` and
 * `ex-staff` are only what the text or the profile name declares.
 */
export function classOf(
  post: NetworkPost,
  voice: 'public' | 'press' | 'official',
  known: { official: ReadonlySet<string>; press: ReadonlySet<string> },
): AuthorClass {
  if (voice !== 'public') return voice;
  const handle = (post.author?.handle ?? '').slice(0, 300).toLowerCase();
  if (known.official.has(handle)) return 'official';
  if (known.press.has(handle)) return 'press';
  const profile = `${(post.author?.name ?? '').slice(0, 300)} ${handle}`.toLowerCase();
  if (/\b(parody|spoof|satire|not the real|unofficial)\b/.test(profile)) return 'parody';
  const words = post.text.slice(0, 600).toLowerCase();
  if (
    /\b(i used to work|former (officer|nurse|employee|council worker)|ex[- ](officer|copper|detective|nurse|employee)|i left the (force|trust|council)|when i worked (at|for|in))\b/.test(
      words,
    )
  )
    return 'ex-staff';
  if (
    /\b(i work (for|at|in) (the|this|our) (council|force|trust|hospital|ward|depot|department)|speaking as (a|an) (nurse|officer|council worker|employee)|my (sergeant|line manager|ward manager|unit|ward|depot))\b/.test(
      words,
    )
  )
    return 'staff';
  if (/^(anon|anonymous)|whistle|throwaway/.test(handle)) return 'anonymous';
  return 'public';
}

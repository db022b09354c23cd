/** Their shape into ours: a Mastodon status becomes a NetworkPost in plain text. */
import { createHash } from 'node:crypto';
import type { Author, Media, NetworkPost } from '../network.ts';
import { plainText, tidy, webAddress } from './html.ts';
import type { Status, StatusAccount } from './status.ts';

export interface MapContext {
  /** The name that people of this server have after the @. */
  readonly host: string;
  readonly now: Date;
  /** ActivityPub id of the answered post; null when it is not known. */
  readonly replyTo: string | null;
}

const dayMs = 86_400_000;

/** Null for what is not public: posts to followers only and direct messages are none of our business. */
export function toPost(status: Status, context: MapContext): NetworkPost | null {
  const shown = status.boosted ?? status;
  if (!isPublic(status) || !isPublic(shown)) return null;
  const { text, links } = plainText(shown.html);
  const title = tidy(shown.spoiler);
  const media = shown.media.map(toMedia);
  const author = status.account === null ? null : toAuthor(status.account, context.host);
  const card = webAddress(shown.card);
  const spokenTo = shown.mentions.map((acct) => fullHandle(acct, context.host));
  const boostedAuthor = status.boosted?.account ? [fullHandle(status.boosted.account.acct, context.host)] : [];
  return {
    network: 'mastodon',
    id: status.uri,
    version: versionOf(shown, title, text, media),
    kind: status.boosted !== null ? 'repost' : status.parentId !== null ? 'reply' : 'post',
    url: webAddress(shown.url) ?? webAddress(shown.uri),
    author,
    title,
    text,
    lang: languageOf(shown.language),
    links: unique(card === null ? links : [...links, card]),
    tags: unique(shown.tags.map((tag) => tidy(tag).replace(/^#/, ''))),
    mentions: unique([...boostedAuthor, ...spokenTo]),
    media,
    at: timeOf(status, context.now),
    replyTo: status.boosted === null ? context.replyTo : null,
    counts: shown.counts,
  };
}

function isPublic(status: Status): boolean {
  return status.visibility === 'public' || status.visibility === 'unlisted';
}

/** The edit time alone is not enough: servers round it to seconds, and old ones do not tell it. */
function versionOf(status: Status, title: string, text: string, media: readonly Media[]): string {
  const said = JSON.stringify([title, text, media.map((medium) => [medium.url, medium.alt])]);
  const hash = createHash('sha256').update(said).digest('base64url').slice(0, 10);
  return `${status.editedAt ?? 'first'}.${hash}`;
}

function toAuthor(account: StatusAccount, host: string): Author {
  const handle = fullHandle(account.acct, host);
  return {
    id: account.uri || handle,
    handle,
    name: tidy(account.name).replaceAll('\n', ' ') || null,
    followers: account.followers,
  };
}

/** `ann` on `social.example` is `ann@social.example` everywhere else, and so here. */
export function fullHandle(acct: string, host: string): string {
  const bare = tidy(acct).replaceAll('\n', '').replace(/^@/, '');
  return bare === '' || bare.includes('@') ? bare : `${bare}@${host}`;
}

function toMedia(medium: Status['media'][number]): Media {
  const kinds: Readonly<Record<string, Media['kind']>> = {
    image: 'image',
    gifv: 'video',
    video: 'video',
    audio: 'audio',
  };
  return {
    kind: Object.hasOwn(kinds, medium.type) ? kinds[medium.type]! : 'other',
    url: webAddress(medium.url),
    alt: tidy(medium.description),
  };
}

function languageOf(tag: string | null): string | null {
  if (tag === null) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

function timeOf(status: Status, now: Date): Date {
  const told = status.createdAt;
  return told === null || told.getTime() > now.getTime() + dayMs ? now : told;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ''))];
}

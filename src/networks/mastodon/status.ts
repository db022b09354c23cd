/** Reads what a server sends as a status without trusting any of it. Shapes: docs.joinmastodon.org/entities/Status. */

export interface Status {
  /** The server's own id; opaque, and not in order of time on every server. */
  readonly id: string;
  /** The ActivityPub id; the same on every server that shows the post. */
  readonly uri: string;
  readonly url: string | null;
  readonly createdAt: Date | null;
  readonly editedAt: string | null;
  readonly html: string;
  readonly spoiler: string;
  readonly visibility: string;
  readonly language: string | null;
  readonly parentId: string | null;
  readonly account: StatusAccount | null;
  readonly boosted: Status | null;
  readonly tags: readonly string[];
  /** As the server tells them: people on the server itself have no part after @. */
  readonly mentions: readonly string[];
  readonly media: readonly { readonly type: string; readonly url: string | null; readonly description: string }[];
  readonly card: string | null;
  readonly counts: { readonly likes: number | null; readonly reposts: number | null; readonly replies: number | null };
}

export interface StatusAccount {
  readonly id: string;
  readonly uri: string;
  readonly acct: string;
  readonly name: string;
  readonly followers: number | null;
}

/** Null when it cannot be a status: no object, or no id. `server` gives an address to a status that has none. */
export function readStatus(value: unknown, server: string, depth = 0): Status | null {
  const raw = fieldsOf(value);
  const id = raw === null ? null : idOf(raw.id);
  if (raw === null || id === null) return null;
  const created = text(raw.created_at, 40);
  const createdAt = created === '' ? null : new Date(created);
  return {
    id,
    uri: text(raw.uri, 2_000) || text(raw.url, 2_000) || `${server}/statuses/${encodeURIComponent(id)}`,
    url: text(raw.url, 2_000) || null,
    createdAt: createdAt !== null && Number.isFinite(createdAt.getTime()) ? createdAt : null,
    editedAt: text(raw.edited_at, 40) || null,
    html: text(raw.content, 400_000),
    spoiler: text(raw.spoiler_text, 2_000),
    visibility: text(raw.visibility, 20) || 'public',
    language: text(raw.language, 40) || null,
    parentId: idOf(raw.in_reply_to_id),
    account: readAccount(raw.account),
    // A boost of a boost does not exist; a server that says so is not followed any deeper.
    boosted: depth === 0 ? readStatus(raw.reblog, server, 1) : null,
    tags: listOf(raw.tags, 60).map((tag) => text(tag.name, 200)),
    mentions: listOf(raw.mentions, 60).map((mention) => text(mention.acct, 400)),
    media: listOf(raw.media_attachments, 20).map((medium) => ({
      type: text(medium.type, 20),
      url: text(medium.url, 2_000) || text(medium.remote_url, 2_000) || null,
      description: text(medium.description, 10_000),
    })),
    card: text(fieldsOf(raw.card)?.url, 2_000) || null,
    counts: {
      likes: count(raw.favourites_count),
      reposts: count(raw.reblogs_count),
      replies: count(raw.replies_count),
    },
  };
}

function readAccount(value: unknown): StatusAccount | null {
  const raw = fieldsOf(value);
  if (raw === null) return null;
  const acct = text(raw.acct, 400) || text(raw.username, 400);
  if (acct === '') return null;
  return {
    id: idOf(raw.id) ?? '',
    uri: text(raw.uri, 2_000) || text(raw.url, 2_000),
    acct,
    name: text(raw.display_name, 500),
    followers: count(raw.followers_count),
  };
}

/** The value as a record of fields, or null when it is a list, a number or anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** An id that can stand in a path. Some servers send numbers. */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof id === 'string' && id !== '' && id.length <= 300 ? id : null;
}

export function text(value: unknown, most: number): string {
  return typeof value === 'string' ? value.slice(0, most) : '';
}

export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : null;
}

export function listOf(value: unknown, most: number): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, most)
    .map(fieldsOf)
    .filter((entry) => entry !== null);
}

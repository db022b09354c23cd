/** What a query is once it has been understood: a small tree of plain values. Both twins read this and nothing else. */

/** A word, `#tag` or `@handle` in folded form; with `isPrefix` every word that begins so. */
export interface Term {
  readonly kind: 'term';
  readonly term: string;
  readonly isPrefix: boolean;
}

/** Terms one right behind the other. At least two. */
export interface Phrase {
  readonly kind: 'phrase';
  readonly items: readonly Term[];
}

/** What may stand beside NEAR: one of several words or phrases. */
export type Placed = Term | Phrase;

/** Both sides somewhere in the same text, not overlapping, their nearest ends at most `distance` words apart. */
export interface Near {
  readonly kind: 'near';
  readonly distance: number;
  readonly left: readonly Placed[];
  readonly right: readonly Placed[];
}

export type FieldName = 'site' | 'lang' | 'network' | 'from';

/** Something known about a post beside its words. `value` is folded: a host, a language tag, a network name, a handle with @. */
export interface Field {
  readonly kind: 'field';
  readonly field: FieldName;
  readonly value: string;
}

export interface All {
  readonly kind: 'and';
  readonly of: readonly Node[];
}

export interface Any {
  readonly kind: 'or';
  readonly of: readonly Node[];
}

export interface Not {
  readonly kind: 'not';
  readonly of: Node;
}

export type Node = Term | Phrase | Near | Field | All | Any | Not;

/** A query that can be run. */
export interface ParsedQuery {
  /** As the person wrote it. */
  readonly text: string;
  readonly root: Node;
  /** Words, tags, handles and fields in it. */
  readonly terms: number;
}

/** Where something is wrong, why, and what to do about it. Offsets are UTF-16 units of the query. */
export interface Mistake {
  readonly at: number;
  readonly length: number;
  readonly words: string;
  readonly hint: string;
}

/** Something that works but may not mean what the writer thinks. */
export type Note = Mistake;

export type Parsed =
  | { readonly ok: true; readonly query: ParsedQuery; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly problems: readonly Mistake[] };

/** A post as the engine sees it. Only `text` must be there. */
export interface QueryPost {
  readonly text: string;
  readonly title?: string | undefined;
  readonly author?: string | { readonly handle: string } | null | undefined;
  readonly network?: string | null | undefined;
  /** BCP 47. */
  readonly lang?: string | null | undefined;
  readonly links?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly mentions?: readonly string[] | undefined;
}

/** No NEAR and no phrase can reach over this many positions, so it keeps title and text apart. */
export const TITLE_GAP = 200;

export const handleOf = (post: QueryPost): string =>
  (typeof post.author === 'string' ? post.author : post.author?.handle) ?? '';

/** 'en-gb' and 'en' for 'en-GB' and 'en_GB'. */
export function languagesOf(lang: string): string[] {
  const parts = lang.slice(0, 40).toLowerCase().split(/[-_]/);
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('-'));
}

/**
 * What no watch may be set on (red lines 1 and 2): a person, a union, a journalist, a councillor, a campaigner.
 * Watches cover services, places, campaigns of our own and our own accounts. Reads the query as it was understood, and
 * its purpose as it was written. When in doubt it refuses and says what would be taken.
 */
import type { ParsedQuery } from '#engines/queries';
import { cut } from '#engines/text';
import { commonFirstNames, placeWords, unionNames } from './red-line-words.ts';

export interface RedLine {
  readonly redLine: 1 | 2;
  readonly kind: 'person' | 'union' | 'journalist' | 'councillor' | 'campaigner' | 'staff' | 'account' | 'fishing';
  /** Told to the person who asked. Does not repeat the name. */
  readonly words: string;
}

export interface Known {
  /** Own accounts and registered newsrooms, lower case without @. */
  readonly handles: ReadonlySet<string>;
  /** Words of the organisation's own name and services, folded. */
  readonly ownWords: ReadonlySet<string>;
  /** The kind of protected name that these folded words are, or null. */
  readonly protectedKind: (words: readonly string[]) => string | null;
}

const say: Record<RedLine['kind'], string> = {
  person:
    'This follows a person by name. A watch may cover services, places and topics, never a person. Take the name out.',
  staff: 'This names somebody who works here. We do not follow our staff. Take the name out.',
  union:
    'This follows a union or its members. We do not watch union activity. You may watch the service that is talked about.',
  journalist: 'This follows a journalist. We do not watch journalists. You may watch the topic they write about.',
  councillor:
    'This follows a councillor or member of parliament. You may watch the service or decision that is talked about.',
  campaigner:
    'This follows campaigners or protesters. People may campaign. You may watch the service that is talked about.',
  account:
    'This follows one account that is not ours. Only official accounts and registered newsrooms can be followed. Watch the topic instead.',
  fishing:
    '"Just in case" is not a purpose. Say which service or risk this is about, and what you will do with what you find.',
};

/** The first red line that the query crosses, or null. */
export function queryRedLine(query: ParsedQuery, known: Known): RedLine | null {
  for (const term of positiveTerms(query.root)) {
    if (term.startsWith('@') && !known.handles.has(term.slice(1))) return crossed('account', 2);
    const from = /^from:@?(.+)$/.exec(term);
    if (from && !known.handles.has(from[1]!)) return crossed('account', 2);
  }
  return wordsRedLine(withoutNot(query), known, true);
}

/** What is only left out may name anybody: but not inside a phrase, and not where a NOT stands within a NOT. */
function withoutNot({ text, root }: ParsedQuery): string {
  if (notDepth(root) > 1) return text;
  return text.replace(/"[^"]*"|(^|[\s(])(NOT\s+|-)("[^"]*"|[^\s"]+)/g, (found) =>
    found.startsWith('"') ? found : ' ',
  );
}

function notDepth(node: Node): number {
  if (node.kind === 'not') return 1 + notDepth(node.of);
  return node.kind === 'and' || node.kind === 'or' ? Math.max(0, ...node.of.map(notDepth)) : 0;
}

/** The first red line that a purpose or a watch's name crosses, or null. */
export function purposeRedLine(text: string, known: Known): RedLine | null {
  if (/\bjust in case\b|\bkeep (an eye|tabs) on everyone\b|\bsee what turns up\b/i.test(text))
    return crossed('fishing', 1);
  return wordsRedLine(text, known, false);
}

function wordsRedLine(text: string, known: Known, isQuery: boolean): RedLine | null {
  const tokens = cut(text).filter((token) => token.kind === 'word');
  const words = tokens.map((token) => token.term);
  const raw = tokens.map((token) => text.slice(token.start, token.end));
  const joined = ` ${words.join(' ')} `;
  for (const name of unionNames) if (joined.includes(` ${name} `)) return crossed('union', 1);
  if (
    / (trade union|union (rep|reps|official|organiser|member|members|branch|steward|meeting)|shop steward|picket|pickets|strikers|unions) /.test(
      joined,
    )
  )
    return crossed('union', 1);
  if (/ (activist|activists|campaigner|campaigners|protester|protesters|protestors|demonstrators) /.test(joined))
    return crossed('campaigner', 1);
  // "Sharon Whitlock Centre" is a place; "Sharon Whitlock" centre is a person and a place.
  const isPlaceAfter = (at: number) => {
    const next = tokens[at + 1];
    return next !== undefined && placeWords.has(next.term) && !text.slice(tokens[at]!.end, next.start).includes('"');
  };
  for (let at = 0; at < words.length; at += 1) {
    for (let length = 3; length >= 1; length -= 1) {
      const run = words.slice(at, at + length);
      if (run.length < length) continue;
      const kind = known.protectedKind(run);
      if (kind) return crossed(kind === 'member-of-parliament' ? 'councillor' : (kind as RedLine['kind']), 1);
    }
    const next = raw[at + 1];
    const isNameNext = next !== undefined && isNameLike(next, words[at + 1]!, known);
    if (
      /^(cllr|councillor|alderman|mp|msp|ms|minister|mayor)$/.test(words[at]!) &&
      raw[at] !== 'ms' &&
      isNameNext &&
      isCapital(next)
    )
      return crossed('councillor', 1);
    if (/^(journalist|reporter|correspondent|blogger)$/.test(words[at]!) && isNameNext && isCapital(next))
      return crossed('journalist', 1);
    if (
      /^(mr|mrs|miss|dr|prof|sgt|sergeant|pc|nurse|sister|sir|dame|officer)$/.test(words[at]!) &&
      isNameNext &&
      isCapital(next)
    )
      return crossed('person', 1);
    if (commonFirstNames.has(words[at]!) && isNameNext && isFullName(raw[at]!, next, isQuery) && !isPlaceAfter(at + 1))
      return crossed('person', 1);
  }
  if (
    !isQuery &&
    /\b(journalist|reporter|blogger)s?\b/i.test(text) &&
    /\b(follow|watch|monitor|track|keep an eye)\b/i.test(text)
  )
    return crossed('journalist', 1);
  return null;
}

/** A word that can be a surname: not one of ours, not a place word, not an operator. */
function isNameLike(raw: string, folded: string, known: Known): boolean {
  return (
    raw.length > 1 &&
    /^\p{L}[\p{L}'’-]*$/u.test(raw) &&
    !/^(AND|OR|NOT|NEAR)$/.test(raw) &&
    !placeWords.has(folded) &&
    !known.ownWords.has(folded)
  );
}

function isCapital(raw: string | undefined): boolean {
  return raw !== undefined && /^\p{Lu}/u.test(raw);
}

/** "Pat Doyle" in any text; "pat doyle" in a query, where people seldom use capitals: then both words must be plain. */
function isFullName(first: string, second: string | undefined, isQuery: boolean): boolean {
  if (isCapital(first) && isCapital(second)) return true;
  return (
    isQuery &&
    !isCapital(second) &&
    second !== undefined &&
    second.length > 3 &&
    !ambiguousFirst.has(first.toLowerCase())
  );
}

/** First names that are also everyday words: in small letters they are taken for the word. */
const ambiguousFirst = new Set(
  'will may mark grace hope joy rose dawn bill jack art pat rob sue dean drew grant guy miles page penny ray rich robin ruby summer april june august faith heather holly ivy iris jasmine lily poppy olive violet angel chase chance cliff dale glen heath frank ernest max sandy sunny star'.split(
    ' ',
  ),
);

function crossed(kind: RedLine['kind'], redLine: 1 | 2): RedLine {
  return { redLine, kind, words: say[kind] };
}

type Node = ParsedQuery['root'];

function positiveTerms(node: Node): string[] {
  switch (node.kind) {
    case 'term':
      return [node.term];
    case 'phrase':
      return node.items.map((item) => item.term);
    case 'near':
      return [...node.left, ...node.right].flatMap((item) => positiveTerms(item));
    case 'field':
      return [`${node.field}:${node.value}`];
    case 'and':
    case 'or':
      return node.of.flatMap(positiveTerms);
    case 'not':
      return [];
  }
}

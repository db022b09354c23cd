/** The words of a post as triage reads them: folded, text-speak undone, the body's own names made one, places kept. */
import { cut } from '#engines/text';
import { SPELLINGS } from './spellings.table.ts';
import type { TriageContext, TriagePost } from './verdict.ts';

/** Longest text that is judged; the rest of a longer one is not read. In UTF-16 units. */
export const READ_LIMIT = 6000;
/** Most words that are judged. */
export const WORDS_LIMIT = 900;

export interface Reading {
  /** Title and text as judged. */
  readonly text: string;
  readonly words: readonly string[];
  /** Where each word stands in `text`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Position of the first word after a sentence end, as a set of word indexes. */
  readonly breaks: ReadonlySet<number>;
  readonly lang: string;
  readonly isFeed: boolean;
}

/** The body itself, as a word: "@NorthmereCouncil" and "Northmere Council" both become this. */
export const BODY = '_body';
export const HANDLE = '_handle';

const SENTENCE_END = /[.!?;:\n…]/;

export interface Names {
  readonly handles: ReadonlySet<string>;
  /** First word of each name -> the names' words. */
  readonly names: ReadonlyMap<string, readonly (readonly string[])[]>;
}

const known = new WeakMap<TriageContext, Names>();

/** Folds the body's names once per context. */
export function namesOf(context: TriageContext): Names {
  const had = known.get(context);
  if (had) return had;
  const names = new Map<string, (readonly string[])[]>();
  for (const name of context.names) {
    const words = wordsOf(name);
    const first = words[0];
    if (first === undefined) continue;
    names.set(
      first,
      [...(names.get(first) ?? []), words].sort((a, b) => b.length - a.length),
    );
  }
  const handles = new Set(context.handles.map((handle) => handle.replace(/^@/, '').toLowerCase()));
  const made = { handles, names };
  known.set(context, made);
  return made;
}

const wordsOf = (text: string): string[] =>
  cut(text.slice(0, 200))
    .filter((token) => token.kind === 'word')
    .map((token) => token.term);

/** Reads a post. Never longer than the limits above. */
export function read(post: TriagePost, context: TriageContext): Reading {
  const { handles, names } = namesOf(context);
  const whole = post.title === '' ? post.text : `${post.title}. ${post.text}`;
  const text = whole.slice(0, READ_LIMIT);
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const breaks = new Set<number>();
  let handleEnd = -1;
  let siteEnd = -1;
  let last = 0;
  for (const token of cut(text)) {
    if (words.length >= WORDS_LIMIT) break;
    if (token.kind === 'handle') {
      handleEnd = token.end;
      push(handles.has(token.term.slice(1)) ? BODY : HANDLE, token.start, token.end);
      continue;
    }
    if (token.kind === 'site') {
      if (token.start >= siteEnd) push('_link', token.start, token.end);
      siteEnd = Math.max(siteEnd, token.end);
      continue;
    }
    // The same word with its look-alike letters undone: that is what a reader sees.
    if (token.kind === 'seen' && starts.at(-1) === token.start) {
      words[words.length - 1] = plain(token.term);
      continue;
    }
    if (token.kind !== 'word' || token.start < handleEnd || token.start < siteEnd) continue;
    push(plain(token.term), token.start, token.end);
  }
  return {
    text,
    ...joinNames({ words, starts, ends, breaks }, names),
    lang: (post.lang ?? 'en').slice(0, 2),
    isFeed: post.network === 'feeds',
  };

  function push(word: string, start: number, end: number): void {
    if (words.length > 0 && SENTENCE_END.test(text.slice(last, start).slice(0, 40))) breaks.add(words.length);
    last = end;
    words.push(word);
    starts.push(start);
    ends.push(end);
  }
}

/** Undoes text-speak and letters repeated for effect: "sooooo" is "so", "2moro" is "tomorrow". */
export function plain(term: string): string {
  const known = SPELLINGS.get(term);
  if (known !== undefined) return known;
  const calm = /(.)\1\1/u.test(term) ? term.replace(/(.)\1{2,}/gu, '$1$1') : term;
  if (calm !== term) {
    const single = term.replace(/(.)\1{2,}/gu, '$1');
    return SPELLINGS.get(calm) ?? SPELLINGS.get(single) ?? (/(oo|ee|ll|ss)/.test(calm) ? calm : single);
  }
  return calm.length > 40 ? calm.slice(0, 40) : calm;
}

interface Run {
  words: string[];
  starts: number[];
  ends: number[];
  breaks: Set<number>;
}

/** Puts one word for each of the body's names, and a class for numbers. */
function joinNames(run: Run, names: Names['names']): Run {
  const out: Run = { words: [], starts: [], ends: [], breaks: new Set() };
  for (let i = 0; i < run.words.length; ) {
    const found = names.get(run.words[i]!)?.find((name) => name.every((word, k) => run.words[i + k] === word));
    const span = found?.length ?? 1;
    if (run.breaks.has(i)) out.breaks.add(out.words.length);
    out.words.push(found ? BODY : run.words[i]!);
    out.starts.push(run.starts[i]!);
    out.ends.push(run.ends[i + span - 1]!);
    i += span;
  }
  return out;
}

/**
 * Figures, dates, times, names and promises in a text, each with its place and what it comes to, so that "five pm" and
 * "17:00" are the same. By rules and word lists alone: the same text always gives the same facts.
 */
export type FactKind = 'figure' | 'date' | 'time' | 'name' | 'promise';

export interface Fact {
  readonly kind: FactKind;
  readonly start: number;
  readonly end: number;
  readonly found: string;
  /** What it comes to: `1200`, `12%`, `£1200`, `12-05`, `17:00`, a folded name. */
  readonly value: string;
  /** The word it counts: "homes" in "12 homes"; '' for none. */
  readonly of: string;
}

const months = 'january february march april may june july august september october november december'.split(' ');
const monthWords = months.flatMap((month) => (month === 'may' ? [month] : [month, month.slice(0, 3)])).concat('sept');
const days = 'monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight'.split(' ');
const numbers =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const scales: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
};

const monthOf = (word: string) => months.findIndex((month) => month.startsWith(word.toLowerCase().slice(0, 3))) + 1;
const two = (n: number | string) => String(n).padStart(2, '0');

const months_ = monthWords.join('|');
const number_ = `\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|${numbers.slice(2).join('|')}`;

/** In order: what an earlier rule took, a later one does not see. */
const rules: readonly {
  kind: FactKind;
  shape: RegExp;
  value: (m: RegExpMatchArray) => string | null;
  of?: (m: RegExpMatchArray) => string;
}[] = [
  {
    kind: 'date',
    shape: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${months_})\\b(?:\\s+(\\d{4}))?`, 'gi'),
    value: (m) => `${m[3] ? `${m[3]}-` : ''}${two(monthOf(m[2]!))}-${two(m[1]!)}`,
  },
  {
    kind: 'date',
    shape: new RegExp(`\\b(${months_})\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s+(\\d{4}))?`, 'gi'),
    value: (m) => `${m[3] ? `${m[3]}-` : ''}${two(monthOf(m[1]!))}-${two(m[2]!)}`,
  },
  {
    kind: 'date',
    shape: /\b(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?\b/g,
    value: (m) => {
      if (Number(m[2]) > 12 || Number(m[1]) > 31) return null;
      const year = m[3] ? `${m[3].length === 2 ? `20${m[3]}` : m[3]}-` : '';
      return `${year}${two(m[2]!)}-${two(m[1]!)}`;
    },
  },
  {
    kind: 'date',
    shape: /\b(\d{4})-(\d{2})-(\d{2})\b/g,
    value: (m) => `${m[1]}-${m[2]}-${m[3]}`,
  },
  { kind: 'date', shape: new RegExp(`\\b(${days.join('|')})\\b`, 'gi'), value: (m) => m[1]!.toLowerCase() },
  {
    kind: 'time',
    shape: /\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap])(?:m\b|\.\s?m\b\.?)/gi,
    value: (m) => {
      const hour = (Number(m[1]) % 12) + (m[3]!.toLowerCase() === 'p' ? 12 : 0);
      return Number(m[1]) > 12 ? null : `${two(hour)}:${m[2] ?? '00'}`;
    },
  },
  {
    kind: 'time',
    shape: /\b([01]?\d|2[0-3]):([0-5]\d)\b/g,
    value: (m) => `${two(m[1]!)}:${m[2]}`,
  },
  {
    kind: 'time',
    shape: /\b(noon|midday|midnight)\b/gi,
    value: (m) => (m[1]!.toLowerCase() === 'midnight' ? '00:00' : '12:00'),
  },
  {
    kind: 'figure',
    shape: new RegExp(
      `(?<![\\w@#/.-])([£€$])?\\s?(${number_})(?:st|nd|rd|th)?\\s?(hundred|thousand|million|billion|bn|m|k)?\\b\\s?(%|per\\s?cent\\b)?`,
      'gi',
    ),
    value: (m) => {
      const plain = m[2]!.toLowerCase().replaceAll(',', '');
      const base = numbers.includes(plain) ? numbers.indexOf(plain) : Number(plain);
      return `${m[1] ?? ''}${base * (scales[(m[3] ?? '').toLowerCase()] ?? 1)}${m[4] ? '%' : ''}`;
    },
  },
];

/** What binds us to do something: "we will", "by Friday", "we promise". */
const promises =
  /\b(?:we(?:'|’)?(?:ll|\s+(?:will|shall|promise|guarantee|commit|pledge|are\s+going\s+to))|will\s+be\s+(?:back|done|fixed|finished|open|ready|repaired|restored|resolved|refunded|replaced)|by\s+(?:the\s+end\s+of\s+(?:the\s+|this\s+|next\s+)?\w+|next\s+\w+|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|within\s+(?:the\s+)?(?:\w+\s+)?(?:minutes?|hours?|days?|weeks?|months?)|guaranteed?|never\s+again)\b/gi;

/** Two or more words with a capital in a row, as names of people, places and bodies stand in running text. */
const names =
  /(?<![\p{L}\p{N}@#])(\p{Lu}[\p{L}'’-]+(?:\s+(?:of|and|upon|on)\s+(?=\p{Lu})|\s+)(?=\p{Lu})(?:\p{Lu}[\p{L}'’-]+(?:\s+(?=\p{Lu}))?)+)/gu;
/** A capital in the middle of a sentence. */
const singleName = /(?<=[\p{Ll},;]\s)(\p{Lu}[\p{Ll}'’-]{2,})(?![\p{L}])/gu;

export function factsOf(text: string): readonly Fact[] {
  const found: Fact[] = [];
  const isTaken = (start: number, end: number) =>
    found.some((fact) => fact.kind !== 'promise' && start < fact.end && end > fact.start);
  // An address is opaque: digits in it are no figure.
  const plain = text.replace(/https?:\/\/\S+/g, (link) => ' '.repeat(link.length));
  for (const rule of rules) {
    for (const match of plain.matchAll(rule.shape)) {
      const value = rule.value(match);
      const start = match.index + (match[0].length - match[0].trimStart().length);
      const end = match.index + match[0].trimEnd().length;
      if (value === null || isTaken(start, end)) continue;
      const of = rule.kind === 'figure' ? (/^\s+([\p{L}]{3,})/u.exec(plain.slice(end))?.[1] ?? '').toLowerCase() : '';
      found.push({ kind: rule.kind, start, end, found: text.slice(start, end), value, of });
    }
  }
  for (const shape of [names, singleName]) {
    for (const match of plain.matchAll(shape)) {
      const words = match[1]!.trimEnd();
      if (isTaken(match.index, match.index + words.length) || isOrdinary(words)) continue;
      found.push({
        kind: 'name',
        start: match.index,
        end: match.index + words.length,
        found: words,
        value: words.toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' '),
        of: '',
      });
    }
  }
  for (const match of plain.matchAll(promises)) {
    const value = match[0].toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');
    found.push({
      kind: 'promise',
      start: match.index,
      end: match.index + match[0].length,
      found: match[0],
      value,
      of: '',
    });
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

const isOrdinary = (words: string) =>
  /^(?:We|You|They|The|This|That|If|And|But|For|Please|Thank|Thanks|Sorry)$/.test(words);

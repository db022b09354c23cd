/** Measures triage on the half of test/triage-set that was not used for tuning, beside a control that only counts words. */
import { BODIES, isTuning, type Labelled, readSet } from '../../scripts/triage-posts.ts';
import { familiesAt } from '../../src/engines/triage/families.ts';
import { CODES, severityOfCode } from '../../src/engines/triage/severity.table.ts';
import { read } from '../../src/engines/triage/words.ts';
import { theTriage } from '../support/triage.ts';

export interface Share {
  readonly right: number;
  readonly of: number;
  /** 95 % Wilson interval. */
  readonly low: number;
  readonly high: number;
}

export interface CodeFigures {
  readonly code: string;
  readonly n: number;
  /** Of the posts with this code, those where the verdict names it first or beside the first. */
  readonly found: Share;
  /** Of the posts where the verdict names it, those whose label has it, first or beside the first. */
  readonly right: Share;
  /** Of the posts with this code, those where the verdict has it first. */
  readonly first: Share;
  /** Of the posts with this code, those that the verdict puts at S1 or S2. */
  readonly raised: Share;
}

export interface Figures {
  readonly posts: number;
  readonly codes: readonly CodeFigures[];
  readonly accuracy: Share;
  /** Criticism, praise and posts about nothing that were raised to S1, S2 or S3. */
  readonly criticismRaised: Share;
  /** The same for criticism (T15) alone. */
  readonly t15Raised: Share;
  readonly byLanguage: Readonly<Record<'en' | 'cy' | 'other', Share>>;
  readonly confusions: readonly { readonly pair: string; readonly n: number }[];
}

interface Answer {
  readonly code: string;
  readonly also: readonly string[];
  readonly severity: string;
}

/** Wilson 1927, "Probable inference", for a share of few cases. */
export function wilson(right: number, of: number): Share {
  if (of === 0) return { right, of, low: 0, high: 1 };
  const z = 1.96;
  const p = right / of;
  const middle = p + (z * z) / (2 * of);
  const reach = z * Math.sqrt((p * (1 - p) + (z * z) / (4 * of)) / of);
  const under = 1 + (z * z) / of;
  return { right, of, low: Math.max(0, (middle - reach) / under), high: Math.min(1, (middle + reach) / under) };
}

export const heldBack = (): Labelled[] => readSet().filter((post) => !isTuning(post));

export const asPost = (post: Labelled) =>
  ({ title: '', text: post.text, lang: post.lang, author: 'public', network: post.network }) as const;

export function measure(posts: readonly Labelled[]): Figures {
  const triage = theTriage();
  return figuresOf(
    posts,
    posts.map((post) => triage.judge(asPost(post), BODIES)),
  );
}

/** Which word families speak for which code: what a list of keywords would be. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  T1: ['weapon', 'kill', 'warn', 'siege', 'menace', 'threat_word'],
  T2: ['self_end', 'goodbye', 'settle', 'afterwards'],
  T3: ['neglect', 'abuse', 'safeguard_ask'],
  T4: ['falsify', 'suppress', 'outside_order', 'wrongdoing'],
  T5: ['secret'],
  T6: ['personal_data'],
  T7: ['confidential'],
  T8: ['insult', 'doxx'],
  T9: ['hate'],
  T10: ['impersonate'],
  T11: ['parody'],
  T12: ['coordinated'],
  T13: ['rumour'],
  T14: ['spread'],
  T15: ['opinion'],
  T16: ['fault', 'ask_fix'],
  T17: ['complaint'],
  T18: ['info_request'],
  T19: ['press_ask'],
  T20: ['crime'],
  T21: ['court'],
  T22: ['conduct'],
  T23: ['slip'],
  T24: ['speak_for'],
  T25: ['politics'],
  T26: ['phish'],
  T27: ['tension'],
  T28: ['memoir'],
  T29: ['praise'],
  T0: ['game', 'song', 'story', 'sport', 'smalltalk'],
};

/** The control: the code with most words from its lists, safety first; any safety word raises. */
export function measureControl(posts: readonly Labelled[]): Figures {
  return figuresOf(posts, posts.map(control));
}

function control(post: Labelled): Answer {
  const hits = familiesAt(read(asPost(post), BODIES)).map((hit) => hit.family);
  const counts = Object.entries(LISTS).map(([code, lists]) => ({
    code,
    n: hits.filter((family) => lists.includes(family)).length,
  }));
  const best = counts.reduce((a, b) => (b.n > a.n ? b : a));
  const code = best.n === 0 ? 'T15' : best.code;
  const also = counts
    .filter((one) => one.n > 0 && one.code !== code && /^T[1-4]$/.test(one.code))
    .map((one) => one.code);
  const severity = [code, ...also].map((one) => severityOfCode(one)).sort()[0]!;
  return { code, also, severity };
}

function figuresOf(posts: readonly Labelled[], answers: readonly Answer[]): Figures {
  const labelOf = (post: Labelled) => (post.code === 'none' ? 'T0' : post.code);
  const share = (chosen: (i: number) => boolean, isRight: (i: number) => boolean): Share => {
    const indexes = posts.map((_, i) => i).filter(chosen);
    return wilson(indexes.filter(isRight).length, indexes.length);
  };
  const named = (i: number, code: string) => answers[i]!.code === code || answers[i]!.also.includes(code);
  const codes = Object.keys(CODES)
    .map((code): CodeFigures => {
      const is = (i: number) => labelOf(posts[i]!) === code;
      return {
        code,
        n: posts.filter((post) => labelOf(post) === code).length,
        found: share(is, (i) => named(i, code)),
        right: share(
          (i) => named(i, code),
          (i) => is(i) || posts[i]!.also.includes(code),
        ),
        first: share(is, (i) => answers[i]!.code === code),
        raised: share(is, (i) => answers[i]!.severity === 'S1' || answers[i]!.severity === 'S2'),
      };
    })
    .filter((one) => one.n > 0);
  const isFirst = (i: number) => answers[i]!.code === labelOf(posts[i]!);
  const isRaised = (i: number) => ['S1', 'S2', 'S3'].includes(answers[i]!.severity);
  const pairs = new Map<string, number>();
  posts.forEach((post, i) => {
    if (isFirst(i)) return;
    const pair = `${labelOf(post)} taken for ${answers[i]!.code}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  });
  const speaks = (i: number) => (posts[i]!.lang === 'en' || posts[i]!.lang === 'cy' ? posts[i]!.lang : 'other');
  return {
    posts: posts.length,
    codes,
    accuracy: share(() => true, isFirst),
    criticismRaised: share((i) => ['T15', 'T29', 'T0'].includes(labelOf(posts[i]!)), isRaised),
    t15Raised: share((i) => labelOf(posts[i]!) === 'T15', isRaised),
    byLanguage: {
      en: share((i) => speaks(i) === 'en', isFirst),
      cy: share((i) => speaks(i) === 'cy', isFirst),
      other: share((i) => speaks(i) === 'other', isFirst),
    },
    confusions: [...pairs]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 12)
      .map(([pair, n]) => ({ pair, n })),
  };
}

/** The quality card that stands beside the queue. */
export function cardOf(figures: Figures) {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  const flat = ({ right, of, low, high }: Share) => ({
    share: of === 0 ? 0 : round(right / of),
    low: round(low),
    high: round(high),
    of,
  });
  return {
    measuredOn:
      'fictional posts of test/triage-set that were not used for tuning (odd first digit of sha256 of the id)',
    size: figures.posts,
    codes: figures.codes.map(({ code, n, found, right, raised }) => ({
      code,
      n,
      found: flat(found),
      right: flat(right),
      raisedToS1OrS2: flat(raised),
    })),
    rightFirst: flat(figures.accuracy),
    criticismRaised: flat(figures.criticismRaised),
    byLanguage: {
      en: flat(figures.byLanguage.en),
      cy: flat(figures.byLanguage.cy),
      other: flat(figures.byLanguage.other),
    },
  };
}

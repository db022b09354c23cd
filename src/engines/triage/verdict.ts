/** What triage says of one post, and of a story of many: a code T1 to T29, a severity S1 to S5, and every point explained. */
export type Severity = 'S1' | 'S2' | 'S3' | 'S4' | 'S5';

export interface TriagePost {
  readonly title: string;
  readonly text: string;
  /** As declared; null when not. */
  readonly lang: string | null;
  readonly author: 'public' | 'press' | 'official' | 'staff' | 'ex-staff' | 'anonymous' | 'parody';
  readonly network: string;
}

/** The organisation, so that "the council" and "@NorthmereCouncil" are known to be us. All folded when built. */
export interface TriageContext {
  readonly names: readonly string[];
  readonly handles: readonly string[];
}

export interface ScorePoint {
  /** May be negative. All points together, cut to 0 to 100, are the score. */
  readonly points: number;
  readonly code: string;
  /** A plain sentence for the person who triages. */
  readonly words: string;
  /** The words in the post that gave the point, as they stand there. */
  readonly found: readonly string[];
}

export interface Verdict {
  /** T1 to T29, or T0 for what is not about the organisation at all. Decides the route. */
  readonly code: string;
  /** Further codes that apply; the strictest clock wins. */
  readonly also: readonly string[];
  readonly severity: Severity;
  readonly score: number;
  readonly points: readonly ScorePoint[];
  /** A possible protected disclosure (T4) is locked to the guardian at once. */
  readonly lockTo: 'guardian' | null;
}

/** How far a story has gone when it is judged again. */
export interface Spread {
  /** Posts and near-copies so far. */
  readonly posts: number;
  /** Of those, in the last hour. */
  readonly lastHour: number;
  /** Followers of all who posted, added up. */
  readonly reach: number;
  /** Posts by the press. */
  readonly press: number;
}

export interface Triage {
  /** One post by itself. Pure: the same post gives the same verdict. */
  judge(post: TriagePost, context: TriageContext): Verdict;
  /** The same story once it has gone so far: may add T14 and raise the severity, never lowers it. */
  spread(verdict: Verdict, spread: Spread): Verdict;
}

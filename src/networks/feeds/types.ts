/** What a feed is to us, whatever it was written in. */

/** Something wrong with a feed, with a place in its text; becomes a FeedProblem once lines can be counted. */
export interface Fault {
  readonly code: string;
  /** Position in the decoded text; null where it has none. */
  readonly offset: number | null;
  readonly line?: number;
  readonly words: string;
}

export interface FeedProblem {
  /** In kebab-case. Where the W3C Feed Validation Service has a name for the fault, it is that name. */
  readonly code: string;
  /** Like "line 40", or '' for the feed as a whole. */
  readonly where: string;
  /** For the webmaster: what is wrong and what to do. */
  readonly words: string;
}

export interface Enclosure {
  readonly url: string;
  readonly type: string | null;
  /** In bytes, as the feed says. */
  readonly length: number | null;
}

/** Titles, summaries and contents may hold HTML; it is clean (no script, no active content) but still markup. */
export interface FeedItem {
  /** The feed's own id, else the link, else a hash of what the item says. Never empty. */
  readonly id: string;
  readonly title: string | null;
  readonly link: string | null;
  readonly summary: string | null;
  readonly content: string | null;
  readonly author: string | null;
  /** ISO 8601, UTC. */
  readonly published: string | null;
  readonly updated: string | null;
  readonly categories: readonly string[];
  readonly enclosures: readonly Enclosure[];
}

export interface NormalisedFeed {
  readonly title: string | null;
  readonly link: string | null;
  readonly description: string | null;
  /** BCP 47 as the feed writes it. */
  readonly language: string | null;
  readonly items: readonly FeedItem[];
  readonly problems: readonly FeedProblem[];
}

/** A piece of text that knows whether `<b>` in it is markup or three letters. */
export interface FeedText {
  readonly value: string;
  readonly isHtml: boolean;
}

export interface ReadItem {
  readonly id: string | null;
  readonly title: FeedText | null;
  readonly link: string | null;
  readonly summary: FeedText | null;
  readonly content: FeedText | null;
  readonly author: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  readonly categories: readonly string[];
  readonly enclosures: readonly Enclosure[];
  readonly language: string | null;
}

/** What one reader found; null and [] where it found nothing. */
export interface ReadDocument {
  readonly kind: 'rss' | 'rdf' | 'atom' | 'cdf' | 'json' | 'html' | 'opml' | 'unknown';
  readonly title: FeedText | null;
  readonly link: string | null;
  readonly description: FeedText | null;
  readonly rights: FeedText | null;
  readonly language: string | null;
  readonly items: readonly ReadItem[];
  /** The feed's own address, hubs and next looks, for the one who polls it. */
  readonly self: string | null;
  readonly hubs: readonly string[];
  readonly ttlMinutes: number | null;
  readonly skipHours: readonly number[];
  readonly skipDays: readonly string[];
}

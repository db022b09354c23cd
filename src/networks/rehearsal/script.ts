/** What a rehearsal is written as: posts with offsets, what later happens to them, and when a source cannot be seen. */
import type { Author, BlindCode, Media } from '#networks/contract';

/** Counts as they stand from `at` on. */
export interface CountStep {
  /** Seconds from the start of the script. */
  readonly at: number;
  readonly likes: number;
  readonly reposts: number;
  readonly replies: number;
}

export interface ScriptedEdit {
  /** Seconds from the start of the script. */
  readonly at: number;
  readonly text: string;
}

export interface ScriptedPost {
  /** Seconds from the start of the script. */
  readonly at: number;
  readonly source: string;
  /** Unique in the script. */
  readonly key: string;
  readonly author: Omit<Author, 'id'> | null;
  readonly title?: string;
  readonly text: string;
  readonly lang: string | null;
  readonly kind?: 'post' | 'reply' | 'repost' | 'article';
  /** Key of the post this answers. */
  readonly replyTo?: string;
  readonly links?: readonly string[];
  readonly tags?: readonly string[];
  readonly media?: readonly Media[];
  readonly counts?: readonly CountStep[];
  readonly edits?: readonly ScriptedEdit[];
  /** Seconds from the start after which the post is not there any more. */
  readonly goneAt?: number;
}

/** A time in which a source shows us nothing. What was said meanwhile is still there when it can be seen again. */
export interface Outage {
  readonly source: string;
  /** Seconds from the start of the script. */
  readonly from: number;
  /** Seconds from the start; null: for the rest of the run. */
  readonly until: number | null;
  /** `silent` looks like a source that answers and has nothing new; only after a while does the reader call it blind. */
  readonly code: BlindCode;
  readonly words: string;
}

export interface Script {
  readonly sources: readonly { readonly name: string; readonly title: string }[];
  readonly posts: readonly ScriptedPost[];
  readonly outages: readonly Outage[];
}

/** One thing that a source shows at a moment of the script. */
export interface Cue {
  readonly at: number;
  readonly what: 'post' | 'edit' | 'counts' | 'gone';
  readonly post: ScriptedPost;
  /** How many edits have happened by then. */
  readonly edits: number;
  readonly counts: CountStep | null;
}

/**
 * The cues of each source in the order of their time; equal times keep the order in which they were written.
 * Throws RangeError for a script that cannot be played (unknown source, a key used twice, a time that is no time).
 */
export const cuesOf = (script: Script): ReadonlyMap<string, readonly Cue[]> => {
  const cues = new Map<string, Cue[]>(script.sources.map((source) => [source.name, []]));
  const keys = new Set<string>();
  for (const post of script.posts) {
    const own = cues.get(post.source);
    if (own === undefined)
      throw new RangeError(`the post "${post.key}" names the source "${post.source}", which the script does not have`);
    if (keys.has(post.key)) throw new RangeError(`the key "${post.key}" is used twice`);
    keys.add(post.key);
    own.push(...cuesOfPost(post));
  }
  for (const outage of script.outages) {
    if (!cues.has(outage.source))
      throw new RangeError(`an outage names the source "${outage.source}", which the script does not have`);
    if (outage.until !== null && outage.until < outage.from)
      throw new RangeError(`an outage of "${outage.source}" ends before it begins`);
  }
  for (const own of cues.values()) own.sort((a, b) => a.at - b.at);
  return cues;
};

const cuesOfPost = (post: ScriptedPost): readonly Cue[] => {
  const last = post.goneAt ?? Number.POSITIVE_INFINITY;
  const moments = [
    post.at,
    ...(post.edits ?? []).map((edit) => edit.at),
    ...(post.counts ?? []).map((step) => step.at),
  ];
  if (moments.some((at) => !Number.isFinite(at) || at < 0) || last < post.at) {
    throw new RangeError(`the post "${post.key}" has a time that cannot be played`);
  }
  const edits = [...(post.edits ?? [])].sort((a, b) => a.at - b.at);
  const steps = [...(post.counts ?? [])].sort((a, b) => a.at - b.at);
  const state = (at: number) => ({
    edits: edits.filter((edit) => edit.at <= at).length,
    counts: steps.filter((step) => step.at <= at).at(-1) ?? null,
  });
  const cues: Cue[] = [{ at: post.at, what: 'post', post, ...state(post.at) }];
  for (const edit of edits) {
    if (edit.at > post.at && edit.at < last) cues.push({ at: edit.at, what: 'edit', post, ...state(edit.at) });
  }
  for (const step of steps) {
    if (step.at > post.at && step.at < last) cues.push({ at: step.at, what: 'counts', post, ...state(step.at) });
  }
  if (post.goneAt !== undefined) cues.push({ at: post.goneAt, what: 'gone', post, ...state(post.goneAt) });
  return cues;
};

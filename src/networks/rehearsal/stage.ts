/** A network in memory: plays a script at a chosen speed, takes what is published onto it, and lets nothing out. */
import type {
  Batch,
  BlindCode,
  Draft,
  Happening,
  Health,
  NetworkPost,
  NetworkTools,
  Outcome,
  Published,
} from '#networks/contract';
import { type Place, placeOf } from './place.ts';
import { type Cue, cuesOf, type Outage, type Script, type ScriptedPost } from './script.ts';

/** Most happenings in one batch. */
const batchLimit = 200;
/** Most posts that may be added to one run by hand or by publishing. */
const liveLimit = 10_000;
/** Longest text that can be published, in characters as a person counts them. */
const textLimit = 500;
/** How long a silent source passes for a quiet one, in seconds of the script. */
const quietSeconds = 20;
/** Shortest rest of a reader, so that a crowded script cannot make it spin. */
const restMs = 20;

export interface StageOptions {
  readonly name: string;
  readonly script: Script;
  readonly now: NetworkTools['now'];
  readonly wait: NetworkTools['wait'];
  /** When second 0 of the script is; a stage built again with the same moment goes on where the last one was. Default: now. */
  readonly startedAt?: Date;
  /** Seconds of the script that pass in one real second. Default 1. */
  readonly speed?: number;
}

/** A post that somebody puts onto the stage during the run: a publisher, or whoever leads a drill. */
export type SpokenPost = Omit<ScriptedPost, 'at' | 'key' | 'edits' | 'counts' | 'goneAt'>;

export interface Stage {
  readonly name: string;
  readonly sources: Script['sources'];
  readonly startedAt: Date;
  /** Seconds of the script that have passed; below 0 before the start. */
  position(): number;
  /** Whether everything in the script has happened. */
  isOver(): boolean;
  /** Every `pollMs` at the latest, sooner when something happens. Same promises as `Reader.read`. */
  read(source: string, cursor: string | null, signal: AbortSignal, pollMs: number): AsyncIterable<Batch>;
  /** What the source shows now, oldest first, whether or not an outage hides it from readers. */
  shown(source: string): readonly NetworkPost[];
  /** Why the source cannot be seen now; null when it can. A silent one is named from its first second. */
  outage(source: string): Outage | null;
  say(post: SpokenPost): Outcome<NetworkPost>;
  publish(source: string, handle: string, draft: Draft): Outcome<Published>;
  /** What was published under the draft's key; null for nothing. A source that is out cannot tell. */
  find(source: string, draft: Draft): Outcome<Published | null>;
  /** Takes away what was put on during the run. A scripted post is refused; one that is not there counts as done. */
  remove(id: string): Outcome<null>;
}

/** Something that was said or taken away during the run. `mark` only ever rises, also over a rebuilt stage. */
interface Live {
  readonly mark: number;
  readonly source: string;
  readonly happening: Happening;
}

/** Throws RangeError for a script or a speed that cannot be played. */
export const buildStage = (options: StageOptions): Stage => {
  const { name, script, now, wait } = options;
  const speed = options.speed ?? 1;
  if (!(speed > 0 && Number.isFinite(speed))) throw new RangeError('the speed of a stage must be above 0');
  const startedAt = options.startedAt ?? now();
  const run = startedAt.getTime().toString(36);
  const cues = cuesOf(script);
  const end = Math.max(0, ...[...cues.values()].map((own) => own.at(-1)?.at ?? 0));
  const live: Live[] = [];
  const published = new Map<string, Published>();
  const sleepers = new Set<() => void>();

  const position = () => ((now().getTime() - startedAt.getTime()) / 1000) * speed;
  const moment = (at: number) => new Date(startedAt.getTime() + (at / speed) * 1000);
  const idOf = (key: string) => `rehearsal:${name}/${run}/${key}`;
  const outage = (source: string): Outage | null => {
    const at = position();
    return (
      script.outages.find((o) => o.source === source && o.from <= at && (o.until === null || at < o.until)) ?? null
    );
  };

  const add = (source: string, happening: Happening) => {
    live.push({ mark: Math.max(now().getTime(), (live.at(-1)?.mark ?? 0) + 1), source, happening });
    for (const wake of [...sleepers]) wake();
  };

  const happeningOf = (cue: Cue): Happening => {
    const id = idOf(cue.post.key);
    if (cue.what === 'gone') return { kind: 'gone', id, at: moment(cue.at) };
    return { kind: 'post', post: postOf(cue, id, moment(cue.post.at), idOf) };
  };

  const say = (post: SpokenPost): Outcome<NetworkPost> => {
    if (!cues.has(post.source)) return refusal('not-found', `This rehearsal has no source called ${post.source}.`);
    if (live.length >= liveLimit) return refusal('rate-limited', 'This rehearsal has taken all the posts it can hold.');
    const key = `live-${now().getTime().toString(36)}-${live.length}`;
    const cue: Cue = { at: position(), what: 'post', post: { ...post, at: position(), key }, edits: 0, counts: null };
    const said = postOf(cue, idOf(key), now(), idOf);
    add(post.source, { kind: 'post', post: said });
    return { ok: true, value: said };
  };

  const healthOf = (source: string): { readonly isHidden: boolean; readonly health: Health } => {
    const found = outage(source);
    if (found === null) return { isHidden: false, health: { state: 'seeing' } };
    if (found.code === 'silent' && position() < found.from + quietSeconds)
      return { isHidden: true, health: { state: 'seeing' } };
    return { isHidden: true, health: { state: 'blind', code: found.code, words: found.words } };
  };

  /** What lies beyond `place`, at most one batch of it. */
  const look = (source: string, place: Place): { readonly place: Place; readonly happenings: readonly Happening[] } => {
    const own = cues.get(source) ?? [];
    const at = position();
    const happenings: Happening[] = [];
    let seen = place.script;
    for (let cue = own[seen]; cue !== undefined && cue.at <= at && happenings.length < batchLimit; cue = own[seen]) {
      happenings.push(happeningOf(cue));
      seen += 1;
    }
    let mark = place.live;
    for (const one of live) {
      if (one.mark <= place.live) continue;
      if (happenings.length >= batchLimit) break;
      if (one.source === source) happenings.push(one.happening);
      mark = one.mark;
    }
    return { place: { run, script: seen, live: mark }, happenings };
  };

  const rest = async (source: string, place: Place, isHidden: boolean, signal: AbortSignal, pollMs: number) => {
    const next = cues.get(source)?.[place.script];
    const untilMs = next === undefined ? pollMs : moment(next.at).getTime() - now().getTime();
    const awake = new AbortController();
    const wake = () => awake.abort();
    sleepers.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    try {
      // A hidden source has cues that are long due: then only the poll counts. Otherwise what became due while the last
      // batch was being kept is told at once.
      await wait(isHidden ? pollMs : Math.max(restMs, Math.min(pollMs, untilMs)), awake.signal);
    } finally {
      sleepers.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  };

  async function* read(
    source: string,
    cursor: string | null,
    signal: AbortSignal,
    pollMs: number,
  ): AsyncIterable<Batch> {
    let place = placeOf(cursor, run);
    while (!signal.aborted) {
      const { isHidden, health } = healthOf(source);
      const found = isHidden ? { place, happenings: [] } : look(source, place);
      const next = found.place;
      yield {
        happenings: found.happenings,
        cursor: JSON.stringify(next),
        health,
        nextLook: new Date(now().getTime() + pollMs),
        notes: [],
      };
      place = next;
      // A full batch means that more is waiting.
      if (found.happenings.length < batchLimit && !signal.aborted) await rest(source, place, isHidden, signal, pollMs);
    }
  }

  const shown = (source: string): readonly NetworkPost[] => {
    const posts = new Map<string, NetworkPost>();
    const due = (cues.get(source) ?? []).filter((cue) => cue.at <= position()).map(happeningOf);
    for (const one of [...due, ...live.filter((l) => l.source === source).map((l) => l.happening)]) {
      if (one.kind === 'gone') posts.delete(one.id);
      else posts.set(one.post.id, one.post);
    }
    return [...posts.values()];
  };

  const away = (source: string) => {
    const hidden = outage(source);
    return hidden !== null && hidden.code !== 'silent' ? refusal(hidden.code, hidden.words) : null;
  };

  const publish = (source: string, handle: string, draft: Draft): Outcome<Published> => {
    const before = published.get(draft.key);
    if (before !== undefined) return { ok: true, value: before };
    const hidden = away(source);
    if (hidden !== null) return hidden;
    if ([...draft.text].length > textLimit) return refusal('too-long', `A post can hold ${textLimit} characters.`);
    const said = say({
      source,
      author: { handle, name: null, followers: null },
      text: draft.text,
      lang: draft.lang,
      ...(draft.replyTo === null ? {} : { kind: 'reply' as const, replyTo: draft.replyTo }),
      // The bytes of a picture are not kept: nobody looks at them here, and a rehearsal must stay small.
      media: draft.images.map((image) => ({ kind: 'image' as const, url: null, alt: image.alt })),
    });
    if (!said.ok) return said;
    const value: Published = { id: said.value.id, url: null, at: said.value.at };
    published.set(draft.key, value);
    return { ok: true, value };
  };

  const find = (source: string, draft: Draft): Outcome<Published | null> =>
    away(source) ?? { ok: true, value: published.get(draft.key) ?? null };

  const remove = (id: string): Outcome<null> => {
    const said = live.find((one) => one.happening.kind === 'post' && one.happening.post.id === id);
    if (said === undefined) {
      const isScripted = script.posts.some((post) => idOf(post.key) === id);
      return isScripted
        ? refusal('refused', 'Only the account that wrote a post can take it away.')
        : { ok: true, value: null };
    }
    if (!live.some((one) => one.happening.kind === 'gone' && one.happening.id === id)) {
      add(said.source, { kind: 'gone', id, at: now() });
    }
    return { ok: true, value: null };
  };

  return {
    name,
    sources: script.sources,
    startedAt,
    position,
    isOver: () => position() >= end,
    read,
    shown,
    outage,
    say,
    publish,
    find,
    remove,
  };
};

const refusal = (code: BlindCode | 'too-long', because: string) => ({ ok: false as const, code, because });

const postOf = (cue: Cue, id: string, at: Date, idOf: (key: string) => string): NetworkPost => {
  const { post } = cue;
  const edits = [...(post.edits ?? [])].sort((a, b) => a.at - b.at);
  const text = cue.edits === 0 ? post.text : (edits[cue.edits - 1]?.text ?? post.text);
  const { replyTo } = post;
  return {
    network: 'rehearsal',
    id,
    version: `v${cue.edits + 1}`,
    kind: post.kind ?? (replyTo === undefined ? 'post' : 'reply'),
    // There is no page to look at outside Foreword, so there is no address that somebody could follow out of it.
    url: null,
    author: post.author === null ? null : { id: `rehearsal:@${post.author.handle}`, ...post.author },
    title: post.title ?? '',
    text,
    lang: post.lang,
    links: post.links ?? [],
    tags: post.tags ?? [...text.matchAll(/#([\p{L}\p{N}_]{1,100})/gu)].map((found) => found[1] ?? ''),
    mentions: [...text.matchAll(/@([\p{L}\p{N}_.-]{0,100}[\p{L}\p{N}_])/gu)].map((found) => found[1] ?? ''),
    media: post.media ?? [],
    at,
    replyTo: replyTo === undefined ? null : replyTo.startsWith('rehearsal:') ? replyTo : idOf(replyTo),
    counts:
      cue.counts === null
        ? null
        : { likes: cue.counts.likes, reposts: cue.counts.reposts, replies: cue.counts.replies },
  };
};

/**
 * The loop: ask each network what is new, match it in memory, keep what matched together with the place in the stream.
 * One collector reads a source at a time (a lease in the database); a batch counts as read only when it is committed.
 */
import { sql } from 'kysely';
import type { Triage } from '#engines/triage';
import type { Batch, BlindCode, Network, NetworkTools, Reader } from '#networks/contract';
import { type Kit, system } from '#platform';
import type { Organisation } from '../../people/person.ts';
import { buildKeep, type KeepSource, LeaseLost, type Looked, type Matched, postKey } from './keep.ts';
import type { KnownAccounts } from './known-accounts.ts';
import type { Matching, RunningQuery } from './match.ts';
import { buildProgress, type Progress } from './progress.ts';
import { sourceWording as say } from './wording.ts';

export interface CollectParts {
  readonly networks: ReadonlyMap<string, Network>;
  readonly tools: NetworkTools;
  readonly matching: Matching;
  readonly triage: Triage;
  readonly running: () => Promise<readonly RunningQuery[]>;
  readonly organisation: () => Promise<Organisation | null>;
  readonly secrets: (box: string) => Readonly<Record<string, string>>;
  readonly known?: KnownAccounts;
  /** Asks a hub to tell us of news, where a reader names one. Answers how to stop. */
  readonly follow?: (reader: Reader, signal: AbortSignal) => () => void;
  /** How long a source belongs to a collector that says nothing any more. Default 10 seconds. */
  readonly leaseMs?: number;
}

export interface Collect {
  start(): void;
  /** Stops reading; what is in hand is committed or left to be read again. */
  stop(): Promise<void>;
  /** Looks at once whether sources or queries have changed. */
  poke(): void;
}

const me = system('watch');
/** A source whose reading ended by a fault is not begun again sooner. */
const faultWaitMs = 15_000;

interface Open {
  readonly stop: AbortController;
  readonly done: Promise<void>;
  readonly settings: string;
}

interface SourceRow {
  id: string;
  network: string;
  settings: Record<string, string>;
  secret_box: string | null;
  voice: 'public' | 'press' | 'official';
  cursor: string | null;
}

export function buildCollect(kit: Kit, parts: CollectParts): Collect {
  const keep = buildKeep(kit, parts.triage, parts.organisation);
  const open = new Map<string, Open>();
  const stopping = new AbortController();
  const leaseBy = kit.ids.next();
  const leaseMs = parts.leaseMs ?? 10_000;
  const renewMs = leaseMs * 0.3;
  const seenCount = kit.metrics.counter('posts_seen_total', 'Posts that passed by', ['network']);
  const keptCount = kit.metrics.counter('posts_matched_total', 'Posts that answered a query', ['network']);
  let wake: () => void = () => {};
  let isPoked = false;
  let running: Promise<void> | null = null;

  const poke = () => {
    isPoked = true;
    wake();
  };

  async function followQueries(): Promise<void> {
    const broken = parts.matching.follow(await parts.running());
    for (const query of broken) kit.log.warn('watch.query-unreadable', { query });
  }

  /** Takes free sources, keeps the lease on those in hand, lets go of those that were paused or removed. */
  async function followSources(): Promise<void> {
    const now = kit.clock.now();
    const rows = await kit.db.as(me, async (tx) => {
      const { rows: control } = await sql<{ stopped: boolean }>`
        select stopped_at is not null as stopped from watch.control`.execute(tx);
      if (control[0]?.stopped) return [];
      const { rows } = await sql<SourceRow>`
        update watch.source set lease_by = ${leaseBy}, lease_until = ${new Date(now.getTime() + leaseMs)}
        where state = 'on' and (lease_by = ${leaseBy} or lease_until is null or lease_until < ${now})
        returning id, network, settings, secret_box, voice, cursor`.execute(tx);
      return rows;
    });
    const wanted = new Map(rows.map((row) => [row.id, row]));
    // Not waited for: a reader that is slow to end must not cost the others their lease.
    for (const [id, one] of open) {
      const row = wanted.get(id);
      if (!row || settingsOf(row) !== one.settings) one.stop.abort();
    }
    for (const row of rows) {
      const reading = open.get(row.id);
      if (reading) void parts.known?.look(row.network, row.settings, reading.stop.signal);
    }
    for (const row of rows) if (!open.has(row.id) && !stopping.signal.aborted) open.set(row.id, begin(row));
  }

  function begin(row: SourceRow): Open {
    const stop = new AbortController();
    const { signal } = stop;
    const done = readSource(row, signal)
      .catch(async (error) => {
        kit.log.error('watch.collect-failed', { source: row.id, network: row.network, error: error as Error });
        // What broke on our side leaves us as blind as what breaks on theirs, and is shown as such.
        await turnBlind(row, 'broken', say.readingFailed).catch(() => {});
        await kit.clock.wait(faultWaitMs, signal);
      })
      .then(() => {
        // Begun again on the next round, from the place that was committed.
        open.delete(row.id);
        if (signal.aborted) poke();
      });
    return { stop, done, settings: settingsOf(row) };
  }

  async function turnBlind(row: SourceRow, code: BlindCode, words: string): Promise<void> {
    const looked: Looked = { cursor: null, health: { state: 'blind', code, words }, nextLook: null, notes: [] };
    const now = kit.clock.now();
    await keep.commit(row, leaseBy, looked, [], [], buildProgress(now, false).beats(now));
  }

  async function readSource(row: SourceRow, signal: AbortSignal): Promise<void> {
    const network = parts.networks.get(row.network);
    let settings = row.settings;
    try {
      if (row.secret_box) settings = { ...settings, ...parts.secrets(row.secret_box) };
    } catch {
      await turnBlind(row, 'settings', say.secretsShut);
      return kit.clock.wait(faultWaitMs, signal);
    }
    if (!network) {
      await turnBlind(row, 'settings', say.noNetwork);
      return kit.clock.wait(faultWaitMs, signal);
    }
    // Before the first post, so that what was missed while we were away is read with them; not for longer than a moment.
    await parts.known?.look(row.network, settings, signal);
    const progress = buildProgress(kit.clock.now(), row.cursor === null);
    const reader = network.open(settings, parts.tools);
    const leave = parts.follow?.(reader, signal) ?? (() => {});
    try {
      for await (const batch of reader.read(row.cursor, signal)) {
        // Not committed: it is read again.
        if (signal.aborted) break;
        if (!(await take(row, batch, progress, signal))) break;
      }
    } finally {
      leave();
    }
  }

  /** One batch: matched, counted, and committed when there is something to keep or it is time. False: stop reading. */
  async function take(row: SourceRow, batch: Batch, progress: Progress, signal: AbortSignal): Promise<boolean> {
    const { matched, gone, seen, unread } = sift(row.network, batch);
    seenCount.inc({ network: row.network }, seen.length);
    keptCount.inc({ network: row.network }, matched.length);
    const now = kit.clock.now();
    progress.add(seen, batch.health, now);
    if (matched.length === 0 && gone.length === 0 && unread === 0 && !progress.isDue(now)) return true;
    const source: KeepSource = { id: row.id, voice: row.voice };
    const looked: Looked = {
      ...batch,
      notes: unread === 0 ? batch.notes : [{ code: 'not-read', words: say.notRead(unread) }, ...batch.notes],
    };
    // A database that is away must not lose the batch: hold it and try again; the network is not asked further.
    for (let wait = 200; ; wait = Math.min(wait * 2, 5_000)) {
      try {
        await keep.commit(source, leaseBy, looked, matched, gone, progress.beats(now));
        progress.committed(now);
        return true;
      } catch (error) {
        if (error instanceof LeaseLost || signal.aborted) return false;
        kit.log.error('watch.keep-failed', { source: row.id, error: error as Error });
        await kit.clock.wait(wait, signal);
      }
    }
  }

  function sift(network: string, batch: Batch) {
    const matched: Matched[] = [];
    const gone: string[] = [];
    const seen: Date[] = [];
    let unread = 0;
    for (const happening of batch.happenings) {
      if (happening.kind === 'gone') {
        const key = postKey(kit.seal, network, happening.id);
        if (keep.isHeld(key)) gone.push(key);
        continue;
      }
      const post = parts.known?.named(happening.post) ?? happening.post;
      seen.push(post.at);
      try {
        const hits = parts.matching.hits(post);
        const key = postKey(kit.seal, network, post.id);
        if (hits.length > 0 || keep.isHeld(key)) matched.push({ key, post, hits });
      } catch (error) {
        unread += 1;
        kit.log.error('watch.post-not-read', { network, error: error as Error });
      }
    }
    return { matched, gone, seen, unread };
  }

  async function prepare(): Promise<void> {
    // The embedded database has one process: leases of the one that died are ours at once.
    if (kit.db.kind === 'embedded')
      await kit.db.as(me, (tx) => sql`update watch.source set lease_by = null, lease_until = null`.execute(tx));
    await keep.remember();
  }

  async function loop(): Promise<void> {
    let isReady = false;
    while (!stopping.signal.aborted) {
      isPoked = false;
      try {
        if (!isReady) await prepare();
        isReady = true;
        await followQueries();
        await followSources();
      } catch (error) {
        kit.log.error('watch.follow-failed', { error: error as Error });
      }
      if (isPoked) continue;
      const nap = new AbortController();
      wake = () => nap.abort();
      await kit.clock.wait(renewMs, nap.signal);
      wake = () => {};
    }
    await Promise.all([...open.values()].map((one) => one.done));
    // Handed back, so that another collector need not wait for the lease to run out.
    await kit.db
      .as(me, (tx) =>
        sql`update watch.source set lease_by = null, lease_until = null where lease_by = ${leaseBy}`.execute(tx),
      )
      .catch(() => {});
  }

  return {
    start: () => {
      running ??= loop();
    },
    stop: async () => {
      stopping.abort();
      for (const one of open.values()) one.stop.abort();
      poke();
      await running;
    },
    poke,
  };
}

function settingsOf(row: SourceRow): string {
  return JSON.stringify([row.network, row.settings, row.secret_box, row.voice]);
}

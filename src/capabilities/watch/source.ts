/** Sources: what is listened to, how well it is seen, and the learned heartbeat that tells silence from quiet. */
import { sql } from 'kysely';
import type { Network, NetworkTools, SourceSettings } from '#networks/contract';
import { type Asker, isId, type Kit, record, system, type Tx } from '#platform';
import type { Source, Sources } from './door.ts';
import { sourceWording as say } from './wording.ts';

export interface SourceParts {
  readonly networks: ReadonlyMap<string, Network>;
  readonly tools: NetworkTools;
  readonly changed: () => void;
}

const box = 'source-settings';
const me = system('watch');

interface Row {
  id: string;
  network: string;
  name: string;
  settings: Record<string, string>;
  secret_box: string | null;
  voice: Source['voice'];
  state: Source['state'];
  health: Source['health'];
  blind_code: string | null;
  blind_words: string | null;
  blind_since: Date | null;
  last_look_at: Date | null;
  next_look_at: Date | null;
  last_post_at: Date | null;
  notes: { code: string; words: string }[];
}

export function openSecrets(kit: Kit, sealed: string): SourceSettings {
  return JSON.parse(kit.seal.open(box, sealed)) as SourceSettings;
}

export function buildSources(kit: Kit, parts: SourceParts): Sources {
  const asSource = (row: Row): Source => {
    const network = parts.networks.get(row.network);
    return {
      id: row.id,
      network: row.network,
      name: row.name,
      settings: row.settings,
      voice: row.voice,
      state: row.state,
      health: row.health,
      blindCode: row.blind_code,
      blindWords: row.blind_words,
      blindSince: row.blind_since,
      lastLookAt: row.last_look_at,
      nextLookAt: row.next_look_at,
      lastPostAt: row.last_post_at,
      notes: row.notes,
      coverage: network?.coverage ?? say.noNetwork,
      grade: network?.grade ?? 'C',
    };
  };

  async function find(asker: Asker, id: string): Promise<Row | null> {
    if (!isId(id)) return null;
    return kit.db.as(
      asker,
      async (tx) =>
        (await sql<Row>`select * from watch.source where id = ${id} and state <> 'removed'`.execute(tx)).rows[0] ??
        null,
    );
  }

  const recordStop = (tx: Tx, isStopped: boolean) =>
    record(
      tx,
      { what: 'collecting-set', about: null, old: { isStopped: !isStopped }, new: { isStopped } },
      kit.clock.now(),
    );

  return {
    list: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } =
          await sql<Row>`select * from watch.source where state <> 'removed' order by (health = 'blind') desc, blind_since nulls last, name`.execute(
            tx,
          );
        return rows.map(asSource);
      }),
    source: async (asker, id) => {
      const row = await find(asker, id);
      return row ? asSource(row) : null;
    },
    add: async (asker, given) => {
      const network = parts.networks.get(given.network);
      if (!network) return { ok: false, problems: [{ field: 'network', words: 'Choose a network from the list' }] };
      const isSecret = new Set(network.fields.filter((field) => field.isSecret).map((field) => field.name));
      const problems = [...passwordProblems(given.settings, isSecret), ...network.problems(given.settings)];
      if (!given.name.trim()) problems.unshift({ field: 'name', words: 'Enter a name for this source' });
      if (given.name.length > 120) problems.unshift({ field: 'name', words: 'Name must be 120 characters or fewer' });
      if (problems.length > 0) return { ok: false, problems };
      const split = (secret: boolean) =>
        Object.fromEntries(
          Object.entries(given.settings).filter(([name, value]) => isSecret.has(name) === secret && value !== ''),
        );
      const secrets = split(true);
      const id = kit.ids.next();
      await kit.db.as(asker, async (tx) => {
        await sql`insert into watch.source (id, network, name, settings, secret_box, voice, added_by, added_at)
          values (${id}, ${given.network}, ${given.name.trim()}, ${JSON.stringify(split(false))}::jsonb,
            ${Object.keys(secrets).length > 0 ? kit.seal.close(box, JSON.stringify(secrets)) : null}, ${given.voice}, ${asker.id}, ${kit.clock.now()})`.execute(
          tx,
        );
        await kit.news.publish(tx, 'watch.source-changed', { sourceId: id, change: 'added' });
        // Passwords are in the other half.
        const now = { ...split(false), network: given.network, voice: given.voice, state: 'on' };
        await record(tx, { what: 'source-set', about: id, new: now }, kit.clock.now());
        kit.db.afterCommit(tx, parts.changed);
      });
      return { ok: true, id };
    },
    setState: async (asker, id, state) => {
      const before = await find(asker, id);
      if (!before) return { ok: false, because: 'That source is not there any more.' };
      await kit.db.as(asker, async (tx) => {
        // A source that is switched off is neither blind nor seeing; one that was removed keeps no password.
        await sql`update watch.source set state = ${state}, secret_box = ${state === 'removed' ? null : sql`secret_box`}, health = 'new', blind_code = null, blind_words = null, blind_since = null where id = ${id}`.execute(
          tx,
        );
        await sql`update watch.blind_spell set until = ${kit.clock.now()} where source_id = ${id} and until is null`.execute(
          tx,
        );
        await kit.news.publish(tx, 'watch.source-changed', {
          sourceId: id,
          change: state === 'on' ? 'resumed' : state,
        });
        const [old, now] = [{ state: before.state }, { state }];
        await record(tx, { what: 'source-set', about: id, old, new: now }, kit.clock.now());
        kit.db.afterCommit(tx, parts.changed);
      });
      return { ok: true, value: null };
    },
    check: async (asker, id) => {
      const row = await find(asker, id);
      const network = row && parts.networks.get(row.network);
      if (!row || !network) return [];
      return network.check(
        { ...row.settings, ...(row.secret_box ? openSecrets(kit, row.secret_box) : {}) },
        parts.tools,
      );
    },
    spells: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(id)) return [];
        const { rows } = await sql<{ code: string; words: string; since: Date; until: Date | null }>`
          select code, words, since, until from watch.blind_spell where source_id = ${id} order by since desc limit 50`.execute(
          tx,
        );
        return rows;
      }),
    stopAll: (asker, because) =>
      kit.db.as(asker, async (tx) => {
        await sql`update watch.control set stopped_at = ${kit.clock.now()}, stopped_by = ${asker.id}, because = ${because}`.execute(
          tx,
        );
        await recordStop(tx, true);
        kit.db.afterCommit(tx, parts.changed);
      }),
    startAll: (asker) =>
      kit.db.as(asker, async (tx) => {
        await sql`update watch.control set stopped_at = null, stopped_by = null, because = null`.execute(tx);
        await recordStop(tx, false);
        kit.db.afterCommit(tx, parts.changed);
      }),
    stopped: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{
          at: Date;
          by: string;
          because: string;
        }>`select stopped_at as at, stopped_by as by, because from watch.control where stopped_at is not null`.execute(
          tx,
        );
        return rows[0] ?? null;
      }),
  };
}

/** What is no secret is shown to all who see sources; and only what is open to everybody is read (red line 3). */
function passwordProblems(settings: SourceSettings, isSecret: ReadonlySet<string>) {
  return Object.entries(settings)
    .filter(([name, value]) => !isSecret.has(name) && hasPassword(value.trim()))
    .map(([field]) => ({ field, words: say.passwordInAddress }));
}

function hasPassword(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

/**
 * Silence: a source whose looks succeed but that has brought nothing for so long that, by the rate it learned for
 * these hours of the week, it should have brought something seven times. For a Poisson stream the chance of that is
 * e^-7, about one in a thousand. Until it has learned at least three hours, nothing is said.
 */
export const silentWhenDue = 7;
const learnedMinutes = 180;
const beatsMost = 14 * 86_400_000;

export interface Learned {
  /** Hour of the week, 0 to 167, by UTC. */
  readonly slot: number;
  readonly beats: number;
  readonly minutes: number;
}

export async function findSilence(kit: Kit): Promise<void> {
  const now = kit.clock.now();
  await kit.db.as(me, async (tx) => {
    // Only where somebody is reading: a source that nobody reads says nothing by being quiet.
    const { rows } = await sql<{ id: string; last_post_at: Date; since: Date; learned: Learned[] }>`
      select s.id, s.last_post_at, greatest(s.last_post_at, s.seeing_since) as since,
        (select coalesce(json_agg(json_build_object('slot', h.slot, 'beats', h.beats, 'minutes', h.minutes)), '[]') from watch.heartbeat h where h.source_id = s.id) as learned
      from watch.source s
      where s.state = 'on' and s.health = 'seeing' and s.last_post_at is not null and s.seeing_since is not null and s.lease_until > ${now}
        and not exists (select 1 from watch.control where stopped_at is not null)`.execute(tx);
    for (const row of rows) {
      const due = expectedBeats(row.learned, row.since, now);
      if (due === null || due < silentWhenDue) continue;
      const everyMinutes = Math.round((now.getTime() - row.since.getTime()) / 60_000 / due);
      const words = say.silent(row.last_post_at.toISOString().slice(11, 16), everyMinutes);
      // A post may have come since it was read: then it is not silent.
      const { rows: turned } =
        await sql`update watch.source set health = 'blind', blind_code = 'silent', blind_words = ${words}, blind_since = ${row.last_post_at}
        where id = ${row.id} and health = 'seeing' and last_post_at = ${row.last_post_at} returning id`.execute(tx);
      if (turned.length === 0) continue;
      await sql`insert into watch.blind_spell (id, source_id, code, words, since) values (${kit.ids.next()}, ${row.id}, 'silent', ${words}, ${row.last_post_at})`.execute(
        tx,
      );
      await kit.news.publish(tx, 'watch.source-blind', { sourceId: row.id, code: 'silent' });
    }
  });
}

/** Beats due between two moments by the learned rates; null while too little has been learned. */
export function expectedBeats(learned: readonly Learned[], from: Date, to: Date): number | null {
  const minutes = learned.reduce((sum, one) => sum + one.minutes, 0);
  if (minutes < learnedMinutes) return null;
  const overall = learned.reduce((sum, one) => sum + one.beats, 0) / minutes;
  const bySlot = new Map(learned.map((one) => [one.slot, one]));
  let due = 0;
  // Each hour of the week by its own rate, leaning on the overall one until it has been seen for some hours itself.
  for (let at = from.getTime(); at < to.getTime() && at < from.getTime() + beatsMost; at += 600_000) {
    const when = new Date(at);
    const own = bySlot.get(when.getUTCDay() * 24 + when.getUTCHours());
    const weight = 120;
    const rate = ((own?.beats ?? 0) + overall * weight) / ((own?.minutes ?? 0) + weight);
    due += (rate * Math.min(600_000, to.getTime() - at)) / 60_000;
  }
  return due;
}

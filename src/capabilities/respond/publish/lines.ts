/** Lines to take: written by one, approved by another, for an audience and a time; found by what a post says. */
import { sql } from 'kysely';
import { readWords } from '#engines/text';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import { deny, done, isReason, nothing, short } from './answers.ts';
import { lineText } from './bytes.ts';
import type { Answer, Line, Lines, LineVersion, NewLine } from './door.ts';
import { rankLines } from './line-find.ts';
import { lineWording as say } from './wording.ts';

const purpose = 'respond.line';
const mostDays = 366;

interface Row {
  id: string;
  title: string;
  audience: Line['audience'];
  tags: string[];
  incident_id: string | null;
  retired_at: Date | null;
  versions: (Omit<LineVersion, 'expiresAt' | 'writtenAt' | 'decidedAt'> & {
    expiresAt: string;
    writtenAt: string;
    decidedAt: string | null;
    mac: string | null;
  })[];
}

export function buildLines(kit: Kit): Lines {
  async function read(tx: Tx, where = sql<boolean>`true`): Promise<readonly Line[]> {
    const { rows } = await sql<Row>`
      select l.id, l.title, l.audience, l.tags, l.incident_id, l.retired_at,
        (select jsonb_agg(jsonb_build_object('id', v.id, 'number', v.number, 'lang', v.lang, 'text', v.text, 'expiresAt', v.expires_at,
            'writtenBy', v.written_by, 'writtenAt', v.written_at, 'decision', v.decision, 'decidedBy', v.decided_by,
            'decidedAt', v.decided_at, 'decisionWords', v.decision_words, 'mac', v.mac) order by v.number desc)
          from respond.line_version v where v.line_id = l.id) as versions
      from respond.line l where ${where}
      order by l.retired_at is not null, l.created_at desc limit 2000`.execute(tx);
    return rows.map((row) => lineOf(row));
  }

  function lineOf(row: Row): Line {
    const versions = row.versions.map(({ mac, ...version }) => ({
      ...version,
      expiresAt: new Date(version.expiresAt),
      writtenAt: new Date(version.writtenAt),
      decidedAt: version.decidedAt ? new Date(version.decidedAt) : null,
      mac,
    }));
    const latest = versions.find((version) => version.decision === 'approved');
    const isLive =
      latest !== undefined &&
      row.retired_at === null &&
      latest.expiresAt > kit.clock.now() &&
      isSealed(kit, latest, latest.mac);
    const shown = versions.map(({ mac: _mac, ...version }) => version);
    return {
      id: row.id,
      title: row.title,
      audience: row.audience,
      tags: row.tags,
      incidentId: row.incident_id,
      retiredAt: row.retired_at,
      versions: shown,
      live: isLive ? (shown.find((version) => version.id === latest.id) ?? null) : null,
    };
  }

  function wrongWith(given: Pick<NewLine, 'text' | 'expiresAt'>): ReturnType<typeof deny> | null {
    if (!isReason(given.text)) return deny(say.needsText, 'text');
    if (given.text.length > 5000) return deny(say.tooLong, 'text');
    const now = kit.clock.now().getTime();
    const end = given.expiresAt?.getTime() ?? 0;
    if (end <= now || end > now + mostDays * 86_400_000) return deny(say.needsEnd, 'expiresOn-day');
    return null;
  }

  const insertVersion = (tx: Tx, asker: Asker, lineId: string, given: Pick<NewLine, 'lang' | 'text' | 'expiresAt'>) =>
    sql`insert into respond.line_version (id, line_id, number, lang, text, expires_at, written_by, written_at)
      select ${kit.ids.next()}, ${lineId}, coalesce(max(number), 0) + 1, ${given.lang}, ${given.text.trim()}, ${given.expiresAt}, ${asker.id}, ${kit.clock.now()}
      from respond.line_version where line_id = ${lineId}`.execute(tx);

  return {
    list: (asker, filter = {}) =>
      kit.db.as(asker, (tx) =>
        filter.incidentId
          ? read(tx, sql`${filter.incidentId} in (l.incident_id::text, respond.goes_on_as(l.incident_id)::text)`)
          : read(tx),
      ),
    line: (asker, id) =>
      kit.db.as(asker, async (tx) => (isId(id) ? ((await read(tx, sql`l.id = ${id}`))[0] ?? null) : null)),
    find: async (asker, words) => {
      const lines = (await kit.db.as(asker, (tx) => read(tx))).filter((line) => line.live !== null);
      return rankLines(lines, readWords(words.slice(0, 20_000)));
    },
    write: async (asker, given) => {
      if (!isReason(given.title)) return deny(say.needsTitle, 'title');
      const wrong = wrongWith(given);
      if (wrong) return wrong;
      const id = kit.ids.next();
      return kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        const tags = given.tags
          .map((tag) => short(tag.replace(/^#/, ''), 60))
          .filter(Boolean)
          .slice(0, 20);
        await sql`insert into respond.line (id, title, audience, tags, incident_id, created_by, created_at)
          values (${id}, ${short(given.title, 160)}, ${given.audience}, ${tags}::text[], ${given.incidentId}, ${asker.id}, ${kit.clock.now()})`.execute(
          tx,
        );
        await insertVersion(tx, asker, id, given);
        await kit.news.publish(tx, 'respond.line-changed', { lineId: id, change: 'written' });
        return done(id);
      });
    },
    rewrite: async (asker, id, given) => {
      const wrong = wrongWith(given);
      if (wrong) return wrong;
      return kit.db.as(asker, async (tx) => {
        if (!isId(id)) return deny(say.notThere);
        const { rows } = await sql`select 1 from respond.line where id = ${id} and retired_at is null`.execute(tx);
        if (rows.length === 0) return deny(say.notThere);
        await sql`select pg_advisory_xact_lock(hashtext(${`respond.line:${id}`}))`.execute(tx);
        await insertVersion(tx, asker, id, given);
        await kit.news.publish(tx, 'respond.line-changed', { lineId: id, change: 'written' });
        return nothing;
      });
    },
    decide: (asker, versionId, decision, words) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(versionId)) return deny(say.notThere);
        const { rows } = await sql<{
          id: string;
          line_id: string;
          lang: string;
          text: string;
          expires_at: Date;
          written_by: string;
          decision: string | null;
        }>`
          select id, line_id, lang, text, expires_at, written_by, decision from respond.line_version where id = ${versionId} for update`.execute(
          tx,
        );
        const version = rows[0];
        if (!version) return deny(say.notThere);
        if (version.decision !== null) return deny(say.decided);
        if (version.written_by === asker.id) return deny(say.notYourOwn);
        if (decision === 'refused' && !isReason(words)) return deny(say.sayWhy, 'words');
        if (decision === 'approved' && version.expires_at <= kit.clock.now()) return deny(say.hasEnded);
        const mac = kit.seal.hash(purpose, lineText({ ...version, expiresAt: version.expires_at }));
        await sql`update respond.line_version set decision = ${decision}, decided_by = ${asker.id}, decided_at = ${kit.clock.now()},
          decision_words = ${short(words, 1000)}, mac = ${decision === 'approved' ? mac : null} where id = ${versionId}`.execute(
          tx,
        );
        await kit.news.publish(tx, 'respond.line-changed', { lineId: version.line_id, change: decision });
        return nothing;
      }),
    retire: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(id)) return deny(say.notThere);
        const { rows } =
          await sql`update respond.line set retired_at = ${kit.clock.now()}, retired_by = ${asker.id} where id = ${id} and retired_at is null returning id`.execute(
            tx,
          );
        if (rows.length === 0) return deny(say.notThere);
        await kit.news.publish(tx, 'respond.line-changed', { lineId: id, change: 'retired' });
        return nothing;
      }),
  };
}

/** Whether these words, until this day, are the words that were approved. */
export function isSealed(
  kit: Pick<Kit, 'seal'>,
  version: { readonly id: string; readonly lang: string; readonly text: string; readonly expiresAt: Date },
  mac: string | null,
): boolean {
  return mac !== null && kit.seal.isSame(kit.seal.hash(purpose, lineText(version)), mac);
}

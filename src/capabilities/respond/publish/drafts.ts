/** Writing: a draft for one or more accounts, its pictures, and what is to be looked at in it. */
import { sql } from 'kysely';
import { isId, type Kit, type Tx } from '#platform';
import { deny, done, isReason, nothing, short } from './answers.ts';
import { hashOf } from './bytes.ts';
import type { CheckDraft } from './check.ts';
import type { Answer, Drafts, Wish } from './door.ts';
import { readDrafts } from './draft-store.ts';
import { isInTheAir, voidSubmission } from './void.ts';
import { draftWording as say } from './wording.ts';

const mostParts = 10;
const mostPictures = 4;
const mostBytes = 2 * 1024 * 1024;

type Writing = Pick<
  Drafts,
  'list' | 'draft' | 'ofItem' | 'waiting' | 'begin' | 'change' | 'keepMedia' | 'media' | 'check' | 'withdraw'
>;

export function buildDrafts(kit: Kit, check: CheckDraft): Writing {
  async function wrongWith(tx: Tx, wish: Wish): Promise<ReturnType<typeof deny> | null> {
    if (!isReason(wish.purpose)) return deny(say.needsPurpose, 'purpose');
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(wish.lang)) return deny(say.needsLang, 'lang');
    if (wish.parts.length > mostParts) return deny(say.tooManyParts, 'text-0');
    if (wish.parts.some((part) => part.images.length > mostPictures)) return deny(say.tooManyPictures, 'picture');
    if (wish.startsAt && wish.endsAt && wish.endsAt <= wish.startsAt) return deny(say.endsAfterStart, 'endsAt');
    const { rows } = await sql<{ id: string }>`
      select id from respond.account where id = any(${wish.targets.map((target) => target.accountId).filter(isId)}::uuid[]) and state <> 'closed'`.execute(
      tx,
    );
    if (rows.length !== wish.targets.length) return deny(say.noSuchAccount, 'accounts');
    if (wish.corrects !== null) {
      const there = isId(wish.corrects)
        ? (await sql`select 1 from respond.publication where id = ${wish.corrects} and state = 'out'`.execute(tx)).rows
        : [];
      if (there.length === 0) return deny(say.nothingToCorrect);
    }
    // Whoever sends the form does not decide which line may be used.
    if (wish.lineVersionId !== null && !(await check.liveLine(tx, wish.lineVersionId)))
      return deny(say.lineNotLive, 'line');
    return null;
  }

  const columns = (wish: Wish) => ({
    parts: JSON.stringify(
      wish.parts.map(({ text, images }) => ({
        text,
        images: images.map(({ hash, mime, alt, caption }) => ({
          hash,
          mime,
          alt: alt.trim(),
          caption: caption.trim(),
        })),
      })),
    ),
    targets: JSON.stringify(wish.targets.map(({ accountId, replyTo }) => ({ accountId, replyTo }))),
    consents: JSON.stringify(
      wish.consents.map(({ name, because }) => ({ name: short(name, 200), because: short(because, 500) })),
    ),
  });

  const noteHand = (tx: Tx, id: string, revision: number, by: string) =>
    sql`insert into respond.draft_edit (draft_id, revision, by, at) values (${id}, ${revision}, ${by}, ${kit.clock.now()})`.execute(
      tx,
    );

  return {
    list: (asker, filter = {}) =>
      kit.db.as(asker, (tx) =>
        readDrafts(
          tx,
          filter.incidentId
            ? sql`${filter.incidentId} in (d.incident_id::text, respond.goes_on_as(d.incident_id)::text)`
            : sql`d.state <> 'withdrawn'`,
        ),
      ),
    draft: (asker, id) =>
      kit.db.as(asker, async (tx) => (isId(id) ? ((await readDrafts(tx, sql`d.id = ${id}`))[0] ?? null) : null)),
    ofItem: (asker, itemId) =>
      kit.db.as(asker, async (tx) =>
        isId(itemId)
          ? ((await readDrafts(tx, sql`d.item_id = ${itemId} and d.state <> 'withdrawn'`))[0] ?? null)
          : null,
      ),
    waiting: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{ count: number }>`
          select count(*)::int as count from respond.submission where state = 'waiting' and ends_at > ${kit.clock.now()}`.execute(
          tx,
        );
        return rows[0]!.count;
      }),
    begin: (asker, wish) =>
      kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        const wrong = await wrongWith(tx, wish);
        if (wrong) return wrong;
        const id = kit.ids.next();
        const now = kit.clock.now();
        const { parts, targets, consents } = columns(wish);
        const begun = await sql<{
          incident_id: string | null;
        }>`insert into respond.draft (id, incident_id, kind, purpose, lang, line_version_id, parts, targets, consents, starts_at, ends_at, corrects, item_id, created_by, created_at, changed_at)
          values (${id}, respond.goes_on_as(${wish.incidentId}::uuid), ${wish.kind}, ${short(wish.purpose, 500)}, ${wish.lang}, ${wish.lineVersionId}, ${parts}::jsonb, ${targets}::jsonb,
            ${consents}::jsonb, ${wish.startsAt}, ${wish.endsAt}, ${wish.corrects}, ${wish.itemId ?? null}, ${asker.id}, ${now}, ${now})
          on conflict (item_id) where state <> 'withdrawn' do nothing returning incident_id`.execute(tx);
        if (!begun.rows[0]) return deny(say.itemHasDraft);
        await noteHand(tx, id, 1, asker.id);
        await kit.news.publish(tx, 'respond.draft-changed', {
          draftId: id,
          incidentId: begun.rows[0].incident_id,
          change: 'begun',
        });
        return done(id);
      }),
    change: (asker, id, seen, wish) =>
      kit.db
        .as(asker, async (tx): Promise<Answer<number>> => {
          if (!isId(id)) return deny(say.notThere);
          const { rows } = await sql<{ state: string; revision: number; incident_id: string | null }>`
          select state, revision, incident_id from respond.draft where id = ${id} for update`.execute(tx);
          if (!rows[0] || rows[0].state === 'withdrawn') return deny(say.notThere);
          if (await isInTheAir(tx, id)) return deny(say.isOut);
          if (rows[0].revision !== seen) return deny(say.isOlder, 'revision');
          const wrong = await wrongWith(tx, wish);
          if (wrong) return wrong;
          const open = await sql<{
            id: string;
          }>`select id from respond.submission where draft_id = ${id} and state in ('waiting', 'approved', 'released')`.execute(
            tx,
          );
          for (const submission of open.rows) await voidSubmission(kit, tx, submission.id, say.wasEdited, 'edited');
          // Between the look and the stop it may have begun to leave: then the publisher was quicker, and it is out.
          if (await isInTheAir(tx, id)) throw new DraftIsLeaving();
          const { parts, targets, consents } = columns(wish);
          const changed = await sql<{
            revision: number;
          }>`update respond.draft set kind = ${wish.kind}, purpose = ${short(wish.purpose, 500)}, lang = ${wish.lang},
            line_version_id = ${wish.lineVersionId}, parts = ${parts}::jsonb, targets = ${targets}::jsonb, consents = ${consents}::jsonb,
            starts_at = ${wish.startsAt}, ends_at = ${wish.endsAt}, revision = revision + 1, state = 'writing', changed_at = ${kit.clock.now()}
          where id = ${id} returning revision`.execute(tx);
          const { revision } = changed.rows[0]!;
          await noteHand(tx, id, revision, asker.id);
          await kit.news.publish(tx, 'respond.draft-changed', {
            draftId: id,
            incidentId: rows[0].incident_id,
            change: 'edited',
          });
          return done(revision);
        })
        .catch(leaving),
    keepMedia: async (asker, bytes, mime) => {
      if (!/^(?:image\/(?:png|jpeg|gif|webp)|video\/mp4)$/.test(mime)) return deny(say.notAPicture, 'picture');
      if (bytes.length === 0 || bytes.length > mostBytes) return deny(say.pictureTooLarge, 'picture');
      const hash = hashOf(bytes);
      await kit.db.as(asker, (tx) =>
        sql`insert into respond.media (hash, mime, bytes, added_by, added_at) values (${hash}, ${mime}, ${Buffer.from(bytes)}, ${asker.id}, ${kit.clock.now()}) on conflict do nothing`.execute(
          tx,
        ),
      );
      return done(hash);
    },
    media: (asker, hash) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{
          mime: string;
          bytes: Buffer;
        }>`select mime, bytes from respond.media where hash = ${hash}`.execute(tx);
        return rows[0] ?? null;
      }),
    check: async (asker, wish) => {
      const known = await check.known(wish);
      return kit.db.as(asker, (tx) => check.flags(tx, wish, known));
    },
    withdraw: (asker, id, because) =>
      kit.db
        .as(asker, async (tx) => {
          if (!isId(id)) return deny(say.notThere);
          if (!isReason(because)) return deny(say.sayWhy, 'because');
          const { rows } = await sql<{
            incident_id: string | null;
          }>`select incident_id from respond.draft where id = ${id} and state <> 'withdrawn' for update`.execute(tx);
          if (!rows[0]) return deny(say.notThere);
          if (await isInTheAir(tx, id)) return deny(say.isOut);
          const open = await sql<{
            id: string;
          }>`select id from respond.submission where draft_id = ${id} and state in ('waiting', 'approved', 'released')`.execute(
            tx,
          );
          for (const submission of open.rows)
            await voidSubmission(kit, tx, submission.id, short(because, 500), 'withdrawn');
          if (await isInTheAir(tx, id)) throw new DraftIsLeaving();
          await sql`update respond.draft set state = 'withdrawn', changed_at = ${kit.clock.now()} where id = ${id}`.execute(
            tx,
          );
          await kit.news.publish(tx, 'respond.draft-changed', {
            draftId: id,
            incidentId: rows[0].incident_id,
            change: 'withdrawn',
          });
          return nothing;
        })
        .catch(leaving),
  };
}

/** Undoes the whole edit: the publisher was quicker. */
class DraftIsLeaving extends Error {}

function leaving(error: unknown): Answer<never> {
  if (error instanceof DraftIsLeaving) return deny(say.isOut);
  throw error;
}

/** The sealed map: one asks with a reason, a second person confirms, both can read it, and it shuts by itself after 4 hours. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, record, type Tx } from '#platform';
import type { Answer } from '#watch';
import { may } from '../../../people/roles.ts';
import { clean, no } from './acts.ts';
import type { ItemState, Opening, SealedEntry, SealedMap } from './door.ts';
import { type Sealed, sealPurpose } from './hand-in.ts';
import { addStep } from './item-store.ts';
import { hasName } from './names.ts';
import { me } from './receive.ts';
import { sealedWording as say } from './wording.ts';

/** Domain rules A0: break-glass ends after four hours. */
export const opensForMs = 4 * 3_600_000;

interface Row {
  itemId: string;
  url: string | null;
  receivedAt: Date;
  state: ItemState;
  opening: (Omit<Opening, 'askedAt' | 'endsAt'> & { askedAt: string; endsAt: string | null }) | null;
}

export function buildSealedMap(kit: Kit, parts: { readonly staffNames: () => Promise<readonly string[]> }): SealedMap {
  async function read(tx: Tx, where = sql`true`): Promise<SealedEntry[]> {
    const now = kit.clock.now();
    const { rows } = await sql<Row>`
      select i.id as "itemId", i.url, i.received_at as "receivedAt", i.state,
        (select json_build_object('id', o.id, 'askedBy', o.asked_by, 'askedAt', o.asked_at, 'because', o.because, 'confirmedBy', o.confirmed_by, 'endsAt', o.ends_at)
          from respond.desk_opening o where o.item_id = i.id and o.ended_at is null and (o.ends_at is null or o.ends_at > ${now})) as opening
      from respond.desk_item i where i.is_handed_in and ${where} order by i.received_at desc, i.id desc limit 200`.execute(
      tx,
    );
    return rows.map(({ opening, ...row }) => ({
      ...row,
      opening: opening && {
        ...opening,
        askedAt: new Date(opening.askedAt),
        endsAt: opening.endsAt === null ? null : new Date(opening.endsAt),
      },
    }));
  }

  const entryOf = async (tx: Tx, itemId: string) =>
    isId(itemId) ? ((await read(tx, sql`i.id = ${itemId}`))[0] ?? null) : null;
  const isForThem = (asker: Asker) => may(asker.roles, 'open-sealed-map');

  /** What ran out is shut first, so that the one open line of an item is one that still lasts. */
  const shutLate = () =>
    kit.db.as(me, async (tx) => {
      const now = kit.clock.now();
      await sql`update respond.desk_opening set ended_at = ${now} where ended_at is null and coalesce(ends_at, asked_at + interval '4 hours') <= ${now}`.execute(
        tx,
      );
    });
  kit.jobs.every('respond.shut-sealed-map', '*/5 * * * *', shutLate);

  async function act(
    asker: Asker,
    itemId: string,
    change: 'asked' | 'opened' | 'shut',
    work: (tx: Tx, entry: SealedEntry) => Promise<string | null>,
  ): Promise<Answer> {
    if (!isForThem(asker)) return no(say.notForYou);
    await shutLate();
    return kit.db.as(asker, async (tx) => {
      const entry = await entryOf(tx, itemId);
      if (!entry) return no(say.notThere);
      const problem = await work(tx, entry);
      if (problem) return no(problem);
      await addStep(kit, tx, asker, itemId, `map-${change}`);
      await kit.news.publish(tx, 'respond.sealed-map-changed', { itemId, change });
      return { ok: true, value: null };
    });
  }

  return {
    list: (asker) => (isForThem(asker) ? kit.db.as(asker, (tx) => read(tx)) : Promise.resolve([])),
    entry: (asker, itemId) =>
      isForThem(asker) ? kit.db.as(asker, (tx) => entryOf(tx, itemId)) : Promise.resolve(null),
    ask: async (asker, itemId, because) => {
      if (because.trim().length < 3) return no(say.sayWhy);
      if (hasName(because, await parts.staffNames())) return no(say.noNames);
      return act(asker, itemId, 'asked', async (tx, entry) => {
        if (entry.opening) return entry.opening.confirmedBy ? say.alreadyOpen : say.alreadyAsked;
        await sql`insert into respond.desk_opening (id, item_id, asked_by, asked_at, because)
          values (${kit.ids.next()}, ${itemId}, ${asker.id}, ${kit.clock.now()}, ${clean(because)})`.execute(tx);
        return null;
      });
    },
    confirm: (asker, itemId) =>
      act(asker, itemId, 'opened', async (tx, { opening }) => {
        if (!opening) return say.askFirst;
        if (opening.confirmedBy) return say.alreadyOpen;
        if (opening.askedBy === asker.id) return say.secondPerson;
        const now = kit.clock.now();
        const { rows } =
          await sql`update respond.desk_opening set confirmed_by = ${asker.id}, confirmed_at = ${now}, ends_at = ${new Date(now.getTime() + opensForMs)}
          where id = ${opening.id} and confirmed_by is null and ended_at is null returning id`.execute(tx);
        return rows.length === 1 ? null : say.alreadyOpen;
      }),
    shut: (asker, itemId) =>
      act(asker, itemId, 'shut', async (tx, { opening }) => {
        if (!opening) return say.notOpen;
        if (asker.id !== opening.askedBy && asker.id !== opening.confirmedBy) return say.notYours;
        await sql`update respond.desk_opening set ended_at = ${kit.clock.now()} where id = ${opening.id}`.execute(tx);
        return null;
      }),
    open: async (asker, itemId) => {
      if (!isForThem(asker) || !isId(itemId)) return null;
      await shutLate();
      return kit.db.as(asker, async (tx) => {
        const opening = (await entryOf(tx, itemId))?.opening;
        if (!opening?.confirmedBy || (asker.id !== opening.askedBy && asker.id !== opening.confirmedBy)) return null;
        const { rows } = await sql<{
          box: string;
        }>`select box from respond.desk_sealed where item_id = ${itemId} order by id`.execute(tx);
        await record(tx, { what: 'sealed-map-read', about: itemId }, kit.clock.now());
        return rows.flatMap(({ box }) => {
          const sealed = JSON.parse(kit.seal.open(sealPurpose, box)) as Sealed;
          // A box that was moved to another item says nothing.
          return sealed.itemId === itemId ? [{ personId: sealed.personId, address: sealed.address }] : [];
        });
      });
    },
  };
}

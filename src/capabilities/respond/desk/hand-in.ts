/**
 * A colleague who is criticised hands the post over, and the desk answers as a team. Everything is written by the house
 * and not by them, so that neither a table nor an event nor the trail says who it was: that is in the sealed map alone.
 */
import { sql } from 'kysely';
import type { Nation } from '#engines/calendar';
import { type Asker, isId, type Kit, system, type Tx } from '#platform';
import type { Watch } from '#watch';
import { clean } from './acts.ts';
import { handedInClocks } from './clocks.ts';
import type { HandIns, ItemState } from './door.ts';
import { addStep } from './item-store.ts';
import { hasName } from './names.ts';
import { keepDays, me } from './receive.ts';
import { deskWording as say } from './wording.ts';

export const sealPurpose = 'desk-person';
const dayMs = 86_400_000;
const mostWords = 500;

export interface HandInParts {
  readonly nation: () => Promise<Nation>;
  readonly staffNames: () => Promise<readonly string[]>;
  readonly nameOf: (asker: Asker) => Promise<string>;
  readonly careLeads: () => Promise<readonly string[]>;
  readonly alerts: Pick<Watch['alerts'], 'page'>;
}

/** What the box of the sealed map holds. */
export interface Sealed {
  readonly itemId: string;
  readonly personId: string;
  /** Of an address that names a colleague. */
  readonly address: string | null;
}

export function buildHandIns(kit: Kit, parts: HandInParts): HandIns {
  const receiptHash = (secret: string) => kit.seal.hash('desk-receipt', secret);

  async function itemFor(tx: Tx, address: string | null, isThreat: boolean, nation: Nation): Promise<string> {
    const now = kit.clock.now();
    const clocks = handedInClocks(isThreat, now, nation);
    const id = kit.ids.next();
    const key = kit.seal.hash('desk-item', `handed-in|${address ?? id}`);
    const { rows: held } = await sql<{ id: string; state: ItemState }>`
      select id, state from respond.desk_item where (url = ${address} or key = ${key}) for update`.execute(tx);
    if (held[0]) {
      const isOpen = held[0].state === 'new' || held[0].state === 'claimed';
      await sql`update respond.desk_item set is_handed_in = true
          ${isThreat ? sql`, severity = least(severity, 'S2'), also = array_append(array_remove(also, 'T8'), 'T8')` : sql``}
          ${isThreat && isOpen ? sql`, acknowledge_by = ${clocks.acknowledgeBy}, decide_by = ${clocks.decideBy}` : sql``}
        where id = ${held[0].id}`.execute(tx);
      await kit.news.publish(tx, 'respond.item-changed', {
        itemId: held[0].id,
        incidentId: null,
        change: 'handed-in',
      });
      return held[0].id;
    }
    const severity = isThreat ? 'S2' : 'S4';
    const code = isThreat ? 'T8' : 'T15';
    await sql`insert into respond.desk_item (id, key, kind, url, author_class, text, published_at, received_at, code, severity, score, acknowledge_by, decide_by, is_handed_in, keep_until)
      values (${id}, ${key}, 'handed-in', ${address}, 'public', '', ${now}, ${now}, ${code}, ${severity}, 0, ${clocks.acknowledgeBy}, ${clocks.decideBy}, true, ${new Date(now.getTime() + keepDays.routine * dayMs)})`.execute(
      tx,
    );
    await kit.news.publish(tx, 'respond.item-received', { itemId: id, accountId: null, severity, code });
    return id;
  }

  return {
    handIn: async (asker, given) => {
      const address = addressOf(given.address);
      if (address === null) return wrong('address', say.enterAddress);
      const names = await parts.staffNames();
      const own = (await parts.nameOf(asker)).split(/\s+/).filter((word) => word.length > 2);
      const isNamed = hasName(given.words, names) || own.some((word) => hasWord(given.words, word));
      if (isNamed) return wrong('words', say.noNamesHere);
      if (given.words.trim().length > mostWords) return wrong('words', say.handInTooLong);
      const nation = await parts.nation();
      const careLeads = given.isThreat ? await parts.careLeads() : [];
      const secret = kit.ids.secret();
      const isTelling = hasName(decoded(address), names);
      await kit.db.as(me, async (tx) => {
        const itemId = await itemFor(tx, isTelling ? null : address, given.isThreat, nation);
        const box: Sealed = { itemId, personId: asker.id, address: isTelling ? address : null };
        await sql`insert into respond.desk_sealed (id, item_id, box, receipt_hash)
          values (${kit.ids.next()}, ${itemId}, ${kit.seal.close(sealPurpose, JSON.stringify(box))}, ${receiptHash(secret)})`.execute(
          tx,
        );
        await addStep(kit, tx, me, itemId, given.isThreat ? 'handed-in-threat' : 'handed-in', clean(given.words));
        if (given.isThreat)
          await parts.alerts.page(tx, {
            key: `desk-threat-${itemId}`,
            severity: 'S2',
            code: 'colleague-threatened',
            href: '/respond/sealed',
            personIds: careLeads,
          });
      });
      return { ok: true, value: secret };
    },
    receipt: async (secret) => {
      if (!/^[\w-]{20,100}$/.test(secret)) return null;
      return kit.db.as(me, async (tx) => {
        const { rows } = await sql<{ at: Date; state: ItemState }>`
          select received_at as at, state from respond.desk_item where id = respond.item_of_receipt(${receiptHash(secret)})`.execute(
          tx,
        );
        return rows[0] ?? null;
      });
    },
    askOwnAccount: (asker) =>
      kit.db.as(system('desk'), async (tx) => {
        const { rows } =
          await sql`select 1 from respond.desk_lesson where person_id = ${asker.id} and topic = 'own-account' and read_at is null`.execute(
            tx,
          );
        if (rows.length === 0)
          await sql`insert into respond.desk_lesson (id, person_id, topic, at) values (${kit.ids.next()}, ${asker.id}, 'own-account', ${kit.clock.now()})`.execute(
            tx,
          );
      }),
    lessons: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{ id: string; topic: string; at: Date }>`
          select id, topic, at from respond.desk_lesson where person_id = ${asker.id} and read_at is null order by at`.execute(
          tx,
        );
        return rows;
      }),
    readLesson: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        if (isId(id))
          await sql`update respond.desk_lesson set read_at = ${kit.clock.now()} where id = ${id} and person_id = ${asker.id}`.execute(
            tx,
          );
      }),
  };
}

function wrong(field: 'address' | 'words', because: string) {
  return { ok: false, field, because } as const;
}

/** Without a name, a password or a place in the page; null when it is no web address. */
function addressOf(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed.length > 2000 || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').test(text);
}

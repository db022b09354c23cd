/** From the desk to the guardian or the care lead alone: by somebody's word here, or because WATCH locked its story. */
import { sql } from 'kysely';
import type { NetworkPost } from '#networks/contract';
import type { Kit, Tx } from '#platform';
import type { Answer, Watch } from '#watch';
import { no } from './acts.ts';
import type { DeskItem, Items } from './door.ts';
import { itemOf } from './item-store.ts';
import { me } from './receive.ts';
import { deskWording as say } from './wording.ts';

export function buildLock(kit: Kit, handed: Watch['handed']): Pick<Items, 'lock'> {
  return {
    lock: async (asker, id, to, words): Promise<Answer> => {
      if (to !== 'guardian' && to !== 'care') return no(say.chooseTeam);
      if (words.trim().length < 3) return no(say.sayWhy);
      const item = await kit.db.as(asker, (tx) => itemOf(tx, id));
      if (!item || item.decidedAt) return no(item ? say.decided : say.notThere);
      await handed.hand(asPost(item), to);
      // Nobody may put a row out of their own sight, so the house does. Nothing of it stays here, not even why.
      await kit.db.as(me, (tx) => drop(kit, tx, [item]));
      return { ok: true, value: null };
    },
  };
}

/** Its story was locked in WATCH: what stands here of it goes at once (red line 4). */
export async function dropOfSignal(kit: Kit, tx: Tx, signalId: string): Promise<void> {
  const { rows } = await sql<{ id: string; incidentId: string | null }>`
    select id, incident_id as "incidentId" from respond.desk_item where signal_id = ${signalId}`.execute(tx);
  await drop(kit, tx, rows);
}

async function drop(kit: Kit, tx: Tx, items: readonly Pick<DeskItem, 'id' | 'incidentId'>[]): Promise<void> {
  for (const { id, incidentId } of items) {
    await sql`delete from respond.desk_item where id = ${id}`.execute(tx);
    await kit.news.publish(tx, 'respond.item-changed', { itemId: id, incidentId, change: 'gone' });
  }
}

function asPost(item: DeskItem): NetworkPost {
  return {
    network: item.network ?? 'handed-in',
    id: item.nativeId ?? item.url ?? item.id,
    version: 'desk',
    kind: item.kind === 'reply' ? 'reply' : 'post',
    url: item.url,
    author: item.author ? { id: item.author.handle, ...item.author, followers: null } : null,
    title: '',
    text: item.text,
    lang: item.lang,
    links: [],
    tags: [],
    mentions: [],
    media: item.media,
    at: item.publishedAt,
    replyTo: null,
    counts: null,
  };
}

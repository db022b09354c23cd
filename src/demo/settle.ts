/** Moves Northmere Council into an empty house: its people, watches approved by a second person, sources, the rota. */
import { sql } from 'kysely';
import { type Asker, system } from '#platform';
import type { House } from '../compose.ts';
import type { TurnBack } from './calendar.ts';
import { settleIncidents } from './incidents.ts';
import type { northmere as Northmere } from './northmere.ts';
import { settlePast, settlePresent } from './settle-voice.ts';

const councillorNames = ['Ada Okafor', 'Tom Brassington', 'Siân Prosser', 'Graham Eccles'];
const unionNames = ['Pat Doyle', 'Northmere Union Branch'];

/** Answers the made-up people: key to id. */
export async function settle(
  house: House,
  northmere: typeof Northmere,
  turnBack: TurnBack,
): Promise<ReadonlyMap<string, string>> {
  const { people, watch, kit } = house;
  turnBack(northmere.foundedDaysAgo);
  const ids = await people.found(northmere.organisation, northmere.people);
  const asker = (key: string): Asker => ({
    kind: 'person',
    id: ids.get(key)!,
    roles: ['staff', ...northmere.people.find((person) => person.key === key)!.roles],
  });
  const analyst = asker('ann');
  const officer = asker('imran');

  // The starter text of the policy comes with the founding.
  await kit.news.drain();
  await settlePast(house, asker, turnBack, northmere);

  await watch.watchings.protect(asker('max'), 'councillor', councillorNames);
  await watch.watchings.protect(asker('max'), 'union', unionNames);
  const now = kit.clock.now();
  for (const one of northmere.watches) {
    const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + one.monthsFromStart, 1));
    const proposed = await watch.watchings.propose(analyst, {
      name: one.name,
      purpose: one.purpose,
      lawfulBasis: one.lawfulBasis,
      ownerId: ids.get(one.owner)!,
      dpiaReference: one.dpiaReference,
      endsOn: end.toISOString().slice(0, 10),
      queries: one.queries,
    });
    if (!proposed.ok)
      throw new Error(
        `The watch "${one.name}" was not taken: ${proposed.problems.map((problem) => problem.words).join(' ')}`,
      );
    await watch.watchings.approve(officer, proposed.id, 'Needed, fair, and about services. Looked at with the owner.');
  }
  // Tried and refused, so that the register shows how a red line holds.
  const { name, purpose, lawfulBasis, owner, dpiaReference, queries } = northmere.refusedWatch;
  await watch.watchings.propose(analyst, {
    name,
    purpose,
    lawfulBasis,
    ownerId: ids.get(owner)!,
    dpiaReference,
    endsOn: new Date(now.getTime() + 90 * 86_400_000).toISOString().slice(0, 10),
    queries,
  });

  for (const source of northmere.sources) {
    // The stage is raised a moment later; the reader waits for it.
    await kit.db.as(system('watch'), (tx) =>
      sql`insert into watch.source (id, network, name, settings, voice, added_by, added_at)
        values (${kit.ids.next()}, 'rehearsal', ${source.title}, ${JSON.stringify({ stage: northmere.stage, source: source.name })}::jsonb, ${source.voice}, ${analyst.id}, ${now})`.execute(
        tx,
      ),
    );
  }
  await kit.db.as(system('watch'), async (tx) => {
    for (const [place, key] of northmere.rota.entries()) {
      await sql`insert into watch.shift (id, person_id, place, starts_at, ends_at, added_by)
        values (${kit.ids.next()}, ${ids.get(key)!}, ${place + 1}, ${new Date(now.getTime() - 3_600_000)}, ${new Date(now.getTime() + 7 * 86_400_000)}, ${ids.get('max')!})`.execute(
        tx,
      );
    }
  });
  await settlePresent(house, asker, await settleIncidents(house, asker, turnBack));
  return ids;
}

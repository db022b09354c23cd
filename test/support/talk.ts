/** A small town to test with: a stage, its source, an approved watch, all through the doors. */

import type { Asker } from '#platform';
import { realClock } from '#platform';
import { buildRehearsal, buildStage, type Stage } from '../../src/networks/rehearsal/index.ts';
import type { TestHouse } from './house.ts';

export const rehearsal = buildRehearsal();

export function raiseStage(name: string): Stage {
  const stage = buildStage({
    name,
    script: { sources: [{ name: 'town', title: 'Town' }], posts: [], outages: [] },
    now: realClock.now,
    wait: realClock.wait,
  });
  rehearsal.raise(stage);
  return stage;
}

export function askerFor(
  site: TestHouse,
  role: 'duty-officer' | 'watch-analyst' | 'dpo' | 'guardian' | 'administrator' | 'care-lead',
): Asker {
  return { kind: 'person', id: site.cast.get(role)!, roles: ['staff', role] };
}

/** Adds the source and a watch with these searches, proposed by one and approved by another. */
export async function listenTo(
  site: TestHouse,
  stage: Stage,
  queries: readonly string[],
): Promise<{ sourceId: string; watchId: string }> {
  const analyst = askerFor(site, 'watch-analyst');
  const { sources, watchings } = site.house.watch;
  const proposed = await watchings.propose(analyst, {
    name: 'Everything about us',
    purpose: 'To notice what residents need from our services and to answer within a day.',
    lawfulBasis: 'Public task',
    ownerId: site.cast.get('duty-officer')!,
    dpiaReference: 'DPIA-1',
    endsOn: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
    queries,
  });
  if (!proposed.ok) throw new Error(proposed.problems.map((problem) => problem.words).join(' '));
  const approved = await watchings.approve(askerFor(site, 'dpo'), proposed.id, 'Needed and fair.');
  if (!approved.ok) throw new Error(approved.because);
  // The source last: a collector takes on searches before sources, so once it sees, nothing said is missed.
  const added = await sources.add(analyst, {
    network: 'rehearsal',
    name: 'Town',
    voice: 'public',
    settings: { stage: stage.name, source: 'town' },
  });
  if (!added.ok) throw new Error(added.problems.map((problem) => problem.words).join(' '));
  for (let tries = 0; (await sources.source(analyst, added.id))?.health !== 'seeing'; tries += 1) {
    if (tries > 300) throw new Error('the source was never read');
    await realClock.wait(100);
  }
  return { sourceId: added.id, watchId: proposed.id };
}

let said = 0;
export function say(stage: Stage, text: string, handle = `somebody${said++}`): void {
  const outcome = stage.say({ source: 'town', author: { handle, name: null, followers: 10 }, text, lang: 'en' });
  if (!outcome.ok) throw new Error(outcome.because);
}

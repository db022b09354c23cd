/** Two incidents of Northmere Council: one that is over, with its lesson, and one that goes on when a visitor comes. */
import type { Asker } from '#platform';
import type { House } from '../compose.ts';
import type { TurnBack } from './calendar.ts';
import { must } from './settle-voice.ts';

/** Answers the id of the one that goes on. */
export async function settleIncidents(
  house: House,
  asker: (key: string) => Asker,
  turnBack: TurnBack,
): Promise<string> {
  const { incidents } = house.respond;
  const ann = asker('ann');
  const bo = asker('bo');
  const open = async (
    by: Asker,
    given: Pick<Parameters<typeof incidents.open>[1], 'title' | 'kind' | 'severity' | 'words'>,
  ) => must(await incidents.open(by, { ...given, signalIds: [] })).value;

  turnBack(3);
  const rumour = await open(ann, {
    title: 'Rumour that the pool shuts for good',
    kind: 'false-claim',
    severity: 'S3',
    words: 'A parent rang: a post says that Mere Baths shuts on Friday for ever.',
  });
  must(await incidents.give(ann, rumour, 'lead', ann.id));
  must(
    await incidents.note(ann, rumour, 'The manager of the baths: two weeks for the boiler, then open as ever.', true),
  );
  must(
    await incidents.decide(ann, rumour, {
      facts: 'The boiler is renewed for two weeks. Nobody has said so in public.',
      options: 'Leave it, watch it, or say what is true',
      decided: 'Say what is true, with the day on which it opens again',
      reason: 'Swimming lessons are being cancelled.',
    }),
  );
  for (const task of await incidents.tasks(ann, rumour))
    must(await incidents.endTask(ann, rumour, task.id, 'done', 'Done the same morning'));
  must(
    await incidents.addLesson(ann, rumour, {
      happened: 'We renewed the boiler and told nobody but the staff.',
      learnt: 'Say on our accounts when a building closes, before somebody else does.',
      ownerId: bo.id,
      dueOn: new Date(house.kit.clock.now().getTime() + 21 * 86_400_000).toISOString().slice(0, 10),
      opensGap: true,
    }),
  );
  must(await incidents.close(ann, rumour));
  turnBack(0);

  const refunds = await open(bo, {
    title: 'False account that offers council tax refunds',
    kind: 'impersonation',
    severity: 'S2',
    words: 'The bank rang: three customers were asked for their card by an account with our badge.',
  });
  must(await incidents.give(bo, refunds, 'lead', bo.id));
  must(await incidents.give(bo, refunds, 'deputy', ann.id));
  must(await incidents.give(bo, refunds, 'approver', asker('marian').id));
  const [capture, , , platform] = await incidents.tasks(bo, refunds);
  for (const task of [capture, platform]) if (task) must(await incidents.endTask(bo, refunds, task.id, 'done', ''));
  must(await incidents.note(bo, refunds, 'The platform has our report. The bank has stopped the three cards.', true));
  return refunds;
}

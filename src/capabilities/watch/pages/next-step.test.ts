import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHouse, type TestHouse } from '../../../../test/support/house.ts';

let site: TestHouse;
beforeAll(async () => {
  site = await startHouse();
});
afterAll(() => site.stop());

test('on the first days the board and the queue say what is missing, and only then that all is quiet', async () => {
  const officer = await site.as('duty-officer');
  const analyst = await site.as('watch-analyst');
  const both = async () => [(await officer.get('/watch')).text, (await officer.get('/watch/queue')).text].join('\n');

  expect((await both()).match(/does not listen to anything yet/g)).toHaveLength(2);
  expect(await both()).not.toMatch(/Nothing urgent is waiting|Nothing is open/);
  expect(await both()).toContain('A watch analyst or an administrator can add one under Sources.');
  expect((await analyst.get('/watch')).html).toContain('href="/watch/sources/new"');

  await analyst.send('/watch/sources/new?network=feeds', 'add', {
    network: 'feeds',
    name: 'Mere Gazette',
    voice: 'press',
    url: `${site.address}/nothing.rss`,
  });
  expect((await both()).match(/does not look for anything yet/g)).toHaveLength(2);
  expect((await officer.get('/watch')).html).toContain('href="/register/new"');

  const end = new Date(Date.now() + 90 * 86_400_000);
  const watch = await analyst.send('/register/new', 'propose', {
    name: 'Bins',
    purpose: 'To notice missed bins and to answer within a day.',
    lawfulBasis: 'Public task',
    dpiaReference: 'DPIA-1',
    ownerId: site.cast.get('watch-analyst')!,
    'endsOn-day': String(end.getUTCDate()),
    'endsOn-month': String(end.getUTCMonth() + 1),
    'endsOn-year': String(end.getUTCFullYear()),
    queries: 'bins',
  });
  expect((await both()).match(/A watch waits for a decision/g)).toHaveLength(2);

  await (await site.as('dpo')).send(watch.path, 'approve', { act: 'approve', decision: 'Needed and fair.' });
  expect(await both()).toMatch(/Nothing urgent is waiting[\s\S]*Nothing is open/);
  expect((await officer.get('/watch/queue?severity=S1')).text).toContain('Nothing matches');
});

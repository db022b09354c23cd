import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHouse, type TestHouse } from '../../../../test/support/house.ts';

let site: TestHouse;
beforeAll(async () => {
  site = await startHouse();
});
afterAll(() => site.stop());

test('a source is removed only after a page that says what is lost', async () => {
  const analyst = await site.as('watch-analyst');
  const added = await analyst.send('/watch/sources/new?network=feeds', 'add', {
    network: 'feeds',
    name: 'Mere Gazette',
    voice: 'press',
    url: `${site.address}/nothing.rss`,
  });
  expect(() => analyst.sendOn(added, 'remove')).toThrow(/no form/);
  expect(added.html).toContain(`href="${added.path}/remove"`);

  const sure = await analyst.get(`${added.path}/remove`);
  expect(sure.text).toContain('Do you want to remove Mere Gazette?');
  expect(sure.text).toContain('You cannot undo this.');
  expect((await analyst.get(added.path)).status).toBe(200);

  expect((await (await site.as('auditor')).get(`${added.path}/remove`)).status).toBe(404);

  const removed = await analyst.sendOn(sure, 'remove');
  expect(removed.path).toBe('/watch/sources');
  expect(removed.text).toContain('Mere Gazette was removed');
  for (const path of [added.path, `${added.path}/remove`]) expect((await analyst.get(path)).status).toBe(404);
});

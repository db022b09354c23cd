/** Random interleavings of all that can happen to a post: nothing unapproved leaves, nothing after the switch, nothing twice, nothing in silence. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverUrl, type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { type Model, publishModel } from '../../../../test/support/publish-model.ts';
import { stepsOf } from '../../../../test/support/publish-steps.ts';
import { publishPlace } from '../../../../test/support/publishing.ts';

let db: TestDatabase;
let model: Model;

beforeAll(async () => {
  db = await testDatabase();
  model = await publishModel(await publishPlace(db));
});
afterAll(() => db.drop());

/** The embedded database has one connection, so that little can come between; a server has six. */
const walks = serverUrl ? 300 : 100;

test('random interleavings: 0 unapproved, 0 after the switch, 0 doubled, 0 lost without a page', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(stepsOf, async (steps) => {
      const verdict = await model.play(steps);
      taken += verdict.taken;
      expect(verdict.broken).toEqual([]);
    }),
    // A walk that hangs is told with its steps, and not made smaller for hours.
    { numRuns: walks, endOnFailure: true, timeout: 300_000 },
  );
  // A model in which nothing ever leaves would hold as well.
  expect(taken).toBeGreaterThan(walks / 2);
}, 600_000);

/** A process that is killed between writing an adoption and committing it leaves the draft as it was asked for, whole. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase, packageRoot, system } from '#platform';
import { testAddress } from '../../../test/support/database.ts';
import { got, pat, policyOn, sia } from '../../../test/support/policy.ts';

test('killed in the middle of an adoption: nothing of it happened, nothing written before is lost, and it can be done again', async () => {
  const { address, drop } = await testAddress();
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/policy-child.ts', JSON.stringify(address)], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let told: { id: string; gap: string; revision: number } | null = null;
  for await (const line of createInterface(child.stdout)) {
    told = JSON.parse(line);
    child.kill('SIGKILL');
  }
  await ended;
  const { id, gap, revision } = told!;

  const db = await openDatabase(address);
  try {
    const { kit, policy } = await policyOn(db);
    const version = (await policy.versions.version(sia, id))!;
    expect(version).toMatchObject({ state: 'asked', number: null, revision, whatChanged: 'Videos.', writers: ['pat'] });
    expect(version.clauses[36]!.words).toBe('Do not share it.');
    expect(version.steps.map((step) => step.what)).toEqual(['begun', 'asked']);
    expect(await policy.gaps.gap(pat, gap)).toMatchObject({ state: 'open' });
    expect((await policy.versions.list(pat)).filter((one) => one.number !== null)).toHaveLength(1);
    const heard = async () =>
      (
        await kit.db.as(system('test'), (tx) =>
          sql<{
            fields: { number: number };
          }>`select fields from platform.event where name = 'policy.version-adopted'`.execute(tx),
        )
      ).rows.map((row) => row.fields.number);
    expect(await heard()).toEqual([1]);
    const from = policy.versions.today();
    expect(got(await policy.adoption.adopt(sia, id, { revision, words: 'Good.', from }))).toBe(2);
    expect(await policy.gaps.gap(pat, gap)).toMatchObject({ state: 'closed', closedVersionId: id });
    expect(await heard()).toEqual([1, 2]);
  } finally {
    await db.close();
    await drop();
  }
});

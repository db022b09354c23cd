/** The record and evidence go along when everything moves to another database, and still prove themselves there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moveEverything } from '#platform';
import { startWebPages } from '../../../test/servers/web-pages.ts';
import { aud } from '../../../test/support/assure.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { testKit } from '../../../test/support/kit.ts';
import { ann, bo, dan } from '../../../test/support/watch.ts';
import { addCaptureJobs } from './capture-job.ts';
import { buildEvidence } from './evidence.ts';
import { buildSigning } from './signing.ts';
import { buildTrail } from './trail.ts';
import { verifyTrail } from './verify-trail.ts';

test('nothing is lost, entries that were not in the chain yet come after those that were, and custody stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'foreword-move-'));
  const pages = await startWebPages('http://127.0.0.1:9');
  const [from, to] = [await testDatabase(), await testDatabase()];
  const houseOn = (db: typeof from) => {
    const kit = testKit(db, { now: new Date() });
    const signer = buildSigning(kit, join(folder, 'key'));
    addCaptureJobs(kit, {
      ways: { page: kit.outbound, strict: kit.outbound },
      browser: { path: 'none', isSandboxed: true },
      signer,
      stamper: null,
    });
    return {
      kit,
      signer,
      desk: buildEvidence(kit, signer),
      trail: buildTrail(kit, { signer, headsFile: null, stamper: null }),
    };
  };
  const read = async (house: ReturnType<typeof houseOn>) => {
    const made = (await house.trail.export(aud, { from: null, until: null }))!;
    const parts: string[] = [];
    for await (const part of made.text) parts.push(part);
    return parts.join('').split('\n').filter(Boolean);
  };
  try {
    const before = houseOn(from);
    const raw = { body: 'x'.repeat(200_000), headers: {} };
    const said = await before.desk.capture(bo, {
      url: `${pages.origin}/post`,
      raw,
      about: null,
      why: 'to show it',
      code: 'T6',
    });
    const id = said.ok ? said.value : '';
    await before.kit.jobs.drain();
    await before.desk.askToOpen(bo, id, 'the court asks');
    await before.desk.confirmOpening(dan, id, (await before.desk.item(bo, id))!.openings[0]!.id);
    expect((await before.desk.export(dan, id, 'legal', 'for the court')).ok).toBe(true);
    const old = await read(before);
    await before.desk.capture(ann, {
      url: `${pages.origin}/gone`,
      raw: null,
      about: null,
      why: 'not in the chain yet',
    });
    await moveEverything(from, to, null, () => {});

    const after = houseOn(to);
    const item = (await after.desk.item(dan, id))!;
    expect(item.custody).toEqual((await before.desk.item(dan, id))!.custody);
    expect((await after.desk.file(dan, id, 'answer'))!.bytes.toString()).toBe(raw.body);
    const now = await read(after);
    const entries = (lines: readonly string[]) => lines.filter((line) => line.startsWith('{"position"'));
    expect(entries(now).slice(0, entries(old).length)).toEqual(entries(old));
    expect(entries(now).length).toBeGreaterThan(entries(old).length);
    const means = { seal: after.kit.seal, publicKey: (await after.signer()).publicKey };
    expect(await verifyTrail([now], means)).toMatchObject({ isGood: true });
  } finally {
    await pages.close();
    await Promise.all([from.drop(), to.drop()]);
    rmSync(folder, { recursive: true, force: true });
  }
});

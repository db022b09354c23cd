/** Evidence of real pages on a real server: captured, walled, hostile, large, slow; who may look; what leaves; what goes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WARCParser } from 'warcio';
import { startTimeStamps, type TimeStamps } from '../../../test/servers/time-stamps.ts';
import type { Web } from '../../../test/servers/web.ts';
import { startWeb } from '../../../test/servers/web.ts';
import { startWebPages } from '../../../test/servers/web-pages.ts';
import { hasBrowser } from '../../../test/support/browser.ts';
import { serverUrl, type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { adi, ann, aud, bo, dan, gil, person } from '../../../test/support/evidence.ts';
import { type TestKit, testKit } from '../../../test/support/kit.ts';
import { buildOutbound } from '../../platform/outbound.ts';
import { verifyBundle } from './bundle.ts';
import { answerAddress } from './capture-answer.ts';
import { addCaptureJobs } from './capture-job.ts';
import { buildEvidence } from './evidence.ts';
import type { CaptureWish, EvidenceDesk } from './evidence-door.ts';
import { forgetEvidence } from './evidence-retention.ts';
import { buildSigning, type Signer } from './signing.ts';
import { buildStamper } from './stamp.ts';
import { evidenceWording as say } from './wording.ts';

let db: TestDatabase;
let kit: TestKit;
let pages: Web;
let inside: Web;
let authority: TimeStamps;
let desk: EvidenceDesk;
let plainDesk: EvidenceDesk;
let signer: () => Promise<Signer>;
const folder = mkdtempSync(join(tmpdir(), 'foreword-evidence-'));
const strict = buildOutbound({ allowPrivate: 'none', userAgent: 'Foreword-test' });
const incident = '01a20d03-abd4-74a6-a7cc-a301c00cb735';
const signal = '01a20d03-abd4-74a6-a7cc-a301c00cb736';

beforeAll(async () => {
  db = await testDatabase();
  inside = await startWeb({ '*': { body: 'the inside' } });
  pages = await startWebPages(inside.origin);
  authority = await startTimeStamps();
  kit = testKit(db, { now: new Date() });
  signer = buildSigning(kit, join(folder, 'key'));
  desk = deskOf(kit, 'auto');
  plainDesk = desk;
});
afterAll(async () => {
  await Promise.all([pages.close(), inside.close(), authority.stop(), strict.close()]);
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

function deskOf(on: TestKit, path: 'auto' | 'none'): EvidenceDesk {
  const stamper = buildStamper(on.outbound, { address: authority.address, certificates: authority.certificates });
  // The tests run as root, where Chromium has no sandbox.
  const bluesky = { site: pages.origin, api: pages.origin };
  const ways = { page: on.outbound, strict };
  addCaptureJobs(on, { ways, browser: { path, isSandboxed: false }, signer, stamper, bluesky });
  return buildEvidence(on, signer);
}

async function capture(path: string, wish: Partial<CaptureWish> = {}, asker = bo): Promise<string> {
  const said = await desk.capture(asker, {
    url: pages.origin + path,
    raw: null,
    about: null,
    why: 'to show it',
    ...wish,
  });
  if (!said.ok) throw new Error(said.because);
  return said.value;
}

/** Every try that is due, and those that become due. */
async function settle(): Promise<void> {
  for (let n = 0; n < 6; n += 1) {
    await kit.jobs.drain();
    kit.clock.move(600_000);
  }
  kit.clock.set(new Date());
  await kit.jobs.drain();
}

async function captured(path: string, wish: Partial<CaptureWish> = {}, asker = bo) {
  const id = await capture(path, wish, asker);
  await kit.jobs.drain();
  return (await desk.item(asker, id))!;
}

describe('a capture', () => {
  test('keeps the network’s answer, the page, its headers and words, a picture and an archive; hashed, signed, stamped', async () => {
    const raw = { body: '{"post":"Bins on Ash Road"}', headers: { 'x-rate-limit': '7' } };
    const { evidence, files, custody } = await captured('/post', { raw, about: { kind: 'incident', id: incident } });
    expect(evidence).toMatchObject({ state: 'kept', care: 'open', isStamped: true, askedBy: 'bo' });
    const names = files.map((file) => file.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'answer',
        'answer-headers.json',
        'page-body',
        'page-headers.json',
        'page.txt',
        'page.wacz',
      ]),
    );
    expect(custody.map((one) => one.what)).toEqual(['captured']);
    const read = async (name: string) => (await desk.file(bo, evidence.id, name))!.bytes;
    expect((await read('answer')).toString()).toBe(raw.body);
    expect(JSON.parse((await read('page-headers.json')).toString())[0]).toMatchObject({
      status: 200,
      headers: { 'x-served-by': 'square-7' },
    });
    expect((await read('page-body')).toString()).toContain('Bins on Ash Road');
    if (hasBrowser) {
      expect(names).toContain('page.png');
      expect((await read('page.png')).subarray(1, 4).toString()).toBe('PNG');
      expect((await read('page.txt')).toString()).toContain('Added by script.');
      expect(pages.seen.some((one) => one.path === '/dot.png')).toBe(true);
    }
    // Never with a cookie, and never as somebody.
    for (const one of pages.seen) expect(one.headers.cookie ?? one.headers.authorization).toBeUndefined();
    expect((await desk.of(bo, { kind: 'incident', id: incident })).map((one) => one.id)).toEqual([evidence.id]);
  });

  test.each([
    ['Mastodon', '/@bins/109000000000000001', '/api/v1/statuses/109000000000000001'],
    ['Bluesky', '/profile/bins.example/post/3kabc', '/xrpc/app.bsky.feed.getPostThread'],
  ])('of a post on %s asks the network for the post itself', async (_network, page, asks) => {
    const body = '{"post":"Bins on Ash Road","at":"2026-03-02T08:00:00Z"}';
    const html = { 'content-type': 'text/html' };
    pages.on(page, { headers: html, body: '<h1>Bins on Ash Road</h1>' });
    pages.on(asks, { headers: { 'content-type': 'application/json', 'x-ratelimit-limit': '300' }, body });
    const { evidence, files } = await captured(page);
    expect(evidence).toMatchObject({ state: 'kept', isStamped: true });
    expect(evidence.notes).not.toContain('no-answer');
    const read = async (name: string) => (await desk.file(bo, evidence.id, name))!.bytes.toString();
    expect(await read('answer')).toBe(body);
    expect(files.find((file) => file.name === 'answer')!.mediaType).toBe('application/json');
    const headers = JSON.parse(await read('answer-headers.json'));
    expect(headers).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '300' } });
    expect(headers.url).toContain(asks);
    const asked = pages.seen.filter((one) => one.path === asks);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.headers.cookie ?? asked[0]!.headers.authorization).toBeUndefined();
    if (page.startsWith('/profile'))
      expect(asked[0]!.query.get('uri')).toBe('at://bins.example/app.bsky.feed.post/3kabc');

    // It says no: that is kept too, and said.
    pages.on(asks, {
      status: 404,
      headers: { 'content-type': 'application/json' },
      body: '{"error":"Record not found"}',
    });
    const refused = await captured(page);
    expect(refused.evidence.notes).toContain('answer-refused');
    expect((await desk.file(bo, refused.evidence.id, 'answer'))!.bytes.toString()).toContain('Record not found');

    // Of what may be secret the hash alone.
    const pointer = await captured(page, { code: 'T5' });
    expect(pointer.files).toEqual([]);
    const { rows } = await db.as(bo, (tx) =>
      sql<{ manifest: string }>`select manifest from assure.evidence where id = ${pointer.evidence.id}`.execute(tx),
    );
    expect(JSON.parse(rows[0]!.manifest).hashes.answer).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]!.manifest).not.toContain('not found');
  });

  test('asks the real Bluesky only for its own posts, and any Mastodon for numbers', () => {
    expect(answerAddress('https://bsky.app/profile/did:plc:abc/post/3kabc')).toBe(
      'https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at%3A%2F%2Fdid%3Aplc%3Aabc%2Fapp.bsky.feed.post%2F3kabc&depth=0&parentHeight=0',
    );
    expect(answerAddress('https://social.example/users/bins/statuses/1090000')).toBe(
      'https://social.example/api/v1/statuses/1090000',
    );
    for (const page of [
      'https://elsewhere.example/profile/bins.example/post/3kabc',
      'https://social.example/@bins',
      'https://social.example/@bins/about-us',
      'https://bsky.app/profile/%/post/3kabc',
    ])
      expect(answerAddress(page)).toBeNull();
  });

  test('makes an archive that another program reads, record by record', async () => {
    const { evidence } = await captured('/moved');
    const wacz = unzipSync((await desk.file(bo, evidence.id, 'page.wacz'))!.bytes);
    expect(Object.keys(wacz)).toEqual(
      expect.arrayContaining(['archive/data.warc.gz', 'indexes/index.cdxj', 'pages/pages.jsonl', 'datapackage.json']),
    );
    const parser = new WARCParser([wacz['archive/data.warc.gz']!]);
    const seen: string[] = [];
    for await (const record of parser) {
      const text = record.warcType === 'response' ? await record.contentText() : '';
      seen.push(
        `${record.warcType} ${record.warcTargetURI ?? ''} ${record.httpHeaders?.statusCode ?? ''} ${text.includes('Ash Road')}`,
      );
    }
    expect(seen[0]).toMatch(/^warcinfo/);
    expect(seen).toContain(`response ${pages.origin}/moved 302 false`);
    expect(seen).toContain(`response ${pages.origin}/post 200 true`);
    const index = strFromU8(wacz['indexes/index.cdxj']!).trim().split('\n');
    expect(index.length).toBeGreaterThanOrEqual(2);
    expect(index).toEqual(index.toSorted());
  });

  test('of a login wall or a page that is gone is a capture, and says so', async () => {
    const walled = await captured('/walled');
    expect(walled.evidence).toMatchObject({ state: 'kept', notes: ['login-wall', 'no-answer'] });
    expect(walled.files.length).toBeGreaterThan(2);
    const gone = await captured('/gone');
    expect(gone.evidence).toMatchObject({ state: 'kept', notes: ['not-there', 'no-answer'] });
    expect((await desk.file(bo, gone.evidence.id, 'page.txt'))!.bytes.toString()).toContain('This post was removed.');
  });

  test('of a page that wants to reach our machines reaches none of them', async () => {
    const before = inside.seen.length;
    const { evidence } = await captured('/hostile');
    expect(evidence.state).toBe('kept');
    expect(inside.seen.length).toBe(before);
    expect(pages.seen.some((one) => one.method === 'POST')).toBe(false);
    if (hasBrowser) {
      expect(evidence.notes).toContain('refused-address');
      const words = (await desk.file(bo, evidence.id, 'page.txt'))!.bytes.toString();
      expect(words).toContain('refused');
      expect(words).not.toContain('the inside');
    }
    const direct = await desk.capture(bo, {
      url: 'http://127.0.0.1:9/latest/',
      raw: null,
      about: null,
      why: 'to try',
    });
    expect(direct.ok).toBe(true);
  });

  // It waits for the limits of a page to run out, which no database has a part in: in the first of the two runs alone.
  test.skipIf(serverUrl)(
    'of 50 MB, of a slow drip and of nothing at all ends, and keeps what there is (in the run over the embedded database alone)',
    async () => {
      const large = await capture('/large', { raw: { body: '{}', headers: {} } });
      const slow = await capture('/slow');
      const dead = await startWeb();
      await dead.close();
      const nowhere = (await desk.capture(bo, { url: `${dead.origin}/x`, raw: null, about: null, why: 'to try' })) as {
        value: string;
      };
      await settle();
      const [one, two, three] = await Promise.all([large, slow, nowhere.value].map((id) => desk.item(bo, id)));
      expect(one!.evidence).toMatchObject({ state: 'kept', notes: ['too-large'] });
      expect(one!.files.map((file) => file.name)).toContain('answer');
      expect(two!.evidence).toMatchObject({ state: 'failed' });
      expect(two!.evidence.notes).toContain('too-slow');
      expect(three!.evidence).toMatchObject({ state: 'failed', notes: ['not-reached', 'no-answer'] });
    },
  );

  test('of a page that answers nothing ends as not captured, says why meanwhile, and is tried again on request', async () => {
    const gone = await startWeb();
    const url = `${gone.origin}/@bins/109000000000000001`;
    await gone.close();
    const said = await desk.capture(bo, { url, raw: null, about: null, why: 'to try' });
    if (!said.ok) throw new Error(said.because);
    const item = async () => (await desk.item(bo, said.value))!;
    await kit.jobs.drain();
    expect((await item()).evidence).toMatchObject({ state: 'waiting', notes: ['not-reached', 'answer-not-had'] });
    expect(await desk.again(bo, said.value)).toEqual({ ok: false, because: say.notFailed });
    await settle();
    const failed = await item();
    expect(failed.evidence).toMatchObject({ state: 'failed', notes: ['not-reached', 'answer-not-had'] });
    expect(failed.custody.map((one) => one.what)).toEqual(['not-captured']);
    expect(failed.evidence.manifestHash).toBeNull();
    expect(await desk.again(dan, said.value)).toEqual({ ok: false, because: say.mayNot });
    expect(await desk.again(bo, said.value)).toEqual({ ok: true, value: null });
    expect((await item()).evidence).toMatchObject({ state: 'waiting', notes: [] });
    await settle();
    expect((await item()).evidence.state).toBe('failed');
    expect((await item()).custody.map((one) => one.what)).toEqual(['not-captured', 'not-captured']);
  });

  test('that breaks here ends as well, and says so', async () => {
    const on = testKit(db, { now: new Date() });
    const broken = async () => {
      throw new Error('no key');
    };
    addCaptureJobs(on, {
      ways: { page: on.outbound, strict },
      browser: { path: 'none', isSandboxed: false },
      signer: broken,
      stamper: null,
    });
    const said = await buildEvidence(on, signer).capture(bo, {
      url: `${pages.origin}/post`,
      raw: null,
      about: null,
      why: 'to try',
    });
    if (!said.ok) throw new Error(said.because);
    for (let n = 0; n < 6; n += 1) {
      await on.jobs.drain();
      on.clock.move(600_000);
    }
    expect((await desk.item(bo, said.value))!.evidence).toMatchObject({ state: 'failed', notes: ['broken'] });
    // And the next try, by a house that is whole, brings it.
    expect((await desk.again(bo, said.value)).ok).toBe(true);
    await kit.jobs.drain();
    expect((await desk.item(bo, said.value))!.evidence.state).toBe('kept');
  });

  test('without a browser is a plain one', async () => {
    const on = testKit(db, { now: new Date() });
    plainDesk = deskOf(on, 'none');
    const said = (await plainDesk.capture(bo, {
      url: `${pages.origin}/post`,
      raw: null,
      about: null,
      why: 'to show it',
    })) as { value: string };
    await on.jobs.drain();
    const item = (await plainDesk.item(bo, said.value))!;
    expect(item.evidence).toMatchObject({ state: 'kept', notes: ['no-browser', 'no-answer'] });
    expect(item.files.map((file) => file.name)).toEqual(['page-body', 'page-headers.json', 'page.txt', 'page.wacz']);
  });

  test('is refused for what is no web address, without a reason, and to those who may not', async () => {
    const wish = { url: 'https://example.org', raw: null, about: null, why: 'because' };
    for (const url of [
      'ftp://x.example/',
      'javascript:alert(1)',
      'https://a:b@x.example/',
      'words',
      'file:///etc/passwd',
    ])
      expect(await desk.capture(bo, { ...wish, url })).toEqual({ ok: false, because: say.badAddress });
    expect(await desk.capture(bo, { ...wish, why: ' ' })).toEqual({ ok: false, because: say.whyWanted });
    for (const asker of [dan, adi, aud])
      expect(await desk.capture(asker, wish)).toEqual({ ok: false, because: say.mayNot });
  });
});

describe('what is kept of what', () => {
  test('T5: address, time and hash alone; no words, no file, anywhere', async () => {
    const { evidence, files } = await captured('/post', { code: 'T5', raw: { body: 'the secret words', headers: {} } });
    expect(evidence).toMatchObject({ care: 'pointer', state: 'kept', url: `${pages.origin}/post` });
    expect(files).toEqual([]);
    await db.asOwner(async (client) => {
      const { rows } = await client.query('select manifest, raw from assure.evidence where id = $1', [evidence.id]);
      expect(rows[0].raw).toBeNull();
      expect(JSON.parse(rows[0].manifest).hashes).toMatchObject({
        answer: expect.stringMatching(/^[0-9a-f]{64}$/),
        page: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(rows[0].manifest).not.toContain('secret words');
    });
  });

  test('nothing captured stands readable in the database', async () => {
    await captured('/post');
    await db.asOwner(async (client) => {
      const { rows } = await client.query(
        `select count(*)::int as n, bool_or(position('Ash Road'::bytea in box) > 0) as is_open from assure.evidence_part`,
      );
      expect(rows[0].n).toBeGreaterThan(3);
      expect(rows[0].is_open).toBe(false);
    });
  });

  test('T6 is opened by two people together, the program itself not among them; a masked copy is for work', async () => {
    const { evidence, files, isOpen } = await captured('/post', { code: 'T6' });
    expect(isOpen).toBe(false);
    expect(files.find((file) => file.isWorkingCopy)?.name).toBe('working-copy.txt');
    const copy = (await desk.file(ann, evidence.id, 'working-copy.txt'))!.bytes.toString();
    expect(copy).toMatch(/^WORKING COPY/);
    expect(copy).not.toMatch(/Megan|01632/);
    expect(await desk.file(bo, evidence.id, 'page.txt')).toBeNull();
    const { rows } = await db.as({ kind: 'system', id: 'assure', roles: ['system', 'system:assure'] }, (tx) =>
      sql`select 1 from assure.evidence_part where evidence_id = ${evidence.id} and name = 'page.txt'`.execute(tx),
    );
    expect(rows).toEqual([]);

    await desk.askToOpen(bo, evidence.id, 'The council’s lawyer asks');
    const opening = (await desk.item(bo, evidence.id))!.openings[0]!;
    expect(await desk.confirmOpening(bo, evidence.id, opening.id)).toEqual({ ok: false, because: say.notYourOwn });
    // The database refuses it too.
    await expect(
      db.as(bo, (tx) =>
        sql`update assure.opening set confirmed_by = 'bo', confirmed_at = now(), ends_at = now() + interval '1 hour' where id = ${opening.id} returning id`.execute(
          tx,
        ),
      ),
    ).resolves.toMatchObject({ rows: [] });
    await expect(
      db.as(bo, (tx) =>
        sql`update assure.opening set confirmed_by = 'ann', confirmed_at = now(), ends_at = now() + interval '1 hour' where id = ${opening.id} returning id`.execute(
          tx,
        ),
      ),
    ).resolves.toMatchObject({ rows: [] });
    expect((await desk.confirmOpening(dan, evidence.id, opening.id)).ok).toBe(true);
    expect((await desk.file(bo, evidence.id, 'page.txt'))!.bytes.toString()).toContain('Megan Price');
    expect((await desk.file(dan, evidence.id, 'page.txt'))!.bytes.toString()).toContain('Megan Price');
    expect(await desk.file(ann, evidence.id, 'page.txt')).toBeNull();
    expect((await desk.item(bo, evidence.id))!.custody.map((one) => `${one.who} ${one.what}`)).toEqual([
      'assure captured',
      'ann viewed',
      'bo opening-asked',
      'dan opening-confirmed',
      'bo viewed',
      'dan viewed',
    ]);
    // For four hours.
    await db.asOwner(
      async (client) => void (await client.query(`update assure.opening set ends_at = now() - interval '1 second'`)),
    );
    expect(await desk.file(bo, evidence.id, 'page.txt')).toBeNull();
  });

  test('what the guardian alone may see is not there for others', async () => {
    const { evidence } = await captured('/post', { onlyRole: 'guardian', about: { kind: 'signal', id: signal } }, gil);
    for (const asker of [ann, bo, dan, aud]) {
      expect(await desk.item(asker, evidence.id)).toBeNull();
      expect(await desk.of(asker, { kind: 'signal', id: signal })).toEqual([]);
      expect(await desk.file(asker, evidence.id, 'page.txt')).toBeNull();
    }
    expect(await desk.of(gil, { kind: 'signal', id: signal })).toHaveLength(1);
  });

  test('custody and a finished capture are not changed by anybody', async () => {
    const { evidence } = await captured('/post');
    for (const statement of [
      sql`update assure.custody set who = 'x'`,
      sql`delete from assure.custody`,
      sql`update assure.evidence_file set sha256 = 'x'`,
      sql`update assure.evidence set url = 'x'`,
      sql`update assure.evidence set manifest = 'x' where id = ${evidence.id}`,
    ])
      for (const asker of [bo, { kind: 'system', id: 'assure', roles: ['system', 'system:assure'] } as const])
        await expect(db.as(asker, (tx) => statement.execute(tx))).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a bundle', () => {
  const trusted = async () => ({ publicKey: (await signer()).publicKey, certificates: authority.certificates });
  const exported = async () => {
    const { evidence } = await captured('/post', { raw: { body: '{"a":1}', headers: {} } });
    const said = await desk.export(dan, evidence.id, 'police', 'For the officer in the case');
    if (!said.ok) throw new Error(said.because);
    return said.value;
  };

  test('proves itself, with its custody and its time-stamp', async () => {
    const { bytes, name } = await exported();
    expect(name).toMatch(/^evidence-[0-9a-f-]{36}\.zip$/);
    const verdict = (await verifyBundle(bytes, await trusted()))!;
    expect(verdict).toMatchObject({ isGood: true, isKeyTrusted: true, findings: [] });
    expect(verdict.stampedAt).toMatch(/^20/);
    const custody = JSON.parse(strFromU8(unzipSync(bytes)['custody.json']!));
    expect(custody.custody.at(-1)).toMatchObject({ who: 'dan', what: 'exported', recipient: 'police' });
  });

  test('shows every change: a byte of any file, one taken out, one put in, the manifest, the custody, another key', async () => {
    const { bytes } = await exported();
    const files = unzipSync(bytes);
    const kinds = async (change: (entries: Record<string, Uint8Array>) => void) => {
      const entries = { ...files };
      change(entries);
      return (
        (await verifyBundle(zipSync(entries), await trusted()))?.findings.map((one) => `${one.kind} ${one.name}`) ??
        null
      );
    };
    for (const name of Object.keys(files).filter((one) => one.startsWith('files/'))) {
      const short = name.slice('files/'.length);
      const flip = (entries: Record<string, Uint8Array>) => {
        const bent = Uint8Array.from(entries[name]!);
        bent[bent.length >> 1] = bent[bent.length >> 1]! ^ 1;
        entries[name] = bent;
      };
      expect(await kinds(flip)).toEqual([`edited ${short}`]);
      expect(await kinds((entries) => delete entries[name])).toEqual([`missing ${short}`]);
    }
    expect(await kinds((entries) => (entries['files/more.txt'] = new Uint8Array([1])))).toEqual([
      'added files/more.txt',
    ]);
    const swap = (name: string, from: string, to: string) => (entries: Record<string, Uint8Array>) => {
      entries[name] = Buffer.from(strFromU8(entries[name]!).replace(from, to));
    };
    expect(await kinds(swap('manifest.json', '"status": 200', '"status": 404'))).toContain('rewritten manifest.json');
    expect(await kinds(swap('custody.json', 'dan', 'bob'))).toEqual(['edited custody.json']);
    expect(await verifyBundle(Buffer.from('PK no'))).toBeNull();
    expect(await verifyBundle(zipSync({ 'a.txt': new Uint8Array([1]) }))).toBeNull();
    writeFileSync(join(folder, 'bundle.zip'), bytes);
  });

  test('of a child or a victim goes to the police or a lawyer only, opened by two; the database holds to it as well', async () => {
    const { evidence } = await captured('/post', { isProtected: true });
    expect(evidence).toMatchObject({ care: 'two-people', isProtected: true });
    expect(await desk.export(dan, evidence.id, 'inside', 'For the team')).toEqual({
      ok: false,
      because: say.protectedOnly,
    });
    expect(await desk.export(dan, evidence.id, 'police', 'For the officer')).toEqual({
      ok: false,
      because: say.openFirst,
    });
    await desk.askToOpen(dan, evidence.id, 'The police ask for it');
    await desk.confirmOpening(bo, evidence.id, (await desk.item(dan, evidence.id))!.openings[0]!.id);
    const insert = sql`insert into assure.custody (id, evidence_id, at, what, recipient, why) values (gen_random_uuid(), ${evidence.id}, now(), 'exported', 'inside', 'x')`;
    await expect(db.as(dan, (tx) => insert.execute(tx))).rejects.toMatchObject({ code: '42501' });
    expect(await desk.export(dan, evidence.id, 'police', '')).toEqual({ ok: false, because: say.whyWanted });
    expect((await desk.export(dan, evidence.id, 'police', 'For the officer')).ok).toBe(true);
    expect((await desk.export(person('wat', 'watch-analyst'), evidence.id, 'police', 'For me')).ok).toBe(false);
  });
});

describe('what goes', () => {
  test('evidence with no case after 30 days, with a certificate; a hold keeps it; a case keeps it', async () => {
    kit.clock.set(new Date());
    const [loose, held, joined] = [
      await captured('/gone'),
      await captured('/gone'),
      await captured('/gone', { about: { kind: 'signal', id: signal } }),
    ];
    await desk.hold(dan, held.evidence.id, 'An inquiry is open', '2030-01-01');
    await desk.join(bo, signal, incident);
    await db.asOwner(async (client) => {
      for (const { evidence } of [loose, held])
        await client.query(`update assure.evidence set keep_until = now() - interval '1 second' where id = $1`, [
          evidence.id,
        ]);
    });
    kit.clock.set(new Date());
    expect(await forgetEvidence(kit, signer)).toBe(1);
    expect(await desk.item(bo, loose.evidence.id)).toBeNull();
    expect((await desk.item(bo, held.evidence.id))!.evidence.hold).toMatchObject({ because: 'An inquiry is open' });
    expect((await desk.item(bo, joined.evidence.id))!.evidence.about).toEqual({ kind: 'incident', id: incident });
    await db.asOwner(async (client) => {
      const { rows } = await client.query('select rule, manifest_hash from assure.certificate where evidence_id = $1', [
        loose.evidence.id,
      ]);
      expect(rows).toEqual([{ rule: 'no case for 30 days', manifest_hash: loose.evidence.manifestHash }]);
      const parts = await client.query('select 1 from assure.evidence_part where evidence_id = $1', [
        loose.evidence.id,
      ]);
      expect(parts.rows).toEqual([]);
      expect(
        (
          await client.query(`select 1 from assure.custody where evidence_id = $1 and what = 'deleted'`, [
            loose.evidence.id,
          ])
        ).rows,
      ).toHaveLength(1);
    });
    await desk.release(dan, held.evidence.id, 'The inquiry is over');
    expect(await forgetEvidence(kit, signer)).toBe(1);
  });

  test('an incident’s, when the time of its case is over; of two times the longest', async () => {
    const about = { kind: 'incident' as const, id: kit.ids.next() };
    const asked = await desk.capture(bo, { url: 'https://example.org/kept', raw: null, about, why: 'For the file' });
    expect(asked.ok).toBe(true);
    const until = async () => [
      ...new Set((await desk.of(bo, about)).map((one) => one.keepUntil.toISOString().slice(0, 10))),
    ];
    expect(await until()).toEqual(['9999-01-01']);
    for (const [day, stays] of [
      ['2031-03-03', '2031-03-03'],
      ['2036-03-03', '2036-03-03'],
      ['2031-03-03', '2036-03-03'],
    ]) {
      await desk.keepUntil(about, new Date(`${day}T00:00:00Z`));
      expect(await until()).toEqual([stays]);
    }
  });
});

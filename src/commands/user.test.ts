import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPeople, buildPeopleDesk, type PeopleDesk } from '#people';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { testKit } from '../../test/support/kit.ts';
import { takeLock } from '../platform/lock.ts';
import { act, help, readWish, run } from './user.ts';

function paper() {
  const written = { out: '', err: '' };
  const to = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk);
        done();
      },
    });
  return { written, stdout: to('out'), stderr: to('err') };
}

describe('foreword user', () => {
  let db: TestDatabase;
  let desk: PeopleDesk;
  let ids: ReadonlyMap<string, string>;
  let people: ReturnType<typeof buildPeople>;
  beforeAll(async () => {
    db = await testDatabase();
    const kit = testKit(db);
    people = buildPeople(kit, { address: 'http://localhost:3000', oidc: null, mail: null });
    desk = buildPeopleDesk(kit, 'http://localhost:3000');
    ids = await people.found(
      {
        name: 'Northmere Council',
        shortNames: [],
        sector: 'council',
        nation: 'wales',
        officialHandles: [],
        pressHandles: [],
        isRehearsal: false,
      },
      [
        { key: 'ada', name: 'Ada Min', email: 'ada@northmere.example', roles: ['administrator'] },
        { key: 'ann', name: 'Ann', email: 'ann@northmere.example', roles: ['watch-analyst'] },
      ],
    );
  });
  afterAll(() => db.drop());

  const tell = async (...args: string[]) => {
    const io = paper();
    const wish = readWish(args);
    if (typeof wish === 'string') throw new Error(wish);
    return { code: await act(desk, wish, io), ...io.written };
  };

  it('invites with a link, and lists who is here and who is invited', async () => {
    const made = await tell(
      'invite',
      'bo@northmere.example',
      '--name',
      'Bo Press',
      '--role',
      'response-drafter',
      '--role',
      'publisher',
    );
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^http:\/\/localhost:3000\/join\/[\w-]{43}\n$/);
    expect((await tell('list')).out).toBe(
      'ada@northmere.example\tAda Min\tSystem administrator\nann@northmere.example\tAnn\tWatch analyst\nbo@northmere.example\tBo Press\tResponse drafter, Publisher\tinvited until 2026-03-09\n',
    );
    expect(await tell('invite', 'bo@northmere.example', '--name', 'Bo')).toMatchObject({ code: 1, out: '' });
    const clash = await tell(
      'invite',
      'dee@northmere.example',
      '--name',
      'Dee',
      '--role',
      'auditor',
      '--role',
      'publisher',
    );
    expect(clash).toMatchObject({ code: 1, out: '' });
    expect(clash.err).toContain('An auditor checks the work of others');
  });

  it('helps and ends accounts, at once, but keeps the last administrator', async () => {
    const session = await people.signInAs(ids.get('ann')!);
    expect((await tell('reset-second-factor', 'ANN@northmere.example')).code).toBe(0);
    expect(await people.session(session)).toBeNull();
    expect((await tell('make-leave', 'ann@northmere.example')).out).toBe('Ann has left.\n');
    expect((await tell('make-leave', 'ann@northmere.example')).err).toBe(
      'Nobody with this e-mail address has an account.\n',
    );
    expect((await tell('make-leave', 'ada@northmere.example')).err).toContain('at least one system administrator');
  });

  it('says what is wrong with its options', async () => {
    for (const args of [
      [],
      ['dance'],
      ['invite'],
      ['invite', 'x'],
      ['invite', 'a@b.example'],
      ['invite', 'a@b.example', '--name', 'A', '--role', 'king'],
      ['list', 'all'],
      ['make-leave', 'a@b.example', 'now'],
      ['list', '--loud'],
    ]) {
      const io = paper();
      expect(await run(args, io), args.join(' ')).toBe(2);
      expect(io.written.err).toContain('See foreword user --help');
    }
    expect(help.split('\n').every((line) => line.length <= 90)).toBe(true);
  });

  it('tells somebody whose Foreword is running to stop it or use the page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'foreword-user-'));
    const before = { ...process.env };
    Object.assign(process.env, { FOREWORD_DATA: folder, DATABASE_URL: '' });
    const { databaseOf } = await import('../database-address.ts');
    const { readConfig } = await import('#config');
    const address = databaseOf(readConfig());
    const running = takeLock(address.kind === 'embedded' ? `${address.folder}.lock` : '');
    try {
      const io = paper();
      expect(await run(['list'], io)).toBe(1);
      expect(io.written.err).toContain('Stop Foreword first or use the People page.');
    } finally {
      running.release();
      process.env = before;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

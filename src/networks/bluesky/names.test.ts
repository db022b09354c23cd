/** Account names for lasting ids: against a real PDS, and against a stand-in that answers as the public service does. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { type BlueskyServers, blueskyMissing, hasBluesky, startBluesky } from '../../../test/servers/bluesky.ts';
import { realTools, type TestTools } from '../../../test/servers/network-tools.ts';
import { startWeb, type Web } from '../../../test/servers/web.ts';
import { bluesky } from './index.ts';
import { buildNames } from './names.ts';

const signal = new AbortController().signal;
let tools: TestTools;
beforeAll(() => {
  tools = realTools();
});
afterAll(() => tools.close());

describe.skipIf(!hasBluesky)(hasBluesky ? 'a real PDS' : `a real PDS (not run: ${blueskyMissing})`, () => {
  let servers: BlueskyServers;
  beforeAll(async () => {
    servers = (await startBluesky({ accounts: 2 }))!;
  });
  afterAll(() => servers?.stop());

  it('names its accounts by id and back, and leaves out whom it does not know', async () => {
    const names = bluesky.names!({ names: servers.pds }, tools)!;
    const [one, two] = servers.accounts as [BlueskyServers['accounts'][0], BlueskyServers['accounts'][0]];
    const stranger = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
    expect(await names.handlesOf([stranger, one.did, two.did, 'no id'], signal)).toEqual(
      new Map([
        [one.did, one.handle],
        [two.did, two.handle],
      ]),
    );
    expect(await names.idsOf([one.handle.toUpperCase(), 'nobody.test', 'no handle'], signal)).toEqual(
      new Map([[one.handle, one.did]]),
    );
  });
});

describe('a stand-in of the public service', () => {
  const path = '/xrpc/app.bsky.actor.getProfiles';
  const did = (n: number) => `did:plc:${String(n).padStart(24, 'a')}`;
  const some = (n: number) => Array.from({ length: n }, (_, at) => did(at));
  let web: Web;
  let at = Date.now();
  const names = () => buildNames(web.origin, { outbound: tools.outbound, now: () => new Date(at) });
  beforeEach(async () => {
    web = await startWeb({
      [path]: ({ query }) => ({
        body: JSON.stringify({
          profiles: query
            .getAll('actors')
            .map((id) => ({ did: id, handle: `n${id.slice(-3).replaceAll('a', '0')}.test` })),
        }),
      }),
    });
  });
  afterEach(() => web.close());

  it('is asked about 25 at a time, once for each, and again after an hour', async () => {
    const asked = names();
    expect((await asked.handlesOf(some(60), signal)).size).toBe(60);
    expect(web.seen.map(({ query }) => query.getAll('actors').length)).toEqual([25, 25, 10]);
    expect((await asked.handlesOf(some(60), signal)).get(did(7))).toBe('n007.test');
    expect(web.seen.length).toBe(3);
    at += 61 * 60_000;
    await asked.handlesOf([did(7)], signal);
    expect(web.seen.length).toBe(4);
  });

  it('is asked about 150 in a minute and no more', async () => {
    const asked = names();
    expect((await asked.handlesOf(some(400), signal)).size).toBe(150);
    expect((await asked.handlesOf(some(400), signal)).size).toBe(150);
    expect(web.seen.length).toBe(6);
    at += 60_001;
    expect((await asked.handlesOf(some(400), signal)).size).toBe(300);
  });

  it('is left alone for a minute after it said that it was too much', async () => {
    const asked = names();
    web.on(path, { status: 429 });
    expect((await asked.handlesOf(some(30), signal)).size).toBe(0);
    await asked.idsOf(['northmere.test'], signal);
    expect(web.seen.length).toBe(1);
  });

  test.each([
    ['another account than was asked for', { profiles: [{ did: did(2), handle: 'thief.test' }] }],
    ['a name that does not point back', { profiles: [{ did: did(1), handle: 'handle.invalid' }] }],
    ['a name that is none', { profiles: [{ did: did(1), handle: '<b>you</b>' }] }],
    ['nothing of the kind', ['profiles']],
    ['deep nonsense', { profiles: [null, 7, { did: { did: 1 } }] }],
  ])('told %s, it names nobody', async (_name, told) => {
    web.on(path, { body: JSON.stringify(told) });
    expect(await names().handlesOf([did(1)], signal)).toEqual(new Map());
  });

  it('names nobody, and does not throw, where nobody answers or an answer never ends', async () => {
    web.on(path, { body: 'x'.repeat(2_000_000) });
    expect(await names().handlesOf([did(1)], signal)).toEqual(new Map());
    const gone = buildNames('http://127.0.0.1:1', { outbound: tools.outbound, now: () => new Date() });
    expect(await gone.handlesOf(some(40), signal)).toEqual(new Map());
    expect(await gone.idsOf(['northmere.test'], signal)).toEqual(new Map());
  });
});

test('a source can be told where to ask, or not to ask at all', () => {
  expect(bluesky.names!({ names: ' No ' }, tools)).toBeNull();
  expect(bluesky.names!({}, tools)).not.toBeNull();
  expect(bluesky.problems({ names: 'ftp://x' }).map((one) => one.field)).toEqual(['names']);
  for (const fine of ['', 'no', 'public.api.bsky.app']) expect(bluesky.problems({ names: fine })).toEqual([]);
});

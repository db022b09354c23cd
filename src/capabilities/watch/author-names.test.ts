/** Bluesky's authors by name: on the desk, in `from:` and in the author class; whole house, real Bluesky server. */

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system } from '#platform';
import { type BlueskyServers, blueskyMissing, hasBluesky, startBluesky } from '../../../test/servers/bluesky.ts';
import { startWeb, type Web } from '../../../test/servers/web.ts';
import { startHouse, type TestHouse } from '../../../test/support/house.ts';
import { askerFor } from '../../../test/support/talk.ts';

const slow = { timeout: 120_000, interval: 200 };
const me = system('watch');

describe.skipIf(!hasBluesky)(
  hasBluesky ? 'authors of Bluesky' : `authors of Bluesky (not run: ${blueskyMissing})`,
  () => {
    let servers: BlueskyServers;
    let site: TestHouse;
    let away: Web;
    beforeAll(async () => {
      servers = (await startBluesky({ accounts: 4 }))!;
      away = await startWeb({ '*': { status: 503 } });
      site = await startHouse();
      const { handle } = servers.accounts[0]!;
      await (await site.as('administrator')).send('/settings', 'save', {
        name: 'Northmere Council',
        shortNames: 'the council',
        official: handle,
        press: '',
      });
      const analyst = await site.as('watch-analyst');
      const watch = await analyst.send('/register/new', 'propose', {
        name: 'Bins and our own account',
        purpose: 'To notice missed bins and what our own account says.',
        lawfulBasis: 'Public task',
        dpiaReference: 'DPIA-1',
        ownerId: site.cast.get('watch-analyst')!,
        ...endIn(90),
        queries: `bins\nfrom:${handle}`,
      });
      await (await site.as('dpo')).send(watch.path, 'approve', { act: 'approve', decision: 'Needed and fair.' });
    });
    afterAll(async () => {
      await site?.stop();
      await away?.close();
      await servers?.stop();
    });

    const addSource = async (names: string) => {
      const analyst = await site.as('watch-analyst');
      const added = await analyst.send('/watch/sources/new?network=bluesky', 'add', {
        network: 'bluesky',
        name: 'Bluesky',
        voice: 'public',
        stream: servers.stream,
        names,
      });
      await expect.poll(async () => (await analyst.get(added.path)).text, slow).toMatch(/Seeing/);
      return added.path;
    };
    const posts = async () =>
      (
        await site.house.kit.db.as(me, (tx) =>
          sql<{ text: string; author_handle: string | null; author_class: string }>`
          select text, author_handle, author_class from watch.post order by seen_at`.execute(tx),
        )
      ).rows;
    const author = async (words: string) => (await posts()).find((post) => post.text.includes(words))?.author_handle;

    test('are shown by the name that people know, once they were kept; nobody is asked about criticism', async () => {
      const [official, one] = servers.accounts as [BlueskyServers['accounts'][0], BlueskyServers['accounts'][0]];
      const source = await addSource(servers.pds);
      await servers.post(one, 'My bins on Ash Road were not collected this week, please send the lorry');
      await expect.poll(() => author('Ash Road'), slow).toBe(one.handle);

      await servers.post(official, 'The library is open until eight tonight');
      await expect
        .poll(() => posts(), slow)
        .toContainEqual(
          expect.objectContaining({ text: expect.stringContaining('library'), author_class: 'official' }),
        );
      await (await site.as('watch-analyst')).send(`${source}/remove`, 'remove');
    });

    test('stay an id where nobody can be asked, and the post is in the queue all the same', async () => {
      const [, , two, critic] = servers.accounts as BlueskyServers['accounts'][0][];
      if (!two || !critic) throw new Error('no accounts');
      await addSource(away.origin);
      await servers.post(two, 'Street light out over the bins at Elm Court since Monday, can you fix it');
      await expect.poll(() => author('Elm Court'), slow).toBe(two.did);
      await servers.post(critic, 'The bins policy of this council is a disgrace and I will never vote for them again');
      await expect.poll(() => author('disgrace'), slow).toBeNull();
      await expect.poll(() => away.seen.length, slow).toBeGreaterThan(0);
      const askedOf = away.seen.map(({ query }) => query.toString()).join(' ');
      expect(askedOf).toContain(encodeURIComponent(two.did));
      await site.house.kit.jobs.drain();
      expect(await author('Elm Court')).toBe(two.did);
      expect((await (await site.as('watch-analyst')).get('/watch/queue')).text).toContain('Elm Court');

      // Found with a later post of the story: the first one is named too, and a look that was counted stays counted.
      const { signals } = site.house.watch;
      const analyst = askerFor(site, 'watch-analyst');
      const story = (await signals.list(analyst, { words: 'Elm Court' }))[0]!;
      const [first] = await signals.posts(analyst, story.id);
      await signals.openProfile(analyst, story.id, first!.id);
      const told = { profiles: [{ did: two.did, handle: two.handle }] };
      away.on('/xrpc/app.bsky.actor.getProfiles', { body: JSON.stringify(told) });
      await servers.post(two, 'Street light out over the bins at Elm Court since Monday, can you please fix it');
      await expect
        .poll(async () => (await signals.posts(analyst, story.id)).map((post) => post.author?.handle), slow)
        .toEqual([two.handle, two.handle]);
      expect((await signals.openProfile(analyst, story.id, first!.id)).ok).toBe(true);
      expect((await signals.openProfile(analyst, story.id, first!.id)).ok).toBe(false);
    });
  },
);

function endIn(days: number): Record<string, string> {
  const end = new Date(Date.now() + days * 86_400_000);
  return {
    'endsOn-day': String(end.getUTCDate()),
    'endsOn-month': String(end.getUTCMonth() + 1),
    'endsOn-year': String(end.getUTCFullYear()),
  };
}

/** As a new user: from an empty house to the first alert in a real inbox, on real servers (must-show 2). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blueskyMissing, hasBluesky } from '../servers/bluesky.ts';
import { snacMissing } from '../servers/snac.ts';
import { type FirstDay, startFirstDay } from '../support/first-day.ts';

const noSnac = snacMissing();

describe('the first day of a new organisation', () => {
  let day: FirstDay;
  beforeAll(async () => {
    day = await startFirstDay();
  }, 240_000);
  afterAll(() => day?.stop());

  const asker = { kind: 'system' as const, id: 'watch', roles: ['system', 'system:watch'] };
  /** The story with these words, once it is on the queue. */
  async function story(words: string) {
    const look = async () =>
      (await day.site.house.watch.signals.list(asker, { words, states: ['new', 'claimed', 'note'] }))[0];
    await expect.poll(async () => (await look()) !== undefined).toBe(true);
    return (await look())!;
  }

  test('the organisation stands, the source is added, the watch runs once a second person has approved it', async () => {
    expect(day.seen.source.text).toContain('Source added');
    expect(day.seen.watch.text).toContain('Somebody else now has to approve it');
    expect((await day.analyst.get('/register')).text).toContain('Running');
    await expect.poll(async () => (await day.analyst.get('/watch/sources')).text).toContain('Seeing');
  });

  test('a threat in a feed is on the queue and in the inbox, without the words of the post', async () => {
    day.publish(
      'There is a bomb in the market hall',
      'A caller says there is a bomb in the council market hall and it will go off tonight. Everyone must get out.',
    );
    const signal = await story('There is a bomb in the market hall');
    expect(['S1', 'S2', 'S3']).toContain(signal.severity);
    const mail = await day.smtp.next((one) => one.subject.startsWith('[S'));
    expect(mail.to).toContain('ann@northmere.example');
    expect(mail.text).toContain(`/watch/signals/${signal.id}`);
    expect(mail.text).not.toContain('A caller says');
    expect((await day.analyst.get('/watch/queue')).text).toContain('There is a bomb in the market hall');
  });

  test.skipIf(!hasBluesky)(
    `a threat on Bluesky is on the queue and in the inbox ${hasBluesky ? '' : `(left out: ${blueskyMissing})`}`,
    async () => {
      await day.bluesky!.post(
        day.bluesky!.accounts[0]!,
        'I will burn the council offices down tomorrow night with everyone inside',
      );
      const signal = await story('burn the council offices');
      expect(signal.severity).toBe('S1');
      const mail = await day.smtp.next((one) => one.text.includes(signal.id));
      expect(mail.subject).toContain('[S1]');
    },
  );

  test.skipIf(noSnac !== null)(
    `a missed bin on the fediverse is on the queue ${noSnac ? `(left out: ${noSnac})` : ''}`,
    async () => {
      const server = day.snac!.servers[0]!;
      await day.snac!.post(
        server,
        server.users[0]!,
        'Bins not collected on Larch Close again, can somebody please come and get them?',
      );
      const signal = await story('Bins not collected on Larch Close');
      expect(['S3', 'S4', 'S5']).toContain(signal.severity);
    },
  );

  test('a feed address that cannot work is told to the person who adds it, in words', async () => {
    const wrong = await day.analyst.send('/watch/sources/new?network=feeds', 'add', {
      network: 'feeds',
      name: 'Nonsense',
      voice: 'public',
      url: 'not an address',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('There is a problem');
    expect(wrong.html).toContain('value="not an address"');
  });

  test('the person who proposed a watch cannot approve it', async () => {
    expect((await day.analyst.get(day.seen.watch.path)).text).not.toContain('Decide on this watch');
  });
});

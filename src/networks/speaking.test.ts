/** X, Facebook and LinkedIn against stand-ins built from what they publish: the same tests for each, and what is its own. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClosedServer, startFacebook, startLinkedIn, startX } from '../../test/servers/closed.ts';
import { realTools } from '../../test/servers/network-tools.ts';
import { facebook } from './facebook/index.ts';
import { networks } from './index.ts';
import { linkedin } from './linkedin/index.ts';
import { escaped } from './linkedin/publish.ts';
import type { Draft, Network, NetworkTools, Outcome, Published, Publisher, Spend } from './network.ts';
import { x } from './x/index.ts';
import { authorization } from './x/oauth.ts';
import { weightOf } from './x/publish.ts';

const plain = realTools({ pollMs: 30 });
afterAll(() => plain.close());

/** Counts as the house does, in memory: the house's own is tested where it lives. */
function purse(): Spend & { readonly spent: Map<string, number> } {
  const spent = new Map<string, number>();
  return {
    spent,
    take: async ({ key, cost, most }) => {
      if (spent.has(key)) return true;
      const sum = [...spent.values()].reduce((a, b) => a + b, 0);
      if (sum + cost > most) return false;
      spent.set(key, cost);
      return true;
    },
    giveBack: async ({ key }) => void spent.delete(key),
  };
}

const draft = (text: string, more: Partial<Draft> = {}): Draft => {
  return { text, lang: 'en', replyTo: null, images: [], key: text, ...more };
};
const picture = (alt: string) => ({ bytes: new Uint8Array([137, 80, 78, 71]), mime: 'image/png', alt });
const value = (outcome: Outcome<Published>): Published => {
  if (!outcome.ok) throw new Error(outcome.because);
  return outcome.value;
};

const closed: readonly (readonly [Network, () => Promise<ClosedServer>])[] = [
  [x, startX],
  [facebook, startFacebook],
  [linkedin, startLinkedIn],
];

it('tests every network that only speaks', () => {
  expect(closed.map(([network]) => network.name)).toEqual(
    networks.filter((network) => network.speaksOnly).map((network) => network.name),
  );
});

describe.each(closed.map((one) => [one[0].name, ...one] as const))('%s', (_name, network, start) => {
  let server: ClosedServer;
  let spend: ReturnType<typeof purse>;
  let tools: NetworkTools;
  let publisher: Publisher;
  const fresh = () => network.publisher(server.settings, tools)!;

  beforeEach(async () => {
    server = await start();
    spend = purse();
    tools = { ...plain, spend };
    publisher = fresh();
  });
  afterEach(async () => {
    expect(server.strange).toEqual([]);
    await server.stop();
  });

  it('is off until all is filled in, says what is missing, and says honestly how far it is proved', () => {
    expect(network.publisher({}, tools)).toBeNull();
    const missing = network.problems({}).map((problem) => problem.field);
    expect(missing).toEqual(
      expect.arrayContaining(network.publisherFields.filter((f) => f.isRequired).map((f) => f.name)),
    );
    for (const cap of ['', '0', '-5', 'much']) expect(network.publisher({ ...server.settings, cap }, tools)).toBeNull();
    expect(network.publisher({ ...server.settings, service: 'http://api.example' }, tools)).toBeNull();
    expect(network.coverage).toMatch(/sees only.*not yet verified against the live service/is);
    expect(['B', 'C']).toContain(network.grade);
    expect(network.fields).toEqual([]);
    expect(network.mentions).toBeUndefined();
  });

  it('is no source: a reader says that it is blind', async () => {
    for await (const batch of network.open(server.settings, tools).read(null, new AbortController().signal)) {
      expect(batch.health).toMatchObject({ state: 'blind', code: 'settings' });
      break;
    }
  });

  it('posts the exact words with described pictures, and answers', async () => {
    const text = 'Mae’r pwll ar gau (yfory) & <hefyd> #Northmere_1 ☔';
    const posted = value(await publisher.post(draft(text, { images: [picture('A map, “small”'), picture('A plan')] })));
    expect(posted.url).toMatch(/^https:\/\//);
    const asked = server.add('When?', { isOther: true });
    const answered = value(await publisher.post(draft('On Monday', { replyTo: asked })));
    expect(server.stands().filter((one) => one.id !== asked)).toEqual([
      { id: posted.id, text, replyTo: null, alts: ['A map, “small”', 'A plan'] },
      { id: answered.id, text: 'On Monday', replyTo: asked, alts: [] },
    ]);
  });

  it('publishes once for the same key in one run, and finds it from another', async () => {
    const once = draft('Only once, https://northmere.example/a?b=1&c=2');
    const since = new Date();
    expect(await fresh().find(once, since)).toEqual({ ok: true, value: null });
    const both = await Promise.all([publisher.post(once), publisher.post(once)]);
    expect(new Set(both.map((outcome) => value(outcome).id)).size).toBe(1);
    const { id } = value(both[0]!);
    expect(await fresh().find(once, since)).toMatchObject({ ok: true, value: { id } });
    expect(await fresh().find({ ...once, others: [id] }, since)).toEqual({ ok: true, value: null });
    expect(await fresh().find(draft('Another text'), since)).toEqual({ ok: true, value: null });
    expect(server.stands()).toHaveLength(1);
  });

  it('finds an answer among answers, and takes nobody else’s for it', async () => {
    const asked = server.add('When?', { isOther: true });
    const since = new Date();
    server.add('On Monday', { replyTo: asked, isOther: true });
    const answer = draft('On Monday', { replyTo: asked });
    expect(await publisher.find(answer, since)).toEqual({ ok: true, value: null });
    const { id } = value(await publisher.post(answer));
    expect(await fresh().find(answer, since)).toMatchObject({ ok: true, value: { id } });
  });

  it('an answer that is lost on the way back counts as spent, and looking tells that the post stands', async () => {
    server.failNext('lost');
    const since = new Date();
    const lost = draft('Lost on the way back');
    expect(await publisher.post(lost)).toMatchObject({ ok: false, code: 'unreachable' });
    expect(spend.spent.has(lost.key)).toBe(true);
    const found = await fresh().find(lost, since);
    expect(found).toMatchObject({ ok: true, value: { id: server.stands()[0]!.id } });
    expect(server.stands()).toHaveLength(1);
  });

  it.each([
    [429, 'rate-limited', false],
    [500, 'server-fault', true],
    [401, 'refused', false],
  ] as const)(
    'after %i it says %s in words; what was certainly not sent is given back',
    async (status, code, isKept) => {
      server.failNext(status);
      const one = draft('Later');
      const outcome = await publisher.post(one);
      expect(outcome).toMatchObject({ ok: false, code });
      if (!outcome.ok) expect(outcome.because).toMatch(/\.$/);
      expect(spend.spent.has(one.key)).toBe(isKept);
      expect(value(await publisher.post(one)).id).toBe(server.stands()[0]!.id);
    },
  );

  it('sends nothing beyond the cap, nor where nobody counts', async () => {
    const small = network.publisher({ ...server.settings, cap: network === x ? '0.02' : '1' }, tools)!;
    value(await small.post(draft('The first')));
    expect(await small.post(draft('The second'))).toMatchObject({
      ok: false,
      code: 'settings',
      because: expect.stringContaining('limit'),
    });
    const uncounted = network.publisher(server.settings, plain)!;
    expect(await uncounted.post(draft('Uncounted'))).toMatchObject({ ok: false, code: 'settings' });
    expect(server.stands()).toHaveLength(1);
  });

  it('takes down its own post, also when it is already gone, and nothing that is none', async () => {
    const { id } = value(await publisher.post(draft('A mistake')));
    const asked = server.add('When?', { isOther: true });
    const answer = value(await publisher.post(draft('Then', { replyTo: asked })));
    for (const one of [id, id, answer.id]) expect(await publisher.remove(one)).toEqual({ ok: true, value: null });
    expect(server.stands().map((one) => one.text)).toEqual(['When?']);
    expect(await publisher.remove('../../me')).toMatchObject({ ok: false, code: 'settings' });
  });

  it('refuses before it asks: nothing to say, too long, an answer to nothing it knows', async () => {
    expect(await publisher.post(draft(' '))).toMatchObject({ ok: false, code: 'empty' });
    expect(await publisher.post(draft('a'.repeat(64_000)))).toMatchObject({ ok: false, code: 'too-long' });
    const nowhere = draft('Yes', { replyTo: 'https://elsewhere.example/1' });
    expect(await publisher.post(nowhere)).toMatchObject({ ok: false, code: 'settings' });
    expect(server.paths).toEqual([]);
    expect(spend.spent.size).toBe(0);
  });

  it('tests itself in words, with good and with bad keys', async () => {
    const good = await network.check(server.settings, tools);
    expect(good.map((step) => step.isOk)).not.toContain(false);
    const bad = await network.check({ ...server.settings, token: 'wrong' }, tools);
    expect(bad[0]).toMatchObject({ isOk: false, words: expect.stringMatching(/\.$/) });
    const away = await network.check({ ...server.settings, service: 'http://127.0.0.1:1' }, tools);
    expect(away[0]!.isOk).toBe(false);
    expect((await network.check({}, tools)).every((step) => !step.isOk)).toBe(true);
  });
});

describe('X alone', () => {
  it('signs as the published example of X does', () => {
    const header = authorization(
      {
        consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
        consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
        token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
        tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
      },
      {
        method: 'POST',
        url: 'https://api.x.com/1.1/statuses/update.json?include_entities=true',
        form: { status: 'Hello Ladies + Gentlemen, a signed OAuth request!' },
      },
      { nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg', seconds: 1318622958 },
    );
    expect(header).toContain('oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"');
  });

  it.each([
    ['a'.repeat(280), 280],
    ['https://northmere.example/a/very/long/address/that/counts/the/same', 23],
    ['日本', 4],
    ['👨‍👩‍👧‍👦', 2],
    ['Mae’r pwll ar gau', 17],
  ])('counts %s as %i', (text, weight) => {
    expect(weightOf(text)).toBe(weight);
  });

  it('takes 20 cents for a link and 1.5 for words, out of a cap in dollars', async () => {
    const server = await startX();
    const spend = purse();
    const publisher = x.publisher(server.settings, { ...plain, spend })!;
    value(await publisher.post(draft('Words')));
    value(await publisher.post(draft('See https://northmere.example')));
    expect([...spend.spent.values()]).toEqual([150, 2_000]);
    await server.stop();
  });
});

it('LinkedIn: what means something there stands for itself', () => {
  expect(escaped('(a) #b_c @d *e* \\ {f} <g> [h] |i| ~')).toBe(
    '\\(a\\) \\#b\\_c \\@d \\*e\\* \\\\ \\{f\\} \\<g\\> \\[h\\] \\|i\\| \\~',
  );
});

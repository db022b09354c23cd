import { expect, it } from 'vitest';
import type { NetworkTools } from '#networks/contract';
import { buildRehearsal, buildStage } from './index.ts';

const settings = { stage: 'town', source: 'square' };
const noOutbound = new Proxy(
  {},
  { get: () => () => expect.unreachable('a rehearsal went out') },
) as NetworkTools['outbound'];
const tools = (): NetworkTools => {
  let now = Date.UTC(2026, 10, 24);
  const wait = async (ms: number) => {
    now += ms;
  };
  return { outbound: noOutbound, now: () => new Date(now), wait, chance: () => 0.5, pollMs: 500 };
};
const stageWith = (
  { now, wait }: NetworkTools,
  text: string,
  outages: Parameters<typeof buildStage>[0]['script']['outages'] = [],
) =>
  buildStage({
    name: 'town',
    now,
    wait,
    script: {
      sources: [{ name: 'square', title: 'The square' }],
      posts: [{ at: 0, source: 'square', key: 'a', author: null, text, lang: 'en' }],
      outages,
    },
  });

it('says that it is a rehearsal and has no way out', () => {
  const network = buildRehearsal();
  expect(network.coverage).toMatch(/rehearsal.*never reaches a live network/i);
  expect(network.grade).not.toBe('A');
});

it('tells what is wrong with settings, and takes good ones', () => {
  const network = buildRehearsal();
  expect(network.problems(settings)).toMatchObject([{ field: 'stage' }]);
  network.raise(stageWith(tools(), 'Hello'));
  expect(network.problems({ stage: 'town', source: 'moon' })).toMatchObject([{ field: 'source' }]);
  expect(network.problems(settings)).toEqual([]);
  network.strike('town');
  expect(network.stage('town')).toBeNull();
  expect(network.publisher({ ...settings, handle: 'council' }, tools())).toBeNull();
});

it('waits blind for its stage, reads when it is raised, and goes over to a new one', async () => {
  const network = buildRehearsal();
  const hands = tools();
  const stop = new AbortController();
  const seen: string[] = [];
  let looks = 0;
  for await (const batch of network.open(settings, hands).read(null, stop.signal)) {
    looks += 1;
    seen.push(batch.health.state, ...batch.happenings.map((one) => (one.kind === 'post' ? one.post.text : 'gone')));
    if (looks === 2) network.raise(stageWith(hands, 'First night'));
    if (looks === 4) network.raise(stageWith(hands, 'Second night'));
    if (looks === 6) network.strike('town');
    if (looks === 8) stop.abort();
  }
  expect(seen).toEqual([
    'blind',
    'blind',
    'seeing',
    'First night',
    'seeing',
    'seeing',
    'Second night',
    'seeing',
    'blind',
    'blind',
  ]);
});

it('checks itself in words, blind or not', async () => {
  const network = buildRehearsal();
  expect(await network.check(settings, tools())).toMatchObject([{ isOk: false }]);
  network.raise(stageWith(tools(), 'Hello'));
  expect((await network.check(settings, tools())).map((step) => step.isOk)).toEqual([true, true, true]);
  network.raise(
    stageWith(tools(), 'Hello', [{ source: 'square', from: 0, until: null, code: 'refused', words: 'Not let in.' }]),
  );
  expect(await network.check(settings, tools())).toMatchObject([
    { isOk: true },
    { isOk: false, words: 'Not let in.' },
    { isOk: true },
  ]);
});

it('publishes onto the stage and takes it back', async () => {
  const network = buildRehearsal();
  const stage = stageWith(tools(), 'Hello');
  network.raise(stage);
  const publisher = network.publisher({ ...settings, handle: 'council' }, tools());
  const said = await publisher?.post({ text: 'Sorry about the bins', lang: 'en', replyTo: null, images: [], key: 'k' });
  expect(stage.shown('square').map((post) => post.text)).toEqual(['Hello', 'Sorry about the bins']);
  const draft = { text: 'Sorry about the bins', lang: 'en', replyTo: null, images: [], key: 'k' };
  expect(await publisher?.find(draft, new Date(0))).toEqual(said);
  expect(await publisher?.find({ ...draft, key: 'other' }, new Date(0))).toEqual({ ok: true, value: null });
  await publisher?.remove(said?.ok ? said.value.id : '');
  expect(stage.shown('square').map((post) => post.text)).toEqual(['Hello']);
});

it('hears what is said to an account: mentions of it and answers to what it said, and not its own words', async () => {
  const network = buildRehearsal();
  const hands = tools();
  const stage = stageWith(hands, 'Hello @Council, is it open?');
  network.raise(stage);
  expect(network.mentions?.(settings, hands)).toBeNull();
  const draft = { text: 'We are open, says @council', lang: 'en', replyTo: null, images: [], key: 'k' };
  const said = stage.publish('square', 'council', draft);
  if (!said.ok) throw new Error(said.because);
  const resident = { handle: 'resident', name: null, followers: null };
  const say = (text: string, replyTo?: string) =>
    stage.say({ source: 'square', author: resident, text, lang: 'en', ...(replyTo ? { replyTo } : {}) });
  say('Nobody listens');
  say('Thank you', said.value.id);
  const stop = new AbortController();
  const heard: string[] = [];
  for await (const batch of network.mentions!({ ...settings, handle: 'council' }, hands)!.read(null, stop.signal)) {
    for (const one of batch.happenings) if (one.kind === 'post') heard.push(one.post.text);
    if (heard.length >= 2) stop.abort();
  }
  expect(heard).toEqual(['Hello @Council, is it open?', 'Thank you']);
});

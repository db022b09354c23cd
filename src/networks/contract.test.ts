/** The same tests for every network: what `network.ts` promises, on each network's own sample place. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Following, follow, realTools } from '../../test/servers/network-tools.ts';
import { sample as bluesky } from './bluesky/samples/contract.ts';
import { sample as feeds } from './feeds/samples/contract.ts';
import { networks } from './index.ts';
import { sample as mastodon } from './mastodon/samples/contract.ts';
import type { NetworkPost } from './network.ts';
import { sample as rehearsal } from './rehearsal/samples/contract.ts';
import type { SamplePlace } from './sample.ts';

const samples = [feeds, bluesky, mastodon, rehearsal];
const tools = realTools({ pollMs: 60 });
afterAll(() => tools.close());

it('has a sample for every network of the list that is read', () => {
  expect(samples.map((sample) => sample.network.name)).toEqual(
    networks.filter((network) => !network.speaksOnly).map((network) => network.name),
  );
});

describe.each(samples.map((sample) => [sample.network.name, sample] as const))(
  '%s keeps the contract',
  (name, sample) => {
    const { network } = sample;
    let place: SamplePlace;
    let open: Following[] = [];

    beforeEach(async () => {
      place = await sample.open();
    });
    afterEach(async () => {
      await Promise.all(open.map((one) => one.stop()));
      open = [];
      await place.close();
    });

    const read = (cursor: string | null = null, settings = place.settings): Following => {
      const following = follow(network.open(settings, tools), cursor);
      open.push(following);
      return following;
    };
    const posts = (following: Following): readonly NetworkPost[] =>
      following.happenings().flatMap((one) => (one.kind === 'post' ? [one.post] : []));
    const words = (following: Following) => posts(following).map((post) => post.text);
    const isSeeing = (following: Following) => following.batches.some((batch) => batch.health.state === 'seeing');
    const has = (text: string) => (following: Following) => words(following).some((one) => one.includes(text));
    /** Where a reader stands that has seen the place and nothing of what is said later. */
    const startCursor = async (): Promise<string | null> => {
      const first = read();
      await first.until(isSeeing);
      place.say('The very first words');
      await first.until(has('The very first words'));
      await first.stop();
      return first.cursor();
    };

    it('says what it is, what it cannot see, what its terms allow and how far it is proved', () => {
      expect(network.title).not.toBe('');
      expect(network.coverage).toMatch(/sees only/i);
      expect(network.terms.length).toBeGreaterThan(40);
      expect(['A', 'B', 'C']).toContain(network.grade);
    });

    it('has fields with labels and hints, and words for what is not filled in', () => {
      for (const field of [...network.fields, ...network.publisherFields]) {
        expect(field.label, field.name).not.toBe('');
        expect(field.hint, field.name).not.toBe('');
      }
      const problems = network.problems({});
      expect(problems.length > 0).toBe(network.fields.some((field) => field.isRequired));
      for (const problem of problems) {
        expect(network.fields.map((field) => field.name)).toContain(problem.field);
        expect(problem.words).not.toBe('');
      }
      expect(network.problems(place.settings)).toEqual([]);
    });

    it('shows a post whole: its network, a lasting id, a version, a time that is not in the future', async () => {
      const following = read();
      await following.until(isSeeing);
      place.say('Some words about bins');
      await following.until(has('Some words about bins'));
      const post = posts(following).find((one) => one.text.includes('Some words about bins'))!;
      expect(post).toMatchObject({ network: name, title: expect.any(String), links: [], media: [] });
      expect(post.id).not.toBe('');
      expect(post.version).not.toBe('');
      expect(post.at.getTime()).toBeLessThan(Date.now() + 86_400_000);
      expect(structuredClone(post)).toEqual(post);
    });

    it('goes forward: each post once, in order, and nothing again from the newest cursor', async () => {
      const said = Array.from({ length: 60 }, (_, n) => `Words number ${n}.`);
      const following = read(await startCursor());
      for (const one of said) place.say(one);
      await following.until(has(said.at(-1)!));
      await following.stop();
      expect(words(following)).toEqual(said);
      const later = read(following.cursor());
      await later.until(isSeeing);
      place.say('And then');
      await later.until(has('And then'));
      expect(words(later)).toEqual(['And then']);
    });

    it('tells the same again from an older cursor, from every cursor on the way', async () => {
      const start = await startCursor();
      const first = read(start);
      await first.until(isSeeing);
      for (const one of ['one word', 'two words', 'three words']) place.say(one);
      await first.until(has('three words'));
      await first.stop();
      const told = posts(first).map((post) => `${post.id} ${post.version}`);
      expect(told).toHaveLength(3);
      const cursors = [start, ...first.batches.map((batch) => batch.cursor)];
      for (const [index, cursor] of cursors.entries()) {
        const before = first.batches.slice(0, index).flatMap((batch) => batch.happenings).length;
        const again = read(cursor);
        await again.until((one) => isSeeing(one) && posts(one).length >= 3 - before);
        await again.stop();
        expect(posts(again).map((post) => `${post.id} ${post.version}`)).toEqual(told.slice(before));
      }
    });

    it('bears a cursor that is none of its own', async () => {
      for (const cursor of ['', 'nonsense', '{"v":99}', '[]', 'null', 'x'.repeat(100_000)]) {
        const following = read(cursor);
        await following.until(isSeeing);
        await following.stop();
      }
    });

    it('tells that something disappeared', async () => {
      if (place.takeBack === null) return expect(network.coverage).toMatch(/remov|disappear|delet/i);
      const following = read();
      await following.until(isSeeing);
      for (const one of ['stays below', 'goes away', 'stays above']) place.say(one);
      await following.until(has('stays above'));
      place.takeBack('goes away');
      await following.until((one) => one.happenings().some((event) => event.kind === 'gone'));
      const gone = posts(following).find((post) => post.text.includes('goes away'));
      expect(following.happenings().filter((event) => event.kind === 'gone')).toMatchObject([{ id: gone!.id }]);
    });

    it('ends when it is told to stop: while it waits, before it starts, and when nobody pulls any more', async () => {
      const waiting = read();
      await waiting.until(isSeeing);
      await waiting.stop();
      const stopped = AbortSignal.abort();
      let count = 0;
      for await (const _ of network.open(place.settings, tools).read(null, stopped)) count += 1;
      expect(count).toBeLessThanOrEqual(1);
      const control = new AbortController();
      for await (const _ of network.open(place.settings, tools).read(null, control.signal)) break;
      control.abort();
    });

    it('sends an empty batch when there is nothing, so that a heartbeat is seen', async () => {
      const following = read();
      await following.until((one) => one.batches.filter((batch) => batch.happenings.length === 0).length >= 3);
      expect(following.batches.every((batch) => batch.health.state === 'seeing')).toBe(true);
    });

    it('is blind and says so when nobody answers, keeps its cursor, and never throws', async () => {
      const cursor = await startCursor();
      const following = read(cursor, place.deadSettings);
      await following.until((one) => one.batches.length > 0);
      const health = following.batches[0]!.health;
      if (health.state !== 'blind') throw new Error('it claims to see');
      expect(['unreachable', 'settings', 'not-found']).toContain(health.code);
      expect(health.words).toMatch(/\w.*\.$/s);
      expect(following.happenings()).toEqual([]);
      await following.stop();
      place.say('Said while it was blind');
      const back = read(following.cursor());
      await back.until(has('Said while it was blind'));
      if (!place.isDeadElsewhere) expect(words(back)).toEqual(['Said while it was blind']);
    });

    it('fails its own test in words when nobody answers, and passes it when somebody does', async () => {
      const good = await network.check(place.settings, tools);
      expect(good.filter((step) => !step.isOk)).toEqual([]);
      expect(good.length).toBeGreaterThan(1);
      const bad = await network.check(place.deadSettings, tools);
      expect(bad.some((step) => !step.isOk)).toBe(true);
      for (const step of [...good, ...bad]) expect(step.words).not.toBe('');
    });

    it('leaves no active markup, no control characters and no dangerous links', async () => {
      const following = read();
      await following.until(isSeeing);
      const html =
        '<p>Fair<script>alert(1)</script> words</p><img src=x onerror="alert(2)"><svg onload=alert(3)></svg>' +
        '<a href="javascript:alert(4)">here</a> <iframe src="https://bad.example"></iframe><style>p{}</style>';
      if (place.sayMarkup === null) place.say('Fair words \u0000 <b>as typed</b> javascript:alert(1)');
      else place.sayMarkup(html);
      await following.until(has('words'));
      const post = posts(following).find((one) => one.text.includes('words'))!;
      if (place.sayMarkup !== null) expect(post.text).not.toMatch(/<\/?[a-z]|alert\(|onerror|javascript:/i);
      // A stage of our own holds only what we wrote; everything else may hold anything.
      if (place.isOutside) expect(`${post.title}${post.text}`).not.toMatch(/[\u0000-\u0008\u000e-\u001f]/);
      expect(post.links.filter((link) => !/^https?:\/\//.test(link))).toEqual([]);
    });

    it('has no publisher for settings that cannot work', () => {
      expect(network.publisher({}, tools)).toBeNull();
    });
  },
);

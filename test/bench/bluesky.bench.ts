/**
 * How soon a Bluesky post is seen, and how fast a flood is read: `npx tsx test/bench/bluesky.bench.ts`.
 *
 * Real PDS and our small Jetstream in a process of their own, the product's reader in this one. `--posts N` (default
 * 100), `--flood N` (default 50000). With `--real FILE` also maps a file of Jetstream v1 lines and prints counts only.
 * `--json` prints the figures for another program.
 */
import { existsSync, readFileSync } from 'node:fs';
import { bluesky } from '../../src/networks/bluesky/index.ts';
import { happeningOf } from '../../src/networks/bluesky/map.ts';
import { readFrame } from '../../src/networks/bluesky/wire.ts';
import { startRelay } from '../servers/bluesky/jetstream-relay.ts';
import { watching } from '../servers/bluesky/watcher.ts';
import { blueskyMissing, startBluesky } from '../servers/bluesky.ts';
import { realTools } from '../servers/network-tools.ts';

const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : (process.argv[at + 1] ?? '');
};
const figures: Record<string, unknown> = {};
const tools = realTools({ pollMs: 60_000 });
const say = (line: string) => process.argv.includes('--json') || console.log(line);

const share = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
const spread = (name: string, values: number[]) => {
  const sorted = values.sort((one, other) => one - other);
  const found = { p50: share(sorted, 0.5), p95: share(sorted, 0.95), max: sorted.at(-1) ?? Number.NaN };
  figures[name] = found;
  say(
    `${name.padEnd(34)} p50 ${found.p50.toFixed(0)} ms   p95 ${found.p95.toFixed(0)} ms   max ${found.max.toFixed(0)} ms`,
  );
};

const latency = async (count: number) => {
  const servers = await startBluesky({ accounts: 2 });
  if (servers === null) return say(`post to batch: not measured, ${blueskyMissing}`);
  const author = servers.accounts[1]!;
  for (const wire of ['v2', 'v1'] as const) {
    await servers.setFaults({ v2: wire === 'v1' ? 404 : null });
    const watcher = await watching(bluesky.open({ stream: servers.stream }, tools));
    const calls: number[] = [];
    const seen: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const text = `${wire} ${index}`;
      const from = performance.now();
      const posting = servers.post(author, text).then(() => calls.push(performance.now() - from));
      await watcher.until(
        text,
        (one) => one.batches.at(-1)?.happenings.some((it) => it.kind === 'post' && it.post.text === text) ?? false,
      );
      seen.push(performance.now() - from);
      await posting;
    }
    await watcher.stop();
    spread(`${wire} call to the PDS alone`, calls);
    spread(`${wire} call to batch yielded`, seen);
  }
  await servers.stop();
};

const flood = async (count: number) => {
  const relay = await startRelay({ historyCount: count * 2 });
  const watcher = await watching(bluesky.open({ stream: relay.url }, tools));
  const from = performance.now();
  for (let index = 0; index < count; index += 1) {
    const text = `Number ${index} of a flood about the bridge in Northmere #bridge`;
    const facets = [
      {
        index: { byteStart: text.length - 7, byteEnd: text.length },
        features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'bridge' }],
      },
    ];
    const record = { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString(), langs: ['en'], facets };
    relay.push({
      did: 'did:plc:synthetic',
      kind: 'commit',
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: `k${index}`,
      cid: 'bafyreisynthetic',
      record,
    });
    // The relay shares this process: let the reader have its turn.
    if (index % 500 === 499) await new Promise((resolve) => setImmediate(resolve));
  }
  let seenCount = 0;
  let counted = 0;
  await watcher.until('the flood', ({ batches }) => {
    for (; counted < batches.length; counted += 1) seenCount += batches[counted]?.happenings.length ?? 0;
    return seenCount >= count;
  });
  const seconds = (performance.now() - from) / 1_000;
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  await watcher.stop();
  await relay.stop();
  figures.flood = { count, seconds, perSecond: count / seconds, rssMb };
  say(
    `flood, relay and reader in one process ${(count / seconds).toFixed(0)} events/s (${count} in ${seconds.toFixed(2)} s, ${rssMb.toFixed(0)} MB in all)`,
  );
};

const mapAlone = () => {
  const file = JSON.parse(
    readFileSync(new URL('../../src/networks/bluesky/samples/v2.json', import.meta.url), 'utf8'),
  ) as { frames: unknown[] };
  const frames = file.frames.slice(0, 4).map((frame) => Buffer.from(JSON.stringify(frame)));
  const now = new Date();
  const rounds = 20_000;
  const from = performance.now();
  for (let index = 0; index < rounds; index += 1) {
    const frame = readFrame(frames[index % frames.length]!, 'v2');
    if (frame.kind === 'commit') happeningOf(frame.commit, now);
  }
  const perSecond = rounds / ((performance.now() - from) / 1_000);
  figures.map = { perSecond };
  say(`frame to post alone                ${perSecond.toFixed(0)} events/s (rich posts: facets, pictures, quotes)`);
};

const real = (path: string | null) => {
  if (path === null) return;
  if (!existsSync(path)) return say(`${path} is not there: real events not measured`);
  const counts: Record<string, number> = {};
  const add = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const frame = readFrame(Buffer.from(line), 'v1');
    const found = frame.kind === 'commit' ? happeningOf(frame.commit, new Date()) : null;
    add(
      found === 'malformed' || frame.kind === 'malformed' ? 'malformed' : found === null ? 'passed over' : found.kind,
    );
    if (found === null || found === 'malformed' || found.kind === 'gone') continue;
    if (found.post.kind === 'reply') add('of them replies');
    if (found.post.links.length > 0) add('of them with links');
    if (found.post.media.length > 0) add('of them with media');
    if (found.post.lang !== null) add('of them with a language');
  }
  figures.real = counts;
  say(`real events                        ${JSON.stringify(counts)}`);
};

mapAlone();
real(option('real'));
await flood(Number(option('flood') || 50_000));
await latency(Number(option('posts') || 100));
await tools.outbound.close();
if (process.argv.includes('--json')) console.log(JSON.stringify(figures));

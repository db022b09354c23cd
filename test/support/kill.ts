/** Kills a collecting process again and again while posts come in, and counts what was lost, doubled or torn. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { sql } from 'kysely';
import { buildIds, type DatabaseAddress, migrate, openDatabase, packageRoot, system } from '#platform';
import { type BlueskyServers, startBluesky } from '../servers/bluesky.ts';
import { startWeb, type Web } from '../servers/web.ts';
import type { ChildOrder } from './collector-child.ts';
import { asAdmin, databaseUrl } from './database.ts';

export interface KillOptions {
  readonly kills: number;
  /** Null: the embedded database. */
  readonly serverUrl: string | null;
  readonly seed: number;
  /** Pause between two posts, and between two feed items. */
  readonly postEveryMs: number;
  readonly itemEveryMs: number;
  readonly tell?: (words: string) => void;
}

export interface KillReport {
  readonly kills: number;
  /** Of these, before the process had finished starting. */
  readonly killedStarting: number;
  readonly said: number;
  readonly kept: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Posts without a hit or without exactly one story, and stories whose count is wrong. */
  readonly torn: number;
  /** Longest time from a start to the first sign that the database was taken over, in milliseconds. */
  readonly slowestStartMs: number;
}

/** Null where the Bluesky test servers are not installed. */
export async function killMany(options: KillOptions): Promise<KillReport | null> {
  const servers = await startBluesky({ accounts: 2, historyCount: 1_000_000 });
  if (servers === null) return null;
  const web = await startWeb();
  const place = await buildPlace(options.serverUrl, servers, web);
  const town = buildTown(servers, web, options);
  const chance = chanceFrom(options.seed);
  let killedStarting = 0;
  let slowestStartMs = 0;
  try {
    // The first one is left alone until both sources have a place: before that, a source begins with what is new.
    let child = await startChild(place.order);
    await child.until('placed');
    town.open();
    for (let kill = 1; kill <= options.kills; kill += 1) {
      const isEarly = chance() < 0.2;
      if (isEarly) await sleep(chance() * 400);
      else {
        await child.until('started');
        slowestStartMs = Math.max(slowestStartMs, child.startedMs());
        await sleep(chance() * 700);
      }
      if (!child.hasSaid('started')) killedStarting += 1;
      await child.kill();
      if (kill % 50 === 0) options.tell?.(`${kill} kills, ${town.said().length} posts said`);
      child = await startChild(place.order);
    }
    await town.close();
    await child.until(`posts ${town.said().length}`).catch(() => {});
    await child.stop();
    return { kills: options.kills, killedStarting, slowestStartMs, ...(await place.count(town.said())) };
  } finally {
    await town.close();
    await web.close();
    await servers.stop();
    await place.drop();
  }
}

/** What is said while the processes die: posts on Bluesky and items in a feed, each with a mark of its own. */
function buildTown(servers: BlueskyServers, web: Web, options: KillOptions) {
  const said: string[] = [];
  const items: string[] = [];
  let isOpen = false;
  let talking: Promise<unknown> = Promise.resolve();
  web.on('/feed', () => ({ headers: { 'content-type': 'application/rss+xml' }, body: feedOf(items) }));
  const talk = async (everyMs: number, speak: (at: number) => Promise<void> | void) => {
    for (let at = 1; isOpen; at += 1) {
      await speak(at);
      await sleep(everyMs);
    }
  };
  return {
    said: () => said,
    open: () => {
      isOpen = true;
      talking = Promise.all([
        talk(options.postEveryMs, async (at) => {
          const text = wordsOf('b', at);
          await servers.post(servers.accounts[at % 2]!, text);
          if (text.includes('kestrel')) said.push(text);
        }),
        talk(options.itemEveryMs, (at) => {
          // A look reads 2,000 items at most; the town is quieter than that.
          if (items.length >= 1_500) return;
          const text = wordsOf('f', at);
          items.push(text);
          if (text.includes('kestrel')) said.push(text);
        }),
      ]);
    },
    close: async () => {
      isOpen = false;
      await talking;
    },
  };
}

/** Every fourth answers no query; every third is a near-copy of the others like it. */
function wordsOf(mark: string, at: number): string {
  const word = at % 4 === 0 ? 'sparrow' : 'kestrel';
  if (at % 3 === 0)
    return `The bridge by the old mill is closed again and the ${word} bus has gone, says ${mark}${at}x`;
  const more = [...String(at * 7919)].map(
    (digit) => 'alpha bravo carol delta eager fable grand hotel india jolly'.split(' ')[Number(digit)],
  );
  return `${word} ${mark}${at}x ${more.join(' ')} ${more.reverse().join(' ')}`;
}

const feedOf = (items: readonly string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Town</title><link>http://town.example/</link><description>d</description>${items
    .map((text, at) => `<item><guid isPermaLink="false">${at}</guid><title>${text}</title></item>`)
    .reverse()
    .join('')}</channel></rss>`;

async function buildPlace(serverUrl: string | null, servers: BlueskyServers, web: Web) {
  const folder = mkdtempSync(join(tmpdir(), 'foreword-kill-'));
  const ids = buildIds(() => new Date());
  const name = `foreword_kill_${process.pid}_${ids.next().slice(-8)}`;
  if (serverUrl) await asAdmin(serverUrl, `create database ${name}`);
  const database: DatabaseAddress = serverUrl
    ? { kind: 'server', url: databaseUrl(serverUrl, name), connections: 4 }
    : { kind: 'embedded', folder: join(folder, 'db') };
  const me = system('watch');
  const db = await openDatabase(database);
  await migrate(db, null);
  await db.as(me, async (tx) => {
    const now = new Date();
    const end = new Date(now.getTime() + 30 * 86_400_000);
    const watchId = ids.next();
    for (const [network, settings] of [
      ['bluesky', { stream: servers.stream }],
      ['feeds', { url: `${web.origin}/feed` }],
    ] as const)
      await sql`insert into watch.source (id, network, name, settings, added_by, added_at) values (${ids.next()}, ${network}, ${network}, ${JSON.stringify(settings)}::jsonb, 'test', ${now})`.execute(
        tx,
      );
    await sql`insert into watch.watch (id, name, purpose, lawful_basis, owner_id, dpia_reference, starts_on, ends_on, state, proposed_by, proposed_at)
      values (${watchId}, 'Kestrels', 'To hear about kestrels', 'Public task', 'test', 'D1', ${now}, ${end}, 'active', 'test', ${now})`.execute(
      tx,
    );
    await sql`insert into watch.query (id, watch_id, words, added_by, added_at, changed_at) values (${ids.next()}, ${watchId}, 'kestrel', 'test', ${now}, ${now})`.execute(
      tx,
    );
  });
  await db.close();
  const order: ChildOrder = { database, pollMs: 150, leaseMs: 1_500 };
  return {
    order,
    count: async (said: readonly string[]) => {
      const after = await openDatabase(database);
      try {
        const { rows } = await after.as(me, (tx) =>
          sql<{ words: string }>`select title || text as words from watch.post`.execute(tx),
        );
        const { rows: torn } = await after.as(me, (tx) =>
          sql<{ n: number }>`select (select count(*)::int from watch.post p
              where (select count(*) from watch.hit h where h.post_id = p.id) <> 1 or (select count(*) from watch.signal_post s where s.post_id = p.id) <> 1)
            + (select count(*)::int from watch.signal s where s.posts <> (select count(*) from watch.signal_post x where x.signal_id = s.id)
              or (select count(*) from watch.signal_post x where x.signal_id = s.id and not x.is_copy) <> 1) as n`.execute(
            tx,
          ),
        );
        const kept = rows.map((row) => row.words);
        return {
          said: said.length,
          kept: kept.length,
          lost: said.filter((text) => !kept.includes(text)),
          doubled: kept.filter((text, at) => kept.indexOf(text) !== at || !said.includes(text)),
          torn: torn[0]!.n,
        };
      } finally {
        await after.close();
      }
    },
    drop: async () => {
      if (serverUrl) await asAdmin(serverUrl, `drop database if exists ${name} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let bundled: Promise<string> | null = null;

/** Bundled once, because compiling it anew would take longer than it is allowed to live. */
const childFile = () => {
  bundled ??= (async () => {
    const outfile = join(packageRoot, 'dist', 'tests', `collector-child-${process.pid}.mjs`);
    await build({
      entryPoints: [join(packageRoot, 'test', 'support', 'collector-child.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
      outfile,
    });
    process.once('exit', () => rmSync(outfile, { force: true }));
    return outfile;
  })();
  return bundled;
};

async function startChild(order: ChildOrder) {
  const file = await childFile();
  const from = performance.now();
  const child: ChildProcess = spawn(process.execPath, [file, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = new Set<string>();
  let startedMs = 0;
  let complaints = '';
  let hear = () => {};
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => hear());
  child.stderr!.on('data', (part: Buffer) => {
    complaints = (complaints + part.toString()).slice(-3_000);
  });
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line === 'started') startedMs = performance.now() - from;
    said.add(line);
    hear();
  });
  return {
    hasSaid: (word: string) => said.has(word),
    startedMs: () => startedMs,
    until: async (word: string, waitMs = 120_000) => {
      const end = performance.now() + waitMs;
      while (!said.has(word)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the collector ended by itself: ${complaints}`);
        if (performance.now() > end)
          throw new Error(`the collector did not say "${word}": ${[...said].slice(-3).join(', ')} ${complaints}`);
        await new Promise<void>((resolve) => {
          hear = resolve;
          setTimeout(resolve, 200);
        });
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The same numbers from the same seed, 0 to 1 (mulberry32). */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

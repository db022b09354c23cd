/** Starts the real Bluesky servers of `test/servers/bluesky` in a process of their own, for one test file or bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RelayEvent, RelayFaults } from './bluesky/jetstream-relay.ts';

export interface BlueskyAccount {
  readonly did: string;
  readonly handle: string;
  readonly password: string;
  /** A session token, so that a test can post without going through the product. */
  readonly token: string;
}

export interface BlueskyOptions {
  /** How many accounts. Default 3. */
  readonly accounts?: number;
  /** How many events the stream keeps for replay. Default 20,000. */
  readonly historyCount?: number;
  /** Let the PDS limit requests as the public one does. Default false. */
  readonly isRateLimited?: boolean;
}

export interface BlueskyServers {
  /** `http://localhost:PORT` */
  readonly pds: string;
  /** `ws://127.0.0.1:PORT` */
  readonly stream: string;
  readonly accounts: readonly BlueskyAccount[];
  /** Posts by the PDS's own interface; more parts of the record in `extra`. */
  post(
    account: BlueskyAccount,
    text: string,
    extra?: Readonly<Record<string, unknown>>,
  ): Promise<{ uri: string; cid: string }>;
  /** Replaces a post's record: an edit. */
  edit(
    account: BlueskyAccount,
    uri: string,
    record: Readonly<Record<string, unknown>>,
  ): Promise<{ uri: string; cid: string }>;
  remove(account: BlueskyAccount, uri: string): Promise<void>;
  /** Any call to the PDS as this account. */
  call(account: BlueskyAccount, name: string, input?: unknown): Promise<Record<string, unknown>>;
  /** Straight into the stream, past the PDS: for bulk and for records that no PDS would take. */
  inject(events: readonly RelayEvent[]): Promise<void>;
  /** Frames as they are, to every reader. */
  raw(frames: readonly string[]): Promise<void>;
  dropConnections(): Promise<void>;
  /** Connections stay open but nothing moves on them any more. */
  freeze(): Promise<void>;
  /** The stream forgets its history: older cursors are too old. */
  forget(): Promise<void>;
  /** The stream counts from 1 again and has forgotten everything. */
  restartCount(): Promise<void>;
  /** HTTP statuses with which a wire answers instead of opening; null opens it. */
  setFaults(faults: Partial<RelayFaults>): Promise<void>;
  state(): Promise<{ clients: number; lastSeq: number; requests: readonly string[] }>;
  stop(): Promise<void>;
}

const folder = join(dirname(fileURLToPath(import.meta.url)), 'bluesky');

export const blueskyMissing = 'bluesky servers not installed: run npm ci in test/servers/bluesky';

/** For `describe.skipIf`, with `blueskyMissing` in the name. */
export const hasBluesky = existsSync(join(folder, 'node_modules', '@atproto', 'dev-env', 'package.json'));

/** Null, with `blueskyMissing` as the reason, where the test workspace is not installed. Ready in about ten seconds. */
export const startBluesky = async (options: BlueskyOptions = {}): Promise<BlueskyServers | null> => {
  if (!hasBluesky) return null;
  const child = spawn(process.execPath, ['--import', 'tsx', join(folder, 'server.mjs'), JSON.stringify(options)], {
    cwd: join(folder, '..', '..', '..'),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ready = await firstLine(child);
  const { pds, stream, control, accounts } = ready;

  const order = async (name: string, body?: unknown): Promise<unknown> => {
    const reply = await fetch(`${control}/${name}`, {
      method: 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`the test server did not ${name}: ${reply.status}`);
    return reply.json();
  };
  const call = async (account: BlueskyAccount, name: string, input?: unknown): Promise<Record<string, unknown>> => {
    const reply = await fetch(`${pds}/xrpc/${name}`, {
      headers: { authorization: `Bearer ${account.token}`, 'content-type': 'application/json' },
      ...(input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) }),
    });
    const answer = (await reply.text()) || '{}';
    if (!reply.ok) throw new Error(`${name}: ${reply.status} ${answer}`);
    return JSON.parse(answer) as Record<string, unknown>;
  };
  const asRef = ({ uri, cid }: Record<string, unknown>) => ({ uri: String(uri), cid: String(cid) });
  const placeOf = (uri: string) => {
    const [, , repo, collection, rkey] = uri.split('/');
    return { repo, collection, rkey };
  };

  return {
    pds,
    stream,
    accounts,
    async post(account, text, extra = {}) {
      const record = { $type: collection, text, createdAt: new Date().toISOString(), ...extra };
      return asRef(await call(account, 'com.atproto.repo.createRecord', { repo: account.did, collection, record }));
    },
    async edit(account, uri, record) {
      return asRef(
        await call(account, 'com.atproto.repo.putRecord', {
          ...placeOf(uri),
          record: { $type: collection, ...record },
        }),
      );
    },
    async remove(account, uri) {
      await call(account, 'com.atproto.repo.deleteRecord', placeOf(uri));
    },
    call,
    inject: async (events) => void (await order('inject', events)),
    raw: async (frames) => void (await order('raw', frames)),
    dropConnections: async () => void (await order('drop')),
    freeze: async () => void (await order('freeze')),
    forget: async () => void (await order('forget')),
    restartCount: async () => void (await order('restartCount')),
    setFaults: async (faults) => void (await order('faults', faults)),
    state: async () => (await order('state')) as Awaited<ReturnType<BlueskyServers['state']>>,
    stop: () => end(child),
  };
};

const collection = 'app.bsky.feed.post';

interface Ready {
  readonly pds: string;
  readonly stream: string;
  readonly control: string;
  readonly accounts: readonly BlueskyAccount[];
}

const firstLine = (child: ChildProcess): Promise<Ready> =>
  new Promise((resolve, reject) => {
    let complaints = '';
    child.stderr?.on('data', (part: Buffer) => {
      complaints = (complaints + part.toString()).slice(-4_000);
    });
    child.once('exit', (code) => reject(new Error(`the Bluesky test servers ended (${code}): ${complaints}`)));
    createInterface({ input: child.stdout! }).once('line', (line) => resolve(JSON.parse(line) as Ready));
  });

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
};

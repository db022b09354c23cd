/**
 * A real PLC directory and a real Bluesky PDS (no appview) with a few accounts, and a small Jetstream fed by the PDS.
 *
 * Run as `node --import tsx test/servers/bluesky/server.mjs '{"accounts":3}'`. Prints one JSON line when ready. Stops
 * on SIGTERM or when its standard input closes, so that it cannot outlive the test that started it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay } from './jetstream-relay.ts';

const options = { accounts: 3, historyCount: 20_000, isRateLimited: false, ...JSON.parse(process.argv[2] ?? '{}') };

// The test network keeps its files under the temporary folder: give it one that goes away with us.
const folder = await mkdtemp(join(tmpdir(), 'foreword-bluesky-'));
process.env.TMPDIR = folder;
process.env.LOG_ENABLED = 'false';

const { TestNetworkNoAppView } = await import('@atproto/dev-env');
const { Firehose, MemoryRunner } = await import('@atproto/sync');
const { IdResolver } = await import('@atproto/identity');
const { lexToJson } = await import('@atproto/lexicon');

const network = await TestNetworkNoAppView.create({ pds: { rateLimitsEnabled: options.isRateLimited } });
const relay = await startRelay({ historyCount: options.historyCount });

const take = (event) => {
  if (event.event === 'identity' || event.event === 'account') {
    relay.push({ did: event.did, kind: event.event, upstream: { did: event.did, seq: event.seq, time: event.time } });
    return;
  }
  if (event.event === 'sync') return;
  const { did, collection, rkey } = event;
  const record = event.event === 'delete' ? {} : { cid: event.cid.toString(), record: lexToJson(event.record) };
  relay.push({ did, kind: 'commit', operation: event.event, collection, rkey, ...record });
};

const firehose = new Firehose({
  service: network.pds.url.replace('http', 'ws'),
  idResolver: new IdResolver({ plcUrl: network.plc.url }),
  runner: new MemoryRunner({ startCursor: 0 }),
  unauthenticatedCommits: true,
  unauthenticatedHandles: true,
  handleEvent: take,
  onError: (error) => process.stderr.write(`firehose: ${error.message} ${error.cause ?? ''}\n`),
});
void firehose.start();

const accounts = [];
for (let index = 0; index < options.accounts; index += 1) {
  const handle = `${['officer', 'resident', 'reporter'][index] ?? `person${index}`}-${randomBytes(3).toString('hex')}.test`;
  const password = randomBytes(9).toString('base64url');
  const reply = await fetch(`${network.pds.url}/xrpc/com.atproto.server.createAccount`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle, password, email: `${handle.replace('.test', '')}@example.test` }),
  });
  const account = await reply.json();
  if (!reply.ok) throw new Error(`no account: ${JSON.stringify(account)}`);
  accounts.push({ did: account.did, handle, password, token: account.accessJwt });
}
// The last account's events prove that the whole path stands.
while (relay.lastSeq() < options.accounts) await new Promise((resolve) => setTimeout(resolve, 20));

const orders = {
  inject: (events) => events.forEach(relay.push),
  raw: (frames) => frames.forEach(relay.raw),
  drop: relay.drop,
  freeze: relay.freeze,
  forget: relay.forget,
  restartCount: relay.restartCount,
  faults: (faults) => Object.assign(relay.faults, faults),
  state: () => ({ clients: relay.clients(), lastSeq: relay.lastSeq(), requests: relay.requests() }),
};

const control = createServer(async (request, reply) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const order = orders[(request.url ?? '').slice(1)];
  if (!order) return reply.writeHead(404).end();
  const answer = order(chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined);
  reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? null));
});
await new Promise((resolve) => control.listen(0, '127.0.0.1', resolve));

let isStopping = false;
const stop = async () => {
  if (isStopping) return;
  isStopping = true;
  // A part that hangs must not keep the process alive.
  setTimeout(() => process.exit(1), 10_000).unref();
  control.close();
  control.closeAllConnections();
  await relay.stop();
  await firehose.destroy();
  await network.close();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdin.on('end', stop).on('error', stop).resume();

process.stdout.write(
  `${JSON.stringify({ pds: network.pds.url, plc: network.plc.url, stream: relay.url, control: `http://127.0.0.1:${control.address().port}`, accounts })}\n`,
);

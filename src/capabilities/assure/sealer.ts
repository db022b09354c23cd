/** Takes new entries of the trail into the chain, in the order of their transactions, and signs the end of it. */
import { sql } from 'kysely';
import { type Kit, type TrailRow, type Tx, takeEntries } from '#platform';
import { chainKey, genesis, headText, type Link, nextLink, type Place } from './chain.ts';
import { me, type Signer } from './signing.ts';

export interface Sealer {
  /** Everything that can be taken now. Answers how many entries were. */
  seal(): Promise<number>;
  /** Signs the end of the chain, unless that is signed already. Null while nothing has ever been recorded. */
  signHead(): Promise<Place | null>;
  start(): void;
  stop(): Promise<void>;
}

const batch = 1000;
/** So many entries after the last head, it is time for another. */
const headEvery = 1000;
const pollMs = 1000;

export function buildSealer(
  kit: Pick<Kit, 'db' | 'seal' | 'clock' | 'log' | 'metrics'>,
  signer: () => Promise<Signer>,
  onHead: () => void,
): Sealer {
  const keyed = chainKey(kit.seal);
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  /** The furthest end that this process has seen: a chain that is shorter later was cut behind our back. */
  let furthest = 0;
  const lost = kit.metrics.counter(
    'trail_chain_shortened_total',
    'Times that the chain of the trail was found shorter than before',
  );

  const sealBatch = () =>
    kit.db.as(me, async (tx) => {
      const rows = await takeEntries(tx, batch);
      if (rows === null || rows.length === 0) return { taken: 0, end: furthest };
      const end = await endOf(tx);
      if (end.position < furthest) {
        lost.inc();
        kit.log.error('assure.chain-shortened', { from: furthest, to: end.position });
      }
      const links = linksOf(end, rows, keyed);
      await keep(tx, links, rows);
      return { taken: rows.length, end: end.position + rows.length };
    });

  async function seal(): Promise<number> {
    for (let all = 0; ; ) {
      const { taken, end } = await sealBatch();
      furthest = end;
      all += taken;
      if (taken < batch) return all;
    }
  }

  async function signHead(): Promise<Place | null> {
    const { keyId, sign } = await signer();
    const head = await kit.db.as(me, async (tx) => {
      const end = await endOf(tx);
      if (end.position === 0) return null;
      const at = kit.clock.now().toISOString();
      await sql`insert into assure.head (position, at, chain, seal, key_id, signature)
        values (${end.position}, ${at}, ${end.chain}, ${end.seal}, ${keyId}, ${sign(headText({ ...end, at }))})
        on conflict do nothing`.execute(tx);
      return end;
    });
    if (head) onHead();
    return head;
  }

  async function isHeadDue(): Promise<boolean> {
    const { rows } = await kit.db.as(me, (tx) =>
      sql<{ n: number }>`select coalesce((select max(position) from assure.link), 0)
        - greatest((select max(position) from assure.head), (select max(position) from assure.cut), 0) as n`.execute(
        tx,
      ),
    );
    return rows[0]!.n >= headEvery;
  }

  return {
    seal,
    signHead,
    start: () => {
      running ??= (async () => {
        while (!stopping.signal.aborted) {
          try {
            if ((await seal()) > 0 && (await isHeadDue())) await signHead();
          } catch (error) {
            kit.log.error('assure.seal-failed', { error: error as Error });
          }
          await kit.clock.wait(pollMs, stopping.signal);
        }
      })();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** The last link; else where the chain was cut; else its beginning. */
export async function endOf(tx: Tx): Promise<Place> {
  const { rows } = await sql<Place>`
    (select position, chain, seal from assure.link order by position desc limit 1)
    union all (select position, chain, seal from assure.cut order by position desc limit 1)
    order by position desc limit 1`.execute(tx);
  return rows[0] ?? genesis;
}

function linksOf(end: Place, rows: readonly TrailRow[], keyed: (text: string) => string): Link[] {
  const links: Link[] = [];
  for (let before: Place = end; links.length < rows.length; ) {
    const link = nextLink(before, rows[links.length]!, keyed);
    links.push(link);
    before = link;
  }
  return links;
}

async function keep(tx: Tx, links: readonly Link[], rows: readonly TrailRow[]): Promise<void> {
  const lines = links.map((link, i) => ({ ...link, ref: rows[i]!.ref, at: rows[i]!.at }));
  await sql`insert into assure.link (position, ref, at, hash, chain, seal)
    select position, ref, at, hash, chain, seal from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l(position bigint, ref uuid, at timestamptz, hash text, chain text, seal text)`.execute(tx);
}

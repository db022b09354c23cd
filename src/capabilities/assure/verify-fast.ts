/**
 * Checks an export with every processor of the machine. Threads judge pieces of the file; here they are tied together in
 * the order of the file. A piece that is not sound in itself, or not tied to what stands before it, is read line by line
 * as `verifyTrail` does, its slow twin: so both find the same.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { buildSeal, workerUrl } from '#platform';
import { linesOf, type Stretch } from './verify-stretch.ts';
import { buildReading, type Means, type TrailVerdict } from './verify-trail.ts';

export interface JudgeSetup {
  readonly signed: readonly number[];
  readonly secret: string | null;
}

export interface FastMeans extends Omit<Means, 'seal'> {
  /** The secret of the house itself: each thread makes its own keys. */
  readonly secret?: string | null;
  readonly threads?: number;
}

/** Pieces that each thread has before it, so that it never waits for the next. */
const piecesAhead = 3;

/** `pieces` hold whole lines. Null when they are no export at all. */
export async function verifyTrailFast(
  pieces: Iterable<Uint8Array>,
  { secret = null, threads = availableParallelism(), ...means }: FastMeans,
): Promise<TrailVerdict | null> {
  const reading = buildReading({ ...means, seal: secret === null ? null : buildSeal(secret) });
  const judged: { readonly piece: Uint8Array; readonly stretch: Promise<Stretch | null> }[] = [];
  let judges: Judges | null = null;
  const tieOldest = async () => {
    const oldest = judged.shift()!;
    const stretch = await oldest.stretch;
    if (!stretch || !reading.takeStretch(stretch)) reading.takeLines(linesOf(oldest.piece));
  };
  try {
    for (const piece of pieces) {
      const signed = reading.signed();
      // Header and heads stand first, and say which places are signed.
      if (!signed) {
        if (!reading.takeLines(linesOf(piece))) return null;
        continue;
      }
      judges ??= startJudges(threads, { signed: [...signed], secret });
      judged.push({ piece, stretch: judges.judge(piece) });
      if (judged.length > threads * piecesAhead) await tieOldest();
    }
    while (judged.length > 0) await tieOldest();
    return reading.end();
  } finally {
    await judges?.stop();
  }
}

/** More read no faster: the pieces come from one file. */
const mostJudges = 16;

interface Judges {
  /** Null also when the thread is no more: the piece is then read here. */
  judge(piece: Uint8Array): Promise<Stretch | null>;
  stop(): Promise<void>;
}

export function startJudges(threads: number, setup: JudgeSetup): Judges {
  const judges: Judges[] = [];
  try {
    while (judges.length < Math.min(threads, mostJudges)) judges.push(startJudge(setup));
  } catch {
    // A machine that has no room for another thread: with those that began, or with none, it is slower and as right.
  }
  let next = 0;
  return {
    judge: (piece) => {
      if (judges.length === 0) return Promise.resolve(null);
      next = (next + 1) % judges.length;
      return judges[next]!.judge(piece);
    },
    stop: async () => {
      await Promise.all(judges.map((judge) => judge.stop()));
    },
  };
}

/** Answers come in the order of the questions. */
function startJudge(setup: JudgeSetup): Judges {
  const worker = new Worker(workerUrl('verify-worker'), { workerData: setup });
  const asked: ((stretch: Stretch | null) => void)[] = [];
  let isGone = false;
  const leave = () => {
    isGone = true;
    for (const answer of asked.splice(0)) answer(null);
  };
  worker.on('message', (stretch: Stretch | null) => asked.shift()?.(stretch));
  worker.on('error', leave).on('messageerror', leave).on('exit', leave);
  return {
    judge: (piece) =>
      new Promise((resolve) => {
        if (isGone) return resolve(null);
        asked.push(resolve);
        worker.postMessage(piece);
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
}

/** A thread that judges stretches of an export, one after another as they are sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { buildSeal } from '#platform';
import type { JudgeSetup } from './verify-fast.ts';
import { linesOf, stretchOf } from './verify-stretch.ts';

const { signed, secret } = workerData as JudgeSetup;
const places = new Set(signed);
const seal = secret === null ? null : buildSeal(secret);

parentPort!.on('message', (piece: Uint8Array) => parentPort!.postMessage(stretchOf(linesOf(piece), places, seal)));

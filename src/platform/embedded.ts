/** Starts the embedded PostgreSQL over a folder and says where the `pg` client finds it. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Fault } from './faults.ts';
import { takeLock } from './lock.ts';
import { packageRoot, workerUrl } from './paths.ts';

export interface Embedded {
  /** Folder of the socket, for `pg`'s `host`. */
  readonly host: string;
  readonly port: number;
  /** Resolves, and never rejects, when the database ends without having been asked to. */
  readonly lost: Promise<Fault>;
  stop(): Promise<void>;
}

/** An empty, initialised cluster that `npm run build` makes; copying it takes a second where making one takes fifteen. */
export const emptyTemplate = join(packageRoot, 'dist', 'empty-database');

const lostWords =
  'The embedded database stopped by itself, so Foreword stops too. What was saved is kept. Start Foreword again. If this happens more than once, give the machine more memory or move to PostgreSQL.';

export async function startEmbedded(folder: string, template = emptyTemplate): Promise<Embedded> {
  const lock = takeLock(`${folder}.lock`);
  try {
    prepareFolder(folder, template);
    // Only this user can enter the folder, so nobody else on the machine can reach the database.
    const host = mkdtempSync(join(tmpdir(), 'fw-'));
    const worker = new Worker(workerUrl('database-worker'), {
      workerData: { folder, socketPath: join(host, '.s.PGSQL.5432') },
    });
    await said(worker, 'ready');
    let isStopping = false;
    let isLost = false;
    return {
      host,
      port: 5432,
      lost: new Promise((resolve) => {
        const tell = (cause: Error | number) => {
          if (isStopping) return;
          isLost = true;
          resolve(new Fault('database-lost', lostWords, { cause }));
        };
        worker.on('error', tell);
        worker.on('exit', tell);
      }),
      stop: async () => {
        isStopping = true;
        if (!isLost) {
          const stopped = said(worker, 'stopped');
          worker.postMessage('stop');
          await stopped;
        }
        await worker.terminate();
        rmSync(host, { recursive: true, force: true });
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function prepareFolder(folder: string, template: string): void {
  if (existsSync(folder)) return;
  mkdirSync(join(folder, '..'), { recursive: true });
  if (!existsSync(template)) return; // PGlite then makes a cluster itself, slowly.
  // Copy beside and rename, so that a kill in the middle leaves no half cluster behind.
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  cpSync(template, half, { recursive: true });
  renameSync(half, folder);
}

function said(worker: Worker, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      if (message === word) end(resolve);
    };
    const onError = (error: unknown) => end(() => reject(error));
    const onExit = (code: number) =>
      end(() => reject(new Fault('database-unreachable', `The embedded database stopped with code ${code}.`)));
    const end = (then: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      then();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

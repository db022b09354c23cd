/**
 * One Foreword to a data folder. The embedded database has no lock of its own, and two processes that write to one
 * folder lose rows without an error; so the lock is ours: a file beside the folder that names its process.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from './faults.ts';

export interface FolderLock {
  release(): void;
}

/** Of 10 milliseconds each. */
const mostTries = 200;
/** Takings-over that were themselves killed half-way, one after the other. */
const mostDepth = 5;

/** Throws Fault `database-locked` when a living process holds it. A lock whose process is gone is taken over. */
export function takeLock(path: string): FolderLock {
  mkdirSync(dirname(path), { recursive: true });
  return take(path, 0);
}

/**
 * A dead lock is taken away only by whoever holds a second lock, on the taking over itself; so nobody takes away the
 * fresh lock of somebody who was quicker. That second one can be left behind by a kill too, and is then a dead lock as
 * any other: with a third.
 */
function take(path: string, depth: number): FolderLock {
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (make(path, mine)) return { release: () => removeOwn(path, mine) };
    const holder = readHolder(path);
    if (holder === 'none') continue;
    if (isAlive(holder)) {
      if (depth > 0) {
        pause(); // Somebody takes over just now: soon there is a living holder to name.
        continue;
      }
      throw new Fault(
        'database-locked',
        `Another Foreword (process ${holder.pid}) is using this data folder. Stop it first, or give this one another folder with FOREWORD_DATA.`,
      );
    }
    if (depth === mostDepth) break;
    const over = take(`${path}.over`, depth + 1);
    try {
      // What is dead stays where it is while we hold the second lock; what is not there may come alive any moment.
      const still = readHolder(path);
      if (still !== 'none' && !isAlive(still)) unlinkSync(path);
    } finally {
      over.release();
    }
  }
  throw new Fault('database-locked', `The lock file ${path} cannot be taken. Delete it when no Foreword is running.`);
}

/** False when it is there already. Its words are in it from the first moment: nobody ever reads half a lock. */
function make(path: string, words: string): boolean {
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true }); // Never written over: it may be the same file as a lock, when a kill came in between.
  writeFileSync(draft, words, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}

interface Holder {
  pid: number;
  started: string | null;
}

/** Null when what is there cannot be read. */
function readHolder(path: string): Holder | 'none' | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    return Number.isInteger(holder.pid) ? holder : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : null;
  }
}

/** A lock that cannot be read was cut short by a crash of the disk: nobody holds it. */
function isAlive(holder: Holder | null): holder is Holder {
  if (holder === null) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A number is used again after a restart (in a container it is always the same): the start time tells them apart.
  return holder.started === null || startOf(holder.pid) === null || holder.started === startOf(holder.pid);
}

/** Start time of a process in ticks since boot together with the boot, where the system tells (Linux). */
function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return null;
  }
}

function removeOwn(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

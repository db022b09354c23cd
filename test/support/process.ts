/** Foreword in a process of its own, from the sources: started, looked at, stopped with a signal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { buildVisitor, type Visitor } from './site.ts';

export interface ForewordProcess {
  readonly visitor: Visitor;
  look(path: string, accept?: string): Promise<Response>;
  /** Sends the signal and waits for the end: how it ended, and what it said of faults. */
  stop(signal: 'SIGTERM' | 'SIGUSR2'): Promise<{ code: number | null; said: string }>;
  /** What it wrote on its standard output so far. */
  output(): string;
}

const children: ChildProcess[] = [];

/** For the end of a test file: whatever is still there. */
export function endProcesses(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** In a function: the flag that would let it stand alone is handed on to worker threads, which refuse it. */
const programOf = (before: string) =>
  `(async () => { ${before}; const { main } = await import('./src/main.ts'); process.exitCode = await main(['serve']); })()`;

/** Answers when `path` can be seen. `before` is run in the process before anything else. */
export async function startProcess(data: string, path: string, before = ''): Promise<ForewordProcess> {
  const address = `http://localhost:${await freePort()}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--eval', programOf(before)], {
    env: { PATH: process.env.PATH, FOREWORD_DATA: data, PORT: new URL(address).port, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { output: '', faults: '' };
  child.stdout.on('data', (part) => {
    said.output += part;
  });
  child.stderr.on('data', (part) => {
    said.faults += part;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const visitor = buildVisitor(address);
  const look: ForewordProcess['look'] = (at, accept = '*/*') => visitor.raw(at, { headers: { accept } });
  const state = async () => (child.exitCode === null ? (await look(path).catch(() => null))?.status : said.faults);
  await expect.poll(async () => (await state()) ?? 503).not.toBe(503);
  expect(await state()).toBe(200);
  return {
    visitor,
    look,
    stop: async (signal) => {
      child.kill(signal);
      return { code: await ended, said: said.faults };
    },
    output: () => said.output,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

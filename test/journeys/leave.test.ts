/** Leaving the demonstration in a real process: a dressed page stands there meanwhile, and looks again without script. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { endProcesses, type ForewordProcess, startProcess } from '../support/process.ts';

const slow = { timeout: 120_000 };

test('from the demonstration to the empty house of one’s own', async () => {
  const foreword = await startProcess(dataFolder(), '/demonstration');
  try {
    const { look } = foreword;
    await leave(foreword);
    const meanwhile = await look('/set-up', 'text/html,*/*');
    expect(meanwhile.status).toBe(503);
    expect(meanwhile.headers.get('refresh')).toBe('2');
    expect(meanwhile.headers.get('cache-control')).toBe('no-store');
    const html = await meanwhile.text();
    expect(html).toContain('<h1>Your own Foreword is opening</h1>');
    expect(html).toMatch(/<style>[^<]*max-width/);
    expect(html).not.toContain('<script');
    const program = await look('/set-up', 'application/json');
    expect([program.status, program.headers.get('refresh')]).toEqual([503, null]);
    expect(await program.text()).toMatch(/^Your own Foreword is opening\. [^<]*$/);

    await expect.poll(async () => (await look('/set-up', 'text/html')).status, slow).toBe(200);
  } finally {
    await foreword.stop('SIGTERM');
  }
});

describe('stopped while the demonstration is being left, it ends cleanly and the next start opens one’s own', () => {
  const moments: Readonly<Record<string, (data: string) => boolean>> = {
    'at once': () => true,
    'when the demonstration was put away': (data) => existsSync(join(data, 'own')),
    'when the tables are being made': (data) => existsSync(join(data, 'store')),
  };
  test.each(Object.keys(moments))('%s', async (moment) => {
    const data = dataFolder();
    const first = await startProcess(data, '/demonstration');
    await leave(first);
    await expect.poll(() => moments[moment]!(data), { ...slow, interval: 5 }).toBe(true);
    expect(await first.stop('SIGTERM')).toEqual({ code: 0, said: '' });
    // No lock left behind, no folder half made.
    expect(readdirSync(data).filter((name) => /lock|half/.test(name))).toEqual([]);

    const second = await startProcess(data, '/set-up');
    expect((await (await second.look('/set-up', 'text/html')).text()).replace(/\s+/g, ' ')).toContain('Create');
    expect(await second.stop('SIGTERM')).toEqual({ code: 0, said: '' });
  });
});

const folders: string[] = [];
function dataFolder(): string {
  const data = mkdtempSync(join(tmpdir(), 'foreword-leave-'));
  folders.push(data);
  return data;
}
afterAll(() => {
  endProcesses();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function leave({ visitor }: ForewordProcess): Promise<void> {
  const page = await visitor.get('/demonstration/leave');
  const fields = [...page.html.matchAll(/name="(_csrf|act)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const left = await visitor.raw('/demonstration/leave', {
    method: 'POST',
    body: new URLSearchParams(Object.fromEntries(fields)),
  });
  expect([left.status, left.headers.get('location')]).toEqual([303, '/set-up']);
}

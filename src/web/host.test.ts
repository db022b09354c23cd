/** A house over real HTTP, asked under other names than its own. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHouse, type TestHouse } from '../../test/support/house.ts';
import { readConfig } from '../config.ts';
import { buildHostCheck, hostNameOf } from './host.ts';

let site: TestHouse;
beforeAll(async () => {
  site = await startHouse({ roles: ['web'], env: { FOREWORD_HOSTS: 'desk.council.example, Foreword.internal' } });
});
afterAll(() => site.stop());

const ask = (host: string | null, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(site.address);
    const asked = request(
      { hostname, port, path, setHost: false, headers: { ...headers, ...(host === null ? {} : { host }) } },
      (answer) => {
        let text = '';
        answer.on('data', (part) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode!, text }));
      },
    );
    asked.on('error', reject).end();
  });

describe('the name that a request calls us by', () => {
  test('our own name, this machine, bare addresses and names that were set are answered', async () => {
    const { port } = new URL(site.address);
    for (const host of [
      `localhost:${port}`,
      'LOCALHOST',
      '127.0.0.1',
      `127.0.0.1:${port}`,
      '[::1]:3000',
      '192.168.4.20:3000',
      'desk.council.example',
      'foreword.internal:8443',
      'foreword.internal.',
    ])
      expect([host, (await ask(host, '/sign-in')).status]).toEqual([host, 200]);
  });

  test('any other name gets a plain refusal and nothing of the house, whatever a proxy header says', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${new URL(site.address).port}`,
      'localhost.evil.example',
      'localhost@evil.example',
      'evil.example/localhost',
      '',
    ]) {
      const answer = await ask(host, '/sign-in', { 'x-forwarded-host': 'localhost' });
      expect([host, answer.status]).toEqual([host, 421]);
      expect(answer.text).toContain('FOREWORD_HOSTS');
      expect(answer.text).not.toMatch(/<|Northmere/);
    }
    for (const path of ['/assets/foreword.css', '/metrics', '/nowhere', '/watch/changes', '/health/x'])
      expect([path, (await ask('evil.example', path)).status]).toEqual([path, 421]);
  });

  test('probes come by any name', async () => {
    for (const path of ['/health', '/ready', '/ready?from=probe'])
      expect([path, (await ask('10-1-2-3.pod.cluster.local', path)).status]).toEqual([path, 200]);
  });
});

test('without a setting only the public address is added; with "all" nothing is checked', () => {
  const env = { FOREWORD_SECRET: 'only for tests, and long enough for it' };
  const plain = buildHostCheck('https://foreword.council.example', readConfig(env).hosts);
  expect(plain('foreword.council.example')).toBe(true);
  expect(plain('foreword.council.example:8080')).toBe(true);
  expect(plain('other.council.example')).toBe(false);
  expect(plain(undefined)).toBe(false);
  expect(
    buildHostCheck('https://foreword.council.example', readConfig({ ...env, FOREWORD_HOSTS: 'all' }).hosts)('x.y'),
  ).toBe(true);
  expect(() => readConfig({ ...env, FOREWORD_HOSTS: 'https://desk.example:3000' })).toThrow(
    /FOREWORD_HOSTS must be names/,
  );
});

test('a header that is no name is none', () => {
  for (const header of ['a b', 'a:b', ':3000', '[::1', 'a/b', 'a,b', 'x@y', '.', ''])
    expect([header, hostNameOf(header)]).toEqual([header, null]);
});

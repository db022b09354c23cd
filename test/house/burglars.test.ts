/** Every rule of the house catches a planted breach, and lets an innocent look-alike pass. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inspect, judge, lineOf, readHouse } from './inspector.ts';

/** A small sound house that each burglar breaks into. */
const sound: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    dependencies: { kysely: '1', pino: '1', undici: '1', preact: '1', ws: '1' },
    imports: {
      '#engines/text': './src/engines/text/index.ts',
      '#watch': './src/capabilities/watch/index.ts',
      '#respond': './src/capabilities/respond/index.ts',
      '#care': './src/capabilities/care/index.ts',
      '#networks': './src/networks/index.ts',
      '#networks/contract': './src/networks/network.ts',
      '#people': './src/people/index.ts',
      '#platform': './src/platform/index.ts',
      '#web': './src/web/index.ts',
    },
  }),
  'src/compose.ts': `import { buildWatch } from '#watch';`,
  'src/config.ts': 'export const read = () => process.env;',
  'src/events.ts': `export interface Events { 'watch.signal-raised': { signalId: string } }`,
  'src/engines/text/index.ts': 'export const fold = (text: string) => text;',
  'src/engines/text/cut.ts': 'export const cut = (text: string) => [text];',
  'src/capabilities/watch/index.ts': 'export const buildWatch = () => ({});',
  'src/capabilities/watch/door.ts': 'export interface Watch {}',
  'src/capabilities/watch/store.ts':
    "import { sql } from 'kysely';\nexport const post = (tx: Tx) => sql`select * from watch.post where platform.has_role('x')`;\nexport const most = 20;",
  'src/capabilities/watch/raise.ts': `news.publish(tx, 'watch.signal-raised', { signalId });`,
  'src/capabilities/watch/holds.ts': `export const holds = [{ table: 'watch.post' }, { table: 'platform.event' }];`,
  'src/capabilities/watch/migrations/001-watch.sql':
    '-- All that WATCH keeps.\ncreate schema watch;\ncreate table watch.post (id uuid);\n',
  'src/capabilities/respond/index.ts': 'export const buildRespond = () => ({});',
  'src/capabilities/care/index.ts': 'export const buildCare = () => ({});',
  'src/networks/index.ts': `export { feeds } from './feeds/index.ts';`,
  'src/networks/network.ts': 'export interface Network {}',
  'src/networks/feeds/index.ts': 'export const feeds = {};',
  'src/people/index.ts': 'export const buildPeople = () => ({});',
  'src/people/roles.ts': 'export const may = () => true;',
  'src/people/person.ts': 'export interface Person {}\nexport const find = () => null;',
  'src/platform/index.ts': `export { record } from './trail.ts';`,
  'src/platform/trail.ts': 'export const record = () => {};',
  'src/platform/outbound.ts': `import { request } from 'undici';\nexport class OutboundError extends Error {}`,
  'src/platform/log.ts': `import { pino } from 'pino';\nexport const log = pino();`,
  'src/platform/migrations/001-house.sql': '-- The house.\ncreate table platform.event (id bigint);\n',
  'src/web/index.ts': 'export const page = (value: object) => value;',
};

type Plan = Readonly<Record<string, string>>;
/** Rule -> burglaries that must be caught, and look-alikes that must not. Each is laid over the sound house. */
const plans: Readonly<Record<string, { caught: readonly Plan[]; innocent: readonly Plan[] }>> = {
  'engines-are-pure': {
    caught: [
      { 'src/engines/text/cut.ts': `import { readFileSync } from 'node:fs';` },
      { 'src/engines/text/cut.ts': `import { randomBytes } from 'node:crypto';` },
      { 'src/engines/text/cut.ts': `import { record } from '#platform';` },
      { 'src/engines/text/cut.ts': `import leftPad from 'left-pad';` },
      { 'src/engines/text/cut.ts': `const fs = await import('node:fs');` },
      { 'src/engines/text/cut.ts': 'export const now = () => Date.now();' },
      { 'src/engines/text/cut.ts': 'export const now = () => new Date();' },
      { 'src/engines/text/cut.ts': 'export const chance = () => Math.random();' },
      { 'src/engines/text/cut.ts': `console.log('x');` },
      { 'src/engines/text/cut.ts': 'setTimeout(() => {}, 1);' },
      { 'src/engines/text/cut.ts': 'export const where = process.cwd();' },
    ],
    innocent: [
      { 'src/engines/text/cut.ts': 'export const then = (ms: number) => new Date(ms);' },
      { 'src/engines/text/cut.ts': 'export const run = (process: { cwd: string }) => process.cwd;' },
      {
        'src/engines/text/cut.ts':
          'export const x = { console: 1, fetch: 2 };\nexport const y = x.console + Math.max(1, 2);',
      },
      {
        'src/engines/text/cut.ts': `import model from './model.json' with { type: 'json' };`,
        'src/engines/text/model.json': '',
      },
      { 'src/engines/text/text.test.ts': `import { readFileSync } from 'node:fs';` },
    ],
  },
  'program-apart': {
    caught: [
      { 'src/platform/trail.ts': `import { plant } from '../../test/support/kit.ts';`, 'test/support/kit.ts': '' },
      { 'src/platform/trail.ts': `import { plant } from './trail.test.ts';`, 'src/platform/trail.test.ts': '' },
      { 'src/capabilities/watch/raise.ts': `import { x } from '../../compose.ts';\nx(tx, 'watch.signal-raised');` },
      { 'src/web/index.ts': `import { serve } from '../commands/serve.ts';`, 'src/commands/serve.ts': '' },
    ],
    innocent: [
      { 'src/platform/trail.test.ts': `import { plant } from '../../test/support/kit.ts';`, 'test/support/kit.ts': '' },
      { 'src/commands/serve.ts': `import { x } from '../compose.ts';` },
    ],
  },
  'through-doors': {
    caught: [
      { 'src/capabilities/watch/match.ts': `import { cut } from '../../engines/text/cut.ts';` },
      { 'src/capabilities/respond/index.ts': `import type { Post } from '../watch/store.ts';` },
      { 'src/capabilities/watch/match.ts': `import { find } from '../../people/person.ts';` },
      { 'src/web/index.ts': `import { record } from '../platform/trail.ts';` },
      {
        'src/networks/feeds/index.ts': `import { read } from '../mastodon/read.ts';`,
        'src/networks/mastodon/read.ts': '',
      },
    ],
    innocent: [
      { 'src/capabilities/watch/match.ts': `import { fold } from '#engines/text';` },
      { 'src/capabilities/watch/match.ts': `import { may } from '../../people/roles.ts';` },
      { 'src/capabilities/watch/match.ts': `import type { Person } from '../../people/person.ts';` },
      { 'src/capabilities/watch/match.ts': `import { post } from './store.ts';` },
      { 'src/networks/feeds/index.ts': `import { sample } from '../network.ts';` },
    ],
  },
  'calls-go-down': {
    caught: [
      { 'src/capabilities/watch/match.ts': `import type { Respond } from '#respond';` },
      { 'src/capabilities/respond/index.ts': `import { buildWatch } from '#watch';` },
      { 'src/capabilities/watch/match.ts': `import { buildPeople } from '#people';` },
      { 'src/capabilities/watch/match.ts': `import { feeds } from '#networks';` },
      { 'src/people/index.ts': `import type { Watch } from '#watch';` },
      { 'src/platform/trail.ts': `import type { Person } from '#people';` },
      { 'src/networks/feeds/index.ts': `import { record } from '#platform';` },
      { 'src/networks/feeds/index.ts': `import type { Page } from '#web';` },
      { 'src/web/index.ts': `import { buildWatch } from '#watch';` },
    ],
    innocent: [
      { 'src/capabilities/respond/index.ts': `import type { Watch } from '#watch';` },
      { 'src/capabilities/watch/match.ts': `import type { Care } from '#care';` },
      {
        'src/capabilities/watch/match.ts': `import type { Network } from '#networks/contract';\nimport { record } from '#platform';`,
      },
      {
        'src/networks/feeds/index.ts': `import { fold } from '#engines/text';\nimport { OutboundError } from '../../platform/outbound.ts';`,
      },
      { 'src/web/index.ts': `import type { Watch } from '#watch';` },
    ],
  },
  'no-knots': {
    caught: [
      {
        'src/platform/trail.ts': `import { x } from './twine.ts';`,
        'src/platform/twine.ts': `import { y } from './trail.ts';`,
      },
    ],
    innocent: [
      {
        'src/platform/trail.ts': `import { x } from './twine.ts';`,
        'src/platform/twine.ts': `import type { Y } from './trail.ts';`,
      },
    ],
  },
  'pages-know-doors': {
    caught: [
      { 'src/capabilities/watch/pages/queue.tsx': `import { post } from '../store.ts';` },
      { 'src/capabilities/watch/pages/queue.tsx': `import * as store from '../store.ts';` },
      { 'src/capabilities/watch/pages/queue.tsx': 'export const load = (kit: Kit) => kit.db.as(me, (tx) => tx);' },
    ],
    innocent: [
      { 'src/capabilities/watch/pages/queue.tsx': `import type { Row } from '../store.ts';` },
      { 'src/capabilities/watch/pages/queue.tsx': `import { most } from '../store.ts';` },
      { 'src/capabilities/watch/pages/queue.tsx': `import type { Watch } from '../door.ts';` },
    ],
  },
  'environment-once': {
    caught: [
      { 'src/platform/trail.ts': 'export const home = process.env.HOME;' },
      { 'src/platform/trail.ts': `export const home = process['env'].HOME;` },
      { 'src/platform/trail.ts': `import { env } from 'node:process';` },
    ],
    innocent: [
      { 'src/config.ts': 'export const home = process.env.HOME;' },
      { 'test/support/database.ts': 'export const url = process.env.URL;' },
      { 'src/platform/trail.ts': 'export const home = (settings: { env: string }) => settings.env;' },
    ],
  },
  'one-log': {
    caught: [
      { 'src/people/index.ts': `import { pino } from 'pino';` },
      { 'src/people/index.ts': `console.error('x');` },
    ],
    innocent: [
      { 'src/people/index.ts': 'export const x = (log: { error(words: string): void }) => log.error("x");' },
      { 'scripts/build.mjs': `console.log('built');` },
    ],
  },
  'one-way-out': {
    caught: [
      { 'src/networks/feeds/index.ts': `import { request } from 'undici';` },
      { 'src/networks/feeds/index.ts': `import { get } from 'node:https';` },
      { 'src/networks/feeds/index.ts': `import http from 'http';` },
      { 'src/networks/feeds/index.ts': `import { connect } from 'node:net';` },
      { 'src/networks/feeds/index.ts': `export const go = () => fetch('http://x');` },
      { 'src/people/index.ts': `import { createServer } from 'node:http';` },
      { 'src/people/index.ts': `import WebSocket from 'ws';` },
    ],
    innocent: [
      { 'src/networks/feeds/index.ts': 'export const go = (tools: Tools) => tools.outbound.fetch("http://x");' },
      {
        'src/networks/feeds/index.ts': `import { isIP } from 'node:net';\nimport type { IncomingMessage } from 'node:http';`,
      },
      { 'src/networks/feeds/index.ts': `import WebSocket from 'ws';` },
      { 'src/commands/serve.ts': `import { createServer } from 'node:http';` },
      { 'src/web/assets/live.ts': `export const go = () => fetch('/here');` },
    ],
  },
  'packages-declared': {
    caught: [{ 'src/people/index.ts': `import { test } from 'vitest';` }],
    innocent: [
      { 'src/people/people.test.ts': `import { test } from 'vitest';` },
      { 'src/people/index.ts': `import type { Client } from 'pg';\nimport { h } from 'preact/hooks';` },
    ],
  },
  'sql-at-home': {
    caught: [
      { 'src/capabilities/watch/pages/queue.tsx': `import { sql } from 'kysely';` },
      { 'src/web/index.ts': `import { sql } from 'kysely';` },
      { 'src/networks/feeds/index.ts': `import { sql } from 'kysely';` },
    ],
    innocent: [{ 'src/people/index.ts': `import { sql } from 'kysely';` }],
  },
  'tables-are-yours': {
    caught: [
      {
        'src/people/index.ts':
          'export const x = () => sql`select 1 from people.person p join watch.post w on w.id = p.id`;',
      },
      {
        'src/people/index.ts': 'export const x = () => sql<{ id: string }>`insert into watch.post (id) values (${1})`;',
      },
      { 'src/capabilities/watch/store.ts': 'export const x = () => sql`delete from platform.event`;' },
      { 'src/people/index.ts': `export const x = (client: Client) => client.query('select * from watch.post');` },
      {
        'src/people/migrations/001-people.sql':
          '-- People.\ncreate schema people;\nalter table people.person add column p uuid references watch.post;\n',
      },
    ],
    innocent: [
      {
        'src/people/index.ts': `export const x = () => sql\`select 'from watch.post' from people.person where platform.has_role('a')\`;`,
      },
      { 'src/people/index.ts': 'export const x = () => sql`select 1 from people.person watch where watch.id = 1`;' },
      { 'src/people/index.ts': 'export const words = `Choose one from watch.post`;' },
    ],
  },
  'migrations-in-order': {
    caught: [
      { 'src/people/migrations/people.sql': '-- People.\ncreate schema people;\n' },
      { 'src/people/migrations/001-people.sql': 'create schema people;\n' },
    ],
    innocent: [{ 'src/people/migrations/001-people.sql': '-- People.\ncreate schema people;\n' }],
  },
  'platform-knows-no-domain': {
    caught: [
      { 'src/platform/trail.ts': 'export const triageQueue = 1;' },
      { 'src/platform/trail.ts': 'export interface SignalRow {}' },
      { 'src/platform/trail.ts': `export const area = 'watch';` },
      { 'src/platform/trail.ts': `export const name = 'incident-opened';` },
    ],
    innocent: [
      { 'src/platform/trail.ts': 'export const x = (signal: AbortSignal) => news.watch(signal.aborted);' },
      { 'src/platform/trail.ts': '/** Such as `signal-raised`. */\nexport const watchers = new Set();' },
      { 'src/people/index.ts': `export const area = 'watch';` },
    ],
  },
  'pages-are-guarded': {
    caught: [
      { 'src/capabilities/watch/pages/queue.tsx': `export const x = page({ path: '/x', trace: null, load, view });` },
      {
        'src/capabilities/watch/pages/queue.tsx': `export const x = page<Row>({ path: '/x', may: 'triage', load, view });`,
      },
      {
        'src/capabilities/watch/pages/queue.tsx': `export const x = page({ path: '/x', may: 'triage', trace: null, acts: { end: { do: end } } });`,
      },
    ],
    innocent: [
      {
        'src/capabilities/watch/pages/queue.tsx': `export const x = page({ path: '/x', may: 'triage', trace: 'x-viewed', acts: { end: { trace: 'ended', do: end } } });`,
      },
      { 'src/capabilities/watch/pages/queue.tsx': 'export const x = page({ ...frame, view });' },
    ],
  },
  'wording-in-one-place': {
    caught: [
      { 'src/capabilities/watch/pages/queue.tsx': 'export const x = () => <p>Nobody has looked at this yet.</p>;' },
      {
        'src/capabilities/watch/pages/queue.tsx': `export const x = () => <p>{isNew ? 'Nobody has looked at this yet.' : null}</p>;`,
      },
      {
        'src/capabilities/watch/pages/queue.tsx':
          'export const x = () => <Button text="Nobody has looked at this yet" />;',
      },
    ],
    innocent: [
      {
        'src/capabilities/watch/pages/queue.tsx':
          'export const x = () => <p class="a-one b-two c-three d-four e-five f-six">{say.nobody} S1</p>;',
      },
      {
        'src/capabilities/watch/pages/queue.tsx': `export const x = () => <div class={isOn ? 'a b c d e f' : ''}>{list.map((each) => key('a b c d e f'))}</div>;`,
      },
      { 'src/capabilities/watch/wording.ts': `export const say = { nobody: 'Nobody has looked at this yet.' };` },
    ],
  },
  'tables-say-what-they-hold': {
    caught: [
      { 'src/people/migrations/001-people.sql': '-- People.\ncreate table people.person (id uuid);\n' },
      { 'src/people/holds.ts': `export const holds = [{ table: 'people.ghost' }];` },
      { 'src/people/holds.ts': `export const holds = [{ table: 'watch.post' }];` },
    ],
    innocent: [
      {
        'src/people/migrations/001-people.sql': '-- People.\ncreate table people.person (id uuid);\n',
        'src/people/holds.ts': `export const holds = [nobody('people.person', 'x')];`,
      },
      {
        'src/people/migrations/001-people.sql': '-- People.\ncreate table people.person (id uuid);\n',
        'src/people/migrations/002-people.sql': '-- Gone.\ndrop table people.person;\n',
      },
    ],
  },
  'events-are-told': {
    caught: [
      { 'src/events.ts': `export interface Events { 'watch.signal-raised': {}; 'watch.signal-lost': {} }` },
      { 'src/people/index.ts': `news.publish(tx, 'watch.signal-raised', {});` },
    ],
    innocent: [{ 'src/people/index.ts': `news.listen('people', ['watch.signal-raised'], me, hear);` }],
  },
  'plain-names': {
    caught: [
      { 'src/platform/dateUtil.ts': '' },
      { 'src/platform/date-helpers.ts': '' },
      { 'src/platform/common/dates.ts': '' },
      { 'src/platform/session-manager.ts': '' },
      { 'src/platform/some_file.ts': '' },
    ],
    innocent: [
      { 'src/platform/commonest.ts': '' },
      { 'src/platform/uncommon.test.ts': '' },
      { 'src/platform/words.table.ts': '' },
    ],
  },
  'no-default-exports': {
    caught: [
      { 'src/platform/trail.ts': 'export default {};' },
      { 'src/platform/trail.ts': 'export default function trail() {}' },
      { 'src/platform/trail.ts': 'const a = 1;\nexport { a as default };' },
    ],
    innocent: [
      { 'vitest.config.ts': 'export default {};' },
      { 'src/platform/trail.ts': 'export const x = { default: 1 };\nexport type { a } from "./a.ts";' },
    ],
  },
  'no-holes-in-types': {
    caught: [
      { 'src/platform/trail.ts': 'export const x = (y: any) => y;' },
      { 'src/platform/trail.ts': 'export const x = y as any;' },
      { 'src/platform/trail.test.ts': '// @ts-ignore\nexport const x = 1;' },
    ],
    innocent: [
      { 'src/platform/trail.ts': '/** any */\nexport const any = "any";' },
      { 'src/platform/trail.ts': '// @ts-expect-error: the point of the test\nexport const x = 1;' },
      { 'src/platform/trail.ts': 'export const words = "// not @ts-ignore";' },
    ],
  },
  'whole-tests': {
    caught: [
      { 'src/platform/trail.test.ts': `test.only('x', () => {});` },
      { 'src/platform/trail.test.ts': `describe.only('x', () => {});` },
      { 'src/platform/trail.test.ts': `test.skip('x', () => {});` },
      { 'src/platform/trail.test.ts': `test.skipIf(!url)('x', () => {});` },
    ],
    innocent: [
      { 'src/platform/trail.test.ts': `test.skip('x (needs a printer)', () => {});` },
      { 'src/platform/trail.test.ts': 'test.skipIf(!url)(`x${why}`, () => {});' },
      { 'src/platform/trail.test.ts': `test('x', () => list.only('y'));` },
    ],
  },
  'short-files': {
    caught: [{ 'src/platform/trail.ts': 'export const x = 1;\n'.repeat(301) }],
    innocent: [
      { 'src/platform/trail.ts': 'export const x = 1;\n'.repeat(300) },
      { 'src/platform/trail.table.ts': 'export const x = 1;\n'.repeat(999) },
      { 'src/platform/trail.test.ts': 'export const x = 1;\n'.repeat(999) },
    ],
  },
};

const rulesBrokenBy = (plan: Plan) => inspect(new Map(Object.entries({ ...sound, ...plan }))).map((each) => each.rule);

test('the small sound house is sound', () => {
  expect(rulesBrokenBy({})).toEqual([]);
});

describe.each(Object.entries(plans))('%s', (rule, { caught, innocent }) => {
  test.each(caught.map((plan) => [shown(plan), plan] as const))('catches %s', (_, plan) => {
    expect(rulesBrokenBy(plan)).toContain(rule);
  });
  test.each(innocent.map((plan) => [shown(plan), plan] as const))('lets pass %s', (_, plan) => {
    expect(rulesBrokenBy(plan)).not.toContain(rule);
  });
});

const shown = (plan: Plan) =>
  Object.entries(plan)
    .map(([file, text]) => `${file}: ${text.split('\n').slice(0, 2).join(' ')}`)
    .join(' + ')
    .replaceAll('%', '%%');

describe('the real house', () => {
  const found = inspect(readHouse(join(dirname(fileURLToPath(import.meta.url)), '../..')));
  const { breaches, unneeded } = judge(found);

  test('is sound', () => {
    expect(breaches.map(lineOf)).toEqual([]);
  });

  test('breaks no rule that has no burglar', () => {
    expect(found.map((each) => each.rule).filter((rule) => !plans[rule])).toEqual([]);
  });

  test('has no exception that excuses nothing', () => {
    expect(unneeded).toEqual([]);
  });
});

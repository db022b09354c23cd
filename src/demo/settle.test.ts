import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asker } from '#platform';
import { startHouse, type TestHouse } from '../../test/support/house.ts';
import { buildRehearsal } from '../networks/rehearsal/index.ts';
import { sessionCookie } from '../web/server.ts';
import { buildCalendar } from './calendar.ts';
import { northmere } from './index.ts';
import { settle } from './settle.ts';

const { clock, turnBack } = buildCalendar();
let site: TestHouse;
let ids: ReadonlyMap<string, string>;
const asker = (key: string): Asker => ({
  kind: 'person',
  id: ids.get(key)!,
  roles: ['staff', ...northmere.people.find((person) => person.key === key)!.roles],
});
beforeAll(async () => {
  site = await startHouse({ isEmpty: true, networks: [buildRehearsal()], roles: ['web'], clock });
  ids = await settle(site.house, northmere, turnBack);
}, 60_000);
afterAll(() => site.stop());

test('Northmere has one incident that goes on and one that closed with a lesson', async () => {
  const { incidents } = site.house.respond;
  const bo = asker('bo');
  const [going, over] = await incidents.list(bo, ['open', 'closed']);
  expect(going).toMatchObject({ state: 'open', kind: 'impersonation', severity: 'S2', roles: { lead: bo.id } });
  expect(going!.roles.approver).toBe(ids.get('marian'));
  expect(over).toMatchObject({ state: 'closed', kind: 'false-claim' });
  expect((await incidents.lessons(bo)).map((lesson) => lesson.ownerId)).toEqual([bo.id]);
  expect((await incidents.tasks(bo, going!.id)).filter((task) => task.state === 'done').length).toBe(2);
});

test('its register has an account to attest and one to close, and nothing in it reaches a live network', async () => {
  const accounts = await site.house.respond.publishing.accounts.list(asker('bo'));
  expect(accounts.map(({ handle, state, tasks }) => ({ handle, state, tasks }))).toEqual([
    { handle: 'NorthmereAlerts', state: 'live', tasks: ['attest'] },
    { handle: 'NorthmereBins', state: 'closing', tasks: [] },
    { handle: 'NorthmereCouncil', state: 'live', tasks: [] },
  ]);
  expect(new Set(accounts.map((account) => account.network))).toEqual(new Set(['rehearsal']));
});

test('of its lines one has ended, one waits for a yes, and one is there in Welsh too', async () => {
  const lines = await site.house.respond.publishing.lines.list(asker('marian'));
  const newest = lines.map((line) => ({ ...line.versions[0]!, isLive: line.live !== null }));
  expect(newest.filter((one) => one.decision === 'approved' && !one.isLive).length).toBe(1);
  expect(newest.filter((one) => one.decision === null).length).toBe(1);
  expect(newest.filter((one) => one.isLive && one.lang === 'cy').length).toBe(1);
});

test('one draft waits for the approver, two posts are on their way, and the desk has a post taken and one free', async () => {
  const { publishing, desk } = site.house.respond;
  const submissions = (await publishing.drafts.list(asker('marian'))).map((draft) => draft.submission?.state);
  expect(submissions.sort()).toEqual(['released', 'released', 'waiting']);
  const items = await desk.items.list(asker('ann'), {});
  expect(items.map((item) => item.claimedBy).sort()).toEqual([ids.get('ann'), null].sort());
});

test('its policy is in its second version, and a third that answers the lesson waits for somebody else', async () => {
  const { versions, gaps } = site.house.policy;
  const nell = asker('nell');
  expect((await versions.inForce(nell))?.number).toBe(2);
  const asked = (await versions.list(nell)).filter((version) => version.state === 'asked');
  expect(asked.length).toBe(1);
  const open = await gaps.list(nell, 'open');
  expect((await versions.version(nell, asked[0]!.id))?.gapIds).toEqual(open.map((gap) => gap.id));
  expect(open.map((gap) => gap.from)).toEqual(['incident']);
});

test('each of its people begins where their work is', async () => {
  const home = async (key: string) => {
    const visitor = site.visitor();
    visitor.setCookie(sessionCookie, await site.house.people.signInAs(ids.get(key)!));
    return (await visitor.get('/')).path;
  };
  const homes = await Promise.all(['ann', 'bo', 'marian', 'nell', 'gwen', 'cas', 'olu', 'vi', 'max', 'jo'].map(home));
  expect(homes).toEqual([
    '/watch',
    '/watch',
    '/respond/drafts?stage=approval',
    '/policy',
    '/watch/locked',
    '/watch/referrals',
    '/policy/versions',
    '/assure/record',
    '/settings',
    '/hand-over',
  ]);
});

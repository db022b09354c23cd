import { createRequire } from 'node:module';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type NotifyServer, startNotify, templates } from '../../../test/servers/notify.ts';
import { startWebhooks, type WebhookServer } from '../../../test/servers/webhooks.ts';
import { type AlertPlace, alertPlace, onCall } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { buildOutbound } from '../../platform/outbound.ts';
import { mostCardBytes, teamsBody } from './channel-teams.ts';
import { buildChannels, type Message } from './channels.ts';

const require = createRequire(import.meta.url);

let db: TestDatabase;
let place: AlertPlace;
let hooks: WebhookServer;
let notify: NotifyServer;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  hooks = await startWebhooks();
  // Signatures and tokens are checked against the real time.
  const now = new Date();
  notify = await startNotify(() => place.kit.clock.now());
  place = await alertPlace(db, {
    now: now.toISOString(),
    notify: { address: notify.address, emailTemplate: templates.email, textTemplate: templates.text, key: notify.key },
  });
});
afterEach(async () => {
  await place.stop();
  await hooks.stop();
  await notify.stop();
});

const add = async (kind: string, least = 'S2') => {
  const added = await place.desk.channelList.add(place.asker('adi'), {
    kind,
    name: `Our ${kind}`,
    url: hooks.url,
    leastSeverity: least,
  });
  if (!added.ok) throw new Error(added.problems[0]!.words);
  return added.secret;
};

describe('webhooks', () => {
  test('are signed so that the standard’s own library takes them, with one id however often they are tried', async () => {
    const secret = await add('webhook');
    hooks.expectSecret(secret!);
    hooks.answerNext(2, 503);
    await place.story('[T1] bomb at the fair on Saturday');
    await place.pass(3);
    expect(hooks.posts.length).toBe(1);
    const [one] = hooks.posts;
    const [delivery] = await place.rows<{ id: string; tries: number; state: string }>(
      sql`select id, tries, state from watch.delivery where channel = 'webhook'`,
    );
    expect([one!.headers['webhook-id'], delivery!.tries, delivery!.state]).toEqual([delivery!.id, 2, 'handed-over']);
    expect(one!.body).toMatchObject({ type: 'alert.raised', data: { severity: 'S1', code: 'T1' } });
    expect(one!.text).not.toMatch(/bomb|fair|author\d/i);
  });

  test('a wrong secret is answered with 401, tried again, and shown', async () => {
    await add('webhook');
    hooks.expectSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    await place.story('[T1] bomb at the fair on Saturday');
    expect(hooks.posts).toEqual([]);
    expect((await place.desk.undelivered(place.asker('bo'))).map((one) => one.words)).toEqual([
      'Webhook answered with the error 401.',
    ]);
  });

  test('the secret and the address are sealed, shown once, and gone with the channel', async () => {
    const secret = await add('webhook');
    const [row] = await place.rows<{ secret_box: string }>(sql`select secret_box from watch.channel`);
    expect(row!.secret_box).not.toContain('hidden');
    const [channel] = await place.desk.channelList.list(place.asker('adi'));
    expect(JSON.stringify(channel)).not.toMatch(new RegExp(`hidden|${secret!.slice(6, 20).replace(/[+/]/g, '.')}`));
    expect(await place.desk.channelList.list(place.asker('ann'))).toEqual([]);
    expect((await place.desk.channelList.remove(place.asker('ann'), channel!.id)).ok).toBe(false);
    expect((await place.desk.channelList.remove(place.asker('adi'), channel!.id)).ok).toBe(true);
  });

  test('private addresses are refused unless allowed, and that is not tried again', async () => {
    const outbound = buildOutbound({ allowPrivate: 'none', userAgent: 'Foreword-test' });
    const strict = buildChannels({ clock: place.kit.clock, outbound }, { mail: null, notify: null });
    await expect(strict.send(sample, { kind: 'slack', url: hooks.url, secret: null })).rejects.toMatchObject({
      isWorthRetrying: false,
    });
    expect(hooks.posts).toEqual([]);
    await outbound.close();
  });

  test('an address must be https, and every mistake is told at its field', async () => {
    const added = await place.desk.channelList.add(place.asker('adi'), {
      kind: 'fax',
      name: ' ',
      url: 'http://hooks.example/x',
      leastSeverity: 'S5',
    });
    expect(added).toMatchObject({ ok: false });
    expect(!added.ok && added.problems.map((one) => one.field)).toEqual(['kind', 'name', 'url', 'least']);
  });
});

const sample: Message = {
  id: '019cadc6-9a80-75b5-b1c3-26ac938b7326',
  subject: '[S1] Threat to life - Northmere Council - Foreword',
  text: 'x',
  short: 'x',
  link: 'https://foreword.northmere.example/watch/signals/1',
  facts: [{ name: 'Case', value: 'FW-1234-ABCD' }],
  event: { kind: 'raised', severity: 'S1', code: 'T1', caseNumber: 'FW-1234-ABCD', at: new Date() },
};

describe('chat', () => {
  test('Teams is handed a card that its own library reads without a complaint', async () => {
    await add('teams');
    await place.story('[T1] bomb at the fair on Saturday');
    const [one] = hooks.posts;
    expect(one!.bytes).toBeLessThan(mostCardBytes);
    const attachments = one!.body.attachments as { contentType: string; content: unknown }[];
    expect([one!.body.type, attachments[0]!.contentType]).toEqual([
      'message',
      'application/vnd.microsoft.card.adaptive',
    ]);
    const { AdaptiveCard, SerializationContext } = require('adaptivecards/dist/adaptivecards.js');
    const complaints = (content: unknown) => {
      const card = new AdaptiveCard();
      const context = new SerializationContext();
      card.parse(content, context);
      return [context.eventCount, card.getItemCount(), card.getActionCount()];
    };
    expect(complaints(attachments[0]!.content)).toEqual([0, 2, 1]);
    expect(complaints({ ...(attachments[0]!.content as object), body: [{ type: 'TextBox' }] })[0]).toBe(1);
    expect(JSON.stringify(attachments[0]!.content)).toMatch(/"version":"1\.5".*"Action\.OpenUrl".*\/watch\/signals\//);
    expect(one!.text).not.toMatch(/bomb|fair|author\d/i);
  });

  test('a card stays small whatever the names are, and a name is no markup', () => {
    const long = {
      ...sample,
      subject: `${'[x](https://evil.example) '.repeat(400)}`,
      facts: Array.from({ length: 50 }, () => ({ name: 'n'.repeat(999), value: '*v* '.repeat(999) })),
    };
    expect(Buffer.byteLength(JSON.stringify(teamsBody(long)))).toBeLessThan(mostCardBytes);
    expect(JSON.stringify(teamsBody(long))).toContain('\\\\[x\\\\]\\\\(');
  });

  test('Slack is handed blocks and plain text, with nothing that could call a channel', async () => {
    await add('slack', 'S3');
    await place.story('[T13] they say <!channel> is closed');
    const [one] = hooks.posts;
    expect(one!.body.text).toMatch(/^\[S3\] False claim, by mistake - Northmere Council - Foreword: https:/);
    expect((one!.body.blocks as { type: string }[]).map((block) => block.type)).toEqual([
      'header',
      'section',
      'actions',
    ]);
    expect(one!.text).not.toMatch(/<|closed/);
  });

  test('a locked story is told to no channel, and a milder one only where it is wanted', async () => {
    await add('slack', 'S1');
    await add('teams', 'S3');
    await place.story('[T4] they falsified the fire safety checks');
    expect(hooks.posts).toEqual([]);
    await place.story('[T13] they say the bridge is closed');
    expect(hooks.posts.map((one) => one.body.type ?? 'slack')).toEqual(['message']);
  });

  test('a workflow that was deleted is given up at once, and a test goes by the same road', async () => {
    await add('teams');
    const [channel] = await place.desk.channelList.list(place.asker('adi'));
    expect((await place.desk.channelList.test(place.asker('adi'), channel!.id)).ok).toBe(true);
    await place.settle();
    expect(hooks.posts.length).toBe(1);
    hooks.answerNext(1, 404);
    await place.story('[T1] bomb at the fair on Saturday');
    const [last] = await place.desk.channelList.list(place.asker('adi'));
    expect(last!.last).toMatchObject({ state: 'given-up', words: 'Teams answered with the error 404.' });
    await place.desk.channelList.switch(place.asker('adi'), channel!.id, false);
    await place.story('[T5] the plan of the cells is online');
    expect(hooks.posts.length).toBe(1);
  });
});

describe('GOV.UK Notify', () => {
  test('sends a text to whoever is rung and has a phone, signed as the real service wants it', async () => {
    await onCall(place, 'bo', 1);
    await place.story('[T1] bomb at the fair on Saturday');
    expect(notify.taken.map((one) => [one.path, one.to, one.template])).toEqual([
      ['/v2/notifications/sms', '07700900001', templates.text],
    ]);
    const [one] = notify.taken;
    expect(one!.personalisation.body).toMatch(
      /^\[S1\] Threat to life\. Northmere Council\. Case FW-\S+ Raised \d\d:\d\d\. Acknowledge by \d\d:\d\d: https:\/\/\S+$/,
    );
    expect(one!.personalisation.body!.length).toBeLessThan(460);
    const [delivery] = await place.rows<{ id: string }>(
      sql`select id from watch.delivery where channel = 'notify-text'`,
    );
    expect(one!.reference).toBe(delivery!.id);
  });

  test('a full minute is waited out and the message is not lost', async () => {
    await onCall(place, 'bo', 1);
    notify.refuseNext(2);
    await place.story('[T1] bomb at the fair on Saturday');
    expect(notify.taken).toEqual([]);
    expect((await place.desk.undelivered(place.asker('bo'))).map((one) => one.words)).toEqual([
      'GOV.UK Notify answered with the error 429.',
    ]);
    await place.pass(2);
    expect(notify.taken.length).toBe(1);
  });

  test('carries the e-mail where there is no mail server', async () => {
    await place.stop();
    place = await alertPlace(db, {
      mail: null,
      now: new Date().toISOString(),
      notify: { address: notify.address, emailTemplate: templates.email, textTemplate: null, key: notify.key },
    });
    await place.story('[T13] they say the bridge is closed');
    expect(notify.taken.map((one) => one.path)).toEqual(Array(4).fill('/v2/notifications/email'));
    expect(notify.taken[0]!.personalisation.subject).toBe(
      '[S3] False claim, by mistake - Northmere Council - Foreword',
    );
  });

  test('the stand-in takes the government’s own client too, and refuses a wrong key', async () => {
    const { NotifyClient } = require('notifications-node-client');
    const client = new NotifyClient(notify.address, notify.key.slice(-73, -37), notify.key);
    await client.sendEmail(templates.email, 'a@b.example', {
      personalisation: { subject: 's', body: 'b' },
      reference: 'r',
    });
    expect(notify.taken[0]).toEqual({
      path: '/v2/notifications/email',
      to: 'a@b.example',
      template: templates.email,
      personalisation: { subject: 's', body: 'b' },
      reference: 'r',
    });
    const wrong = buildChannels(place.kit, {
      mail: null,
      notify: {
        address: notify.address,
        emailTemplate: templates.email,
        textTemplate: null,
        key: `${notify.key.slice(0, -1)}0`,
      },
    });
    await expect(wrong.send(sample, { kind: 'notify-email', to: 'a@b.example' })).rejects.toMatchObject({
      isWorthRetrying: false,
      words: 'GOV.UK Notify answered with the error 403.',
    });
  });
});

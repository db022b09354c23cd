/**
 * The words of a message. They travel through e-mail, chat and phones, so they hold the severity, the kind, the case
 * number, a time and a link, and never a word of a post; of what is locked they say only that something is waiting.
 */
import { sql } from 'kysely';
import { clockTime, fullTime } from '#components';
import type { Tx } from '#platform';
import { type AlertRow, caseNumber, type DeliveryRow, deliveryOf } from './alert-store.ts';
import { channelWording, pagedName, pagedWords, messageWording as say } from './alert-wording.ts';
import type { Message } from './channels.ts';

import { codeWording, severityWording } from './wording.ts';

export interface About {
  readonly organisation: string;
  readonly address: string;
  readonly now: Date;
  readonly names: ReadonlyMap<string, string>;
}

export async function messageOf(tx: Tx, delivery: DeliveryRow, alert: AlertRow, about: About): Promise<Message> {
  if (alert.locked_to) return lockedMessage(delivery, alert, about);
  switch (alert.kind) {
    case 'signal':
      return signalMessage(delivery, alert, about);
    case 'blind':
      return plainMessage(delivery, alert, about, {
        name: say.blind,
        link: alert.source_id ? `/watch/sources/${alert.source_id}` : '/watch/sources',
        words: await sourceWords(tx, alert),
      });
    case 'paged':
      return plainMessage(delivery, alert, about, {
        name: pagedName(alert.code),
        link: alert.href ?? '/watch/alerts',
        words: pagedWords(alert.code),
      });
    case 'undelivered':
      return plainMessage(delivery, alert, about, {
        name: say.undelivered,
        link: '/watch/alerts',
        words: await lossWords(tx, alert, about),
      });
    case 'test':
      return plainMessage(delivery, alert, about, { name: say.test, link: '/watch/alerts', words: say.testWords });
  }
}

function lockedMessage(delivery: DeliveryRow, alert: AlertRow, about: About): Message {
  const subject = say.lockedSubject(about.organisation);
  return {
    id: delivery.id,
    subject,
    text: lines([say.locked, '', say.lockedHow, about.address]),
    short: short(`${say.locked} ${about.address}`),
    link: about.address,
    facts: [],
    event: { kind: 'waiting', severity: alert.severity, code: null, caseNumber: null, at: alert.raised_at },
  };
}

function signalMessage(delivery: DeliveryRow, alert: AlertRow, about: About): Message {
  const code = codeWording[alert.code ?? ''];
  const name = code?.name ?? alert.code ?? '';
  const number = caseNumber(alert.signal_id ?? alert.id);
  const link = `${about.address}/watch/signals/${alert.signal_id}`;
  // Of this ring, not of the first one: the next person has the same time.
  const until = alert.next_rung_at ?? alert.acknowledge_by;
  const by = until ? clockTime(until) : null;
  return {
    id: delivery.id,
    subject: say.subject(alert.severity, name, about.organisation),
    text: lines([
      say.heading(alert.severity, name),
      about.organisation,
      '',
      `${say.case} ${number}`,
      `${say.raised} ${fullTime(alert.raised_at)}`,
      ...(delivery.is_rung ? [say.rung(by)] : []),
      '',
      `${say.open} ${link}`,
      `${say.acknowledge} ${about.address}/watch/alerts#alert-${alert.id}`,
      '',
      ...(code ? [`${say.tell} ${code.tell}.`, ...(code.mustNot ? [`${say.mustNot} ${code.mustNot}`] : []), ''] : []),
      say.noWords,
    ]),
    short: short(
      `[${alert.severity}] ${name}. ${about.organisation}. ${say.case} ${number}. ${say.raised} ${clockTime(alert.raised_at)}. ${delivery.is_rung ? `${say.rungShort(by)}: ` : ''}${link}`,
    ),
    link,
    facts: [
      { name: say.severity, value: `${alert.severity} ${severityWording[alert.severity]}` },
      { name: say.about, value: name },
      { name: say.case, value: number },
      { name: say.raised, value: fullTime(alert.raised_at) },
      { name: say.organisation, value: about.organisation },
    ],
    event: { kind: 'raised', severity: alert.severity, code: alert.code, caseNumber: number, at: alert.raised_at },
  };
}

function plainMessage(
  delivery: DeliveryRow,
  alert: AlertRow,
  about: About,
  given: { name: string; link: string; words: string },
): Message {
  const link = about.address + given.link;
  return {
    id: delivery.id,
    subject: say.subject(alert.severity, given.name, about.organisation),
    text: lines([
      say.heading(alert.severity, given.name),
      about.organisation,
      '',
      given.words,
      `${say.raised} ${fullTime(alert.raised_at)}`,
      '',
      `${say.open} ${link}`,
    ]),
    short: short(`[${alert.severity}] ${given.name}. ${given.words} ${about.organisation}. ${link}`),
    link,
    facts: [
      { name: say.severity, value: `${alert.severity} ${severityWording[alert.severity]}` },
      { name: say.about, value: given.words },
      { name: say.raised, value: fullTime(alert.raised_at) },
      { name: say.organisation, value: about.organisation },
    ],
    event: { kind: alert.kind, severity: alert.severity, code: null, caseNumber: null, at: alert.raised_at },
  };
}

async function sourceWords(tx: Tx, alert: AlertRow): Promise<string> {
  // The reason may quote the other side, so only its name leaves the house.
  const { rows } = await sql<{ name: string }>`select name from watch.source where id = ${alert.source_id}`.execute(tx);
  return `${say.blindSource}: ${rows[0]?.name ?? ''}`;
}

async function lossWords(tx: Tx, alert: AlertRow, about: About): Promise<string> {
  if (!alert.delivery_id) return say.nobodyToTell;
  const lost = await deliveryOf(tx, alert.delivery_id);
  const { rows } = await sql<{
    locked_to: string | null;
  }>`select a.locked_to from watch.alert a join watch.delivery d on d.alert_id = a.id where d.id = ${alert.delivery_id}`.execute(
    tx,
  );
  // That there was something for the guardian is nobody else's business.
  if (!lost || rows[0]?.locked_to) return say.undeliveredLocked;
  const name = lost.channel_name ?? about.names.get(lost.person_id ?? '') ?? '';
  return say.undeliveredTo(name, channelWording.kinds[lost.channel], lost.last_words ?? '');
}

export function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** Three parts of a text message. The link stands last and is never cut. */
function short(text: string): string {
  const most = 459;
  if (text.length <= most) return text;
  const at = text.lastIndexOf(' ');
  return `${text.slice(0, most - (text.length - at) - 1)}…${text.slice(at)}`;
}

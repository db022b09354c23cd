/** Signed webhooks (standardwebhooks.com, version 1): the receiver can tell that it was us, and which calls are repeats. */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Message } from './channels.ts';

export function webhookRequest(
  message: Message,
  secret: string,
  now: Date,
): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  const body = JSON.stringify({
    type: `alert.${message.event.kind}`,
    timestamp: message.event.at.toISOString(),
    data: {
      severity: message.event.severity,
      code: message.event.code,
      case: message.event.caseNumber,
      title: message.subject,
      link: message.link,
    },
  });
  return {
    body,
    headers: {
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(message.id, now, body),
    },
  };
}

/** 24 bytes, as the standard advises. */
export function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

/**
 * GOV.UK Notify: e-mail and text messages through the government's own sender. Plain requests with an HS256 token
 * (docs.notifications.service.gov.uk, "Authentication") rather than its client, which brings an HTTP client of its own
 * past our limits on time, size and private addresses.
 */
import { createHmac } from 'node:crypto';
import type { Kit } from '#platform';
import { channelWording as say } from './alert-wording.ts';
import { ChannelError, post } from './channel-post.ts';
import type { Message, NotifySettings } from './channels.ts';

type Out = Pick<Kit, 'outbound' | 'clock'>;

export function buildNotify(
  kit: Out,
  settings: NotifySettings,
): (message: Message, kind: 'notify-email' | 'notify-text', to: string) => Promise<void> {
  const { serviceId, secret } = readKey(settings.key);
  const base = settings.address.replace(/\/+$/, '');
  return async (message, kind, to) => {
    const isText = kind === 'notify-text';
    const template = isText ? settings.textTemplate : settings.emailTemplate;
    if (!template) throw new ChannelError(say.noNotify, false);
    const body = isText
      ? { phone_number: to, template_id: template, personalisation: { body: message.short }, reference: message.id }
      : {
          email_address: to,
          template_id: template,
          personalisation: { subject: message.subject, body: message.text },
          reference: message.id,
        };
    const authorization = `Bearer ${notifyToken(serviceId, secret, kit.clock.now())}`;
    await post(
      kit,
      `${base}/v2/notifications/${isText ? 'sms' : 'email'}`,
      JSON.stringify(body),
      { authorization },
      'notify',
    );
  };
}

/** A key is `name-serviceid-secret`; the two ids are UUIDs of 36 characters. */
export function readKey(key: string): { readonly serviceId: string; readonly secret: string } {
  return { serviceId: key.slice(-73, -37), secret: key.slice(-36) };
}

/** Good for 30 seconds at the other side, so it is made anew for each request. */
export function notifyToken(serviceId: string, secret: string, now: Date): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: serviceId, iat: Math.floor(now.getTime() / 1000) })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

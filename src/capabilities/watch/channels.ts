/** The ways a message can leave the house: one shape of message in, one shape of failure out. */
import type { Severity } from '#events';
import { type Kit, type Mail, MailError } from '#platform';
import { channelWording as say } from './alert-wording.ts';
import { buildNotify } from './channel-notify.ts';
import { ChannelError, post } from './channel-post.ts';
import { slackBody } from './channel-slack.ts';
import { teamsBody } from './channel-teams.ts';
import { webhookRequest } from './channel-webhook.ts';

export type PersonalKind = 'email' | 'notify-email' | 'notify-text';
export type SharedKind = 'teams' | 'slack' | 'webhook';
export type ChannelKind = PersonalKind | SharedKind;

/** What is said, in every length a channel may want. Never a word of a post. */
export interface Message {
  /** The id of its delivery: the same however often it is tried, so that the other side can tell a repeat. */
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  /** For a phone: at most 459 characters, three parts of a text message (3GPP TS 23.038). */
  readonly short: string;
  readonly link: string;
  /** Named facts for chat and for programs. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly event: {
    readonly kind: string;
    readonly severity: Severity;
    readonly code: string | null;
    readonly caseNumber: string | null;
    readonly at: Date;
  };
}

export type Address =
  | { readonly kind: PersonalKind; readonly to: string }
  | { readonly kind: SharedKind; readonly url: string; readonly secret: string | null };

export interface Channels {
  /** Letters go to a mailbox of the house itself and to nobody outside. */
  readonly isMailInside?: boolean;
  /** What this installation can send by. */
  readonly has: ReadonlySet<ChannelKind>;
  /** Resolves when the other side has taken the message over, which is not yet that anybody read it. Throws ChannelError. */
  send(message: Message, to: Address): Promise<void>;
}

export interface NotifySettings {
  /** Where the API is, such as https://api.notifications.service.gov.uk. */
  readonly address: string;
  readonly emailTemplate: string | null;
  readonly textTemplate: string | null;
  /** As GOV.UK Notify gives it: a name, the id of the service and the secret, joined by hyphens. */
  readonly key: string;
}

type Out = Pick<Kit, 'outbound' | 'clock'>;

export function buildChannels(
  kit: Out,
  settings: { readonly mail: Mail | null; readonly notify: NotifySettings | null },
): Channels {
  const notify = settings.notify ? buildNotify(kit, settings.notify) : null;
  const has = new Set<ChannelKind>(['teams', 'slack', 'webhook']);
  if (settings.mail) has.add('email');
  if (settings.notify?.emailTemplate) has.add('notify-email');
  if (settings.notify?.textTemplate) has.add('notify-text');
  return {
    has,
    isMailInside: settings.mail?.isInside === true,
    send: async (message, address) => {
      switch (address.kind) {
        case 'email':
          if (!settings.mail) throw new ChannelError(say.noMail, false);
          return sendMail(settings.mail, message, address.to);
        case 'notify-email':
        case 'notify-text':
          if (!notify || !has.has(address.kind)) throw new ChannelError(say.noNotify, false);
          return notify(message, address.kind, address.to);
        case 'teams':
          return post(kit, address.url, JSON.stringify(teamsBody(message)), {}, 'teams');
        case 'slack':
          return post(kit, address.url, JSON.stringify(slackBody(message)), {}, 'slack');
        case 'webhook': {
          const { body, headers } = webhookRequest(message, address.secret ?? '', kit.clock.now());
          return post(kit, address.url, body, headers, 'webhook');
        }
      }
    },
  };
}

async function sendMail(mail: Mail, message: Message, to: string): Promise<void> {
  // Message-ID by the delivery, so that a mail program shows a repeat once (RFC 5322 section 3.6.4).
  const letter = { to, subject: message.subject, text: message.text, id: message.id };
  try {
    await mail.send(letter);
  } catch (error) {
    if (error instanceof MailError) throw new ChannelError(error.words, error.isWorthRetrying, null, { cause: error });
    throw error;
  }
}

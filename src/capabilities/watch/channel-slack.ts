/** Slack: an incoming webhook with blocks, and plain text for notifications and screen readers. */

import { channelWording as say } from './alert-wording.ts';
import type { Message } from './channels.ts';

export function slackBody(message: Message): object {
  return {
    text: plain(`${message.subject}: ${message.link}`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      // Slack's own limits: 150 characters in a header, 10 fields of 2,000.
      { type: 'header', text: { type: 'plain_text', text: message.subject.slice(0, 150), emoji: false } },
      {
        type: 'section',
        fields: message.facts
          .slice(0, 10)
          .map((fact) => ({ type: 'mrkdwn', text: `*${plain(fact.name)}*\n${plain(fact.value).slice(0, 500)}` })),
      },
      {
        type: 'actions',
        elements: [{ type: 'button', text: { type: 'plain_text', text: say.openButton }, url: message.link }],
      },
    ],
  };
}

/** The three characters that Slack reads as control; an @channel cannot be smuggled in without them. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

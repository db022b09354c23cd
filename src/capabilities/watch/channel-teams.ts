/**
 * Microsoft Teams: an Adaptive Card for a Workflows webhook ("When a Teams webhook request is received"). The flow
 * answers before it has posted, so a good answer means handed over, never delivered.
 */

import { channelWording as say } from './alert-wording.ts';
import type { Message } from './channels.ts';

/** Teams takes 28 KB; what is longer than this has gone wrong on our side. */
export const mostCardBytes = 20_000;

export function teamsBody(message: Message): object {
  const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.5',
          body: [
            {
              type: 'TextBlock',
              size: 'Large',
              weight: 'Bolder',
              wrap: true,
              style: 'heading',
              text: plain(cut(message.subject, 250)),
            },
            {
              type: 'FactSet',
              facts: message.facts
                .slice(0, 10)
                .map((fact) => ({ title: cut(fact.name, 60), value: plain(cut(fact.value, 300)) })),
            },
          ],
          actions: [{ type: 'Action.OpenUrl', title: say.openButton, url: message.link }],
        },
      },
    ],
  };
}

/** Cards read a little Markdown; names of organisations are not meant as such. */
function plain(text: string): string {
  return text.replace(/([\\*_[\]()`~])/g, '\\$1');
}

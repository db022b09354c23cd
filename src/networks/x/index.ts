/** X: an official account speaks. Nothing is read: reading costs, and its terms forbid much of what others might want. */
import type { Network } from '../network.ts';
import { nothingToRead } from '../speaking.ts';
import { buildCall, buildPublisher, understood } from './publish.ts';
import { accountOf, problems, publisherFields } from './settings.ts';

const coverage =
  'Sees only whether our own posts stand there, and nothing else of X: no posts of others, no answers, no mentions. ' +
  'Built from the published contract and tested against a stand-in. Not yet verified against the live service.';

export const x: Network = {
  name: 'x',
  title: 'X',
  grade: 'B',
  coverage,
  speaksOnly: true,
  terms:
    'Each organisation registers its own developer app and pays X in advance: about 1.5 US cents a post, 20 cents with a link (August 2026). ' +
    'X forbids watching people, unions and protests, and linking accounts to people. Foreword does none of that here: it only speaks.',
  fields: [],
  problems,
  open: (_settings, tools) => nothingToRead(coverage, tools),
  check: async (settings, tools) => {
    const account = accountOf(settings);
    if (account === null)
      return problems(settings).map(({ words }) => ({ name: 'Settings', isOk: false, words: `${words}.` }));
    const me = understood(await buildCall(account, tools)('GET', '/2/users/me'));
    const name = me.ok ? String((me.value.data as { username?: unknown } | undefined)?.username ?? '') : '';
    const isSame = name.toLowerCase() === account.handle.toLowerCase();
    return [
      { name: 'Sign in', isOk: me.ok, words: me.ok ? `X let us in as @${name}.` : me.because },
      ...(me.ok
        ? [
            {
              name: 'The right account',
              isOk: isSame,
              words: isSame
                ? 'It is the account in the register.'
                : `The keys belong to @${name}, not @${account.handle}.`,
            },
          ]
        : []),
      { name: 'Limit', isOk: true, words: `At most ${account.cap} US dollars are spent in a month.` },
    ];
  },
  publisherFields,
  publisher: (settings, tools) => {
    const account = accountOf(settings);
    return account === null ? null : buildPublisher(account, tools);
  },
};

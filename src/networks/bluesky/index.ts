/** Bluesky: all public posts of the network by its stream, and speaking with an official account. */
import type { Network } from '../network.ts';
import { check } from './check.ts';
import { readJetstream } from './jetstream.ts';
import { buildMentions } from './mentions.ts';
import { buildNames } from './names.ts';
import { buildPublisher } from './publish.ts';
import { accountSettings, fields, namesService, problems, publisherFields, streamSettings } from './settings.ts';

export const bluesky: Network = {
  name: 'bluesky',
  title: 'Bluesky',
  grade: 'A',
  coverage:
    'Sees all public Bluesky posts and replies that the stream carries, from the moment it was connected, and when one of them is changed or removed. ' +
    'Sees only that: not direct messages, not likes or reposts or how often a post was read, not posts from before the connection, ' +
    'not the text inside pictures and films, and not that a whole account was closed. ' +
    'The stream names authors by a lasting account id. Where an author may be kept, the account name is looked up afterwards; ' +
    'where that fails, the id is shown.',
  terms:
    'Bluesky posts are public by design and the stream may be read without a key. People can edit and remove their posts: ' +
    'keep only what you need, for as long as you need it, and take removals into account. ' +
    'An official account may post by app password, within about 1,600 posts an hour and 11,600 a day.',
  fields,
  problems,
  open(settings, tools) {
    const stream = streamSettings(settings);
    if (stream !== null) return readJetstream(stream, tools);
    const words = problems(settings)
      .map((problem) => problem.words)
      .join('. ');
    return {
      async *read(cursor, signal) {
        while (!signal.aborted) {
          const health = { state: 'blind', code: 'settings', words } as const;
          yield { happenings: [], cursor: cursor ?? '', health, nextLook: null, notes: [] };
          await tools.wait(60_000, signal);
        }
      },
    };
  },
  mentions: buildMentions,
  names(settings, tools) {
    const service = namesService(settings);
    return service === null ? null : buildNames(service, tools);
  },
  check,
  publisherFields,
  publisher(settings, tools) {
    const account = accountSettings(settings);
    return account === null ? null : buildPublisher(account, tools);
  },
};

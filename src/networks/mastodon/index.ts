/** Mastodon and every server that speaks its API (snac, GoToSocial, Pleroma and more). */
import type { Network } from '../network.ts';
import { checkSource } from './check.ts';
import { buildPublisher } from './publish.ts';
import { buildReader } from './read.ts';
import { fields, publisherFields, readSource, sourceProblems } from './settings.ts';

export const mastodon: Network = {
  name: 'mastodon',
  title: 'Mastodon',
  // Looking and publishing run against two real servers in CI. The live stream is proved against a stand-in only: B.
  grade: 'A',
  coverage:
    'Sees only what this one server shows: posts by its own people, and posts from other servers that somebody here follows or shared. Search finds only people who agreed to be found. Posts to followers only and direct messages are never read. Edits and removals are noticed only among the newest 40 posts, or while a live stream is open. Looking and publishing are proved against real servers; the live stream is proved against a stand-in and not yet verified against the live service.',
  terms:
    'The rules of the server apply, and its owner may change them. Keep public posts no longer than needed, honour edits and removals, do not build profiles of people, and say who you are when asked.',
  fields,
  problems: sourceProblems,
  open: (settings, tools) => {
    const wanted = readSource(settings);
    return wanted === null ? blindReader(sourceProblems(settings)[0]?.words ?? '', tools) : buildReader(wanted, tools);
  },
  mentions: (settings, tools) => {
    const wanted = readSource({ server: settings.server ?? '', token: settings.token ?? '', what: 'mentions' });
    return wanted === null ? null : buildReader(wanted, tools);
  },
  check: checkSource,
  publisherFields,
  publisher: buildPublisher,
};

/** Settings that cannot work are told again and again, never thrown. */
function blindReader(words: string, tools: Parameters<Network['open']>[1]): ReturnType<Network['open']> {
  return {
    async *read(cursor, signal) {
      while (!signal.aborted) {
        const health = { state: 'blind', code: 'settings', words: `${words}.` } as const;
        const nextLook = new Date(tools.now().getTime() + tools.pollMs);
        yield { happenings: [], cursor: cursor ?? '', health, nextLook, notes: [] };
        if (!signal.aborted) await tools.wait(tools.pollMs, signal);
      }
    },
  };
}

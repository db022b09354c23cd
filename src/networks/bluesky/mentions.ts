/**
 * What is said to an official account: answers, mentions and quotes of it.
 *
 * With the account's app password its own notices are asked for (lexicon app.bsky.notification.listNotifications).
 * Without one, or on a server that has no notices, the stream is read and what is not for the account is passed over.
 */
import type { Batch, Happening, NetworkPost, NetworkTools, Reader, SourceSettings } from '../network.ts';
import { readJetstream } from './jetstream.ts';
import { buildNames } from './names.ts';
import { readNotices } from './notices.ts';
import { accountSettings, serviceOf, streamSettings } from './settings.ts';
import { isDid } from './shapes.ts';

/** Posts of this run whose removal is told on. */
const mostTold = 5_000;
/** How often a stream with nothing for us shows that it lives. */
const beatMs = 5_000;

/** Null when there is neither an account nor a stream to read. */
export const buildMentions = (settings: SourceSettings, tools: NetworkTools): Reader | null => {
  const account = accountSettings(settings);
  const stream = streamSettings(settings);
  const handle = (settings.handle ?? '').trim().replace(/^@/, '').toLowerCase();
  const service = serviceOf(settings.service);
  if (handle === '' || service === null || (account === null && stream === null)) return null;
  const who: Who = { handle, service };
  return {
    async *read(cursor, signal) {
      if (account !== null) {
        let place = cursor;
        for await (const batch of readNotices(account, tools).read(place, signal)) {
          if (batch === 'no-notices') break;
          place = batch.cursor;
          yield batch;
        }
      }
      // Ends only when it is told to, or when the account could not be found; then it is asked for again.
      while (stream !== null && !signal.aborted)
        yield* fromStream(readJetstream({ ...stream, dids: [] }, tools), who, tools, cursor, signal);
    },
  };
};

interface Who {
  readonly handle: string;
  readonly service: string;
}

async function* fromStream(
  reader: Reader,
  who: Who,
  tools: NetworkTools,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const did = await idOf(who, tools, signal);
  if (did === null) {
    const words = `${new URL(who.service).host} does not know the account ${who.handle}. Check its name.`;
    const health = { state: 'blind', code: 'not-found', words } as const;
    yield { happenings: [], cursor: cursor ?? '', health, nextLook: null, notes: [] };
    if (!signal.aborted) await tools.wait(tools.pollMs, signal);
    return;
  }
  const told = new Set<string>();
  let shownAt = Number.NEGATIVE_INFINITY;
  let wasSeeing = false;
  for await (const batch of reader.read(cursor, signal)) {
    const happenings = batch.happenings.filter((one) => isForUs(one, did, who.handle, told));
    for (const one of happenings) remember(told, one);
    const isSeeing = batch.health.state === 'seeing';
    const now = tools.now().getTime();
    // What is left out here is not lost: the next cursor that is kept lies behind it.
    if (happenings.length === 0 && isSeeing === wasSeeing && batch.notes.length === 0 && now - shownAt < beatMs)
      continue;
    shownAt = now;
    wasSeeing = isSeeing;
    yield { ...batch, happenings };
  }
}

const idOf = async (who: Who, tools: NetworkTools, signal: AbortSignal): Promise<string | null> => {
  if (isDid(who.handle)) return who.handle;
  return (await buildNames(who.service, tools).idsOf([who.handle], signal)).get(who.handle) ?? null;
};

const isForUs = (one: Happening, did: string, handle: string, told: ReadonlySet<string>): boolean =>
  one.kind === 'gone' ? told.has(one.id) : isSaidTo(one.post, did, handle) || told.has(one.post.id);

/** It answers, names or quotes the account, and is not its own. */
const isSaidTo = (post: NetworkPost, did: string, handle: string): boolean => {
  if (post.author?.id === did) return false;
  return (
    post.replyTo?.startsWith(`at://${did}/`) === true ||
    post.mentions.some((name) => name.toLowerCase() === handle) ||
    post.links.some((link) => link.startsWith(`https://bsky.app/profile/${did}/post/`))
  );
};

const remember = (told: Set<string>, one: Happening): void => {
  if (one.kind === 'post') told.add(one.post.id);
  else told.delete(one.id);
  if (told.size > mostTold) told.delete(told.values().next().value!);
};

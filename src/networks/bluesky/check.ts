/** The self-test that a customer runs: one harmless read, and one sign-in where an account is given. Changes nothing. */
import type { CheckStep, NetworkTools, SourceSettings } from '../network.ts';
import { buildAccount } from './account.ts';
import { readJetstream } from './jetstream.ts';
import { accountSettings, problems, streamSettings } from './settings.ts';

/** How long we wait for one post to come by. */
const longestLookMs = 10_000;

export const check = async (settings: SourceSettings, tools: NetworkTools): Promise<readonly CheckStep[]> => {
  const steps: CheckStep[] = [];
  const found = problems(settings);
  const stream = streamSettings(settings);
  if (stream === null) {
    return [{ name: 'Settings', isOk: false, words: found.map((problem) => problem.words).join('. ') }];
  }
  steps.push({ name: 'Settings', isOk: true, words: 'The settings can work.' });
  steps.push(...(await look(settings, tools)));

  const account = accountSettings(settings);
  if (account !== null) {
    const signedIn = buildAccount(account, tools);
    const did = await signedIn.did();
    const left = signedIn.signInsLeft();
    const quota =
      left === null ? 'The server does not say how many sign-ins are left.' : `${left} sign-ins are left for now.`;
    const words = did.ok
      ? `${account.handle} is ${did.value}. ${quota} Bluesky allows about 1,600 new posts an hour.`
      : did.because;
    steps.push({ name: 'Sign in to post', isOk: did.ok, words });
  }
  return steps;
};

const look = async (settings: SourceSettings, tools: NetworkTools): Promise<CheckStep[]> => {
  const stream = streamSettings(settings);
  if (stream === null) return [];
  const host = new URL(stream.stream).host;
  const stop = new AbortController();
  const lookMs = Math.min(longestLookMs, tools.pollMs * 20);
  void tools.wait(lookMs, stop.signal).then(() => stop.abort());
  let isOpen = false;
  let isOlder = false;
  let seenCount = 0;
  try {
    for await (const batch of readJetstream(stream, tools).read(null, stop.signal)) {
      if (batch.health.state === 'blind') {
        return [{ name: 'Connection', isOk: false, words: batch.health.words }];
      }
      isOpen = true;
      isOlder ||= batch.notes.some((note) => note.code === 'older-wire');
      seenCount += batch.happenings.length;
      if (seenCount > 0) break;
    }
  } finally {
    stop.abort();
  }
  const name = 'Connection';
  const seconds = `${Math.ceil(lookMs / 1_000)} seconds`;
  if (!isOpen) return [{ name, isOk: false, words: `${host} did not answer in ${seconds}.` }];
  const kind = isOlder ? 'the older kind of stream' : 'the newer kind of stream';
  const seen = seenCount > 0 ? 'A post came by, so we can see.' : quiet(stream.dids.length, seconds);
  return [
    { name, isOk: true, words: `Connected to ${host}, ${kind}. Reading needs no key and has no quota.` },
    { name: 'Posts', isOk: true, words: seen },
  ];
};

const quiet = (accountCount: number, seconds: string): string =>
  accountCount > 0
    ? `No post by these accounts in ${seconds}. That is usual.`
    : `No post in ${seconds}. That is usual on a small server, and a sign of trouble on the public one.`;

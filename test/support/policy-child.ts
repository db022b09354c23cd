/**
 * A process that writes a draft, asks for its adoption, and is killed in the middle of adopting it: everything of the
 * adoption has been written in the transaction, and nothing was committed.
 */
import { type DatabaseAddress, openDatabase } from '#platform';
import { got, pat, policyOn, sia, textOf } from './policy.ts';

const address = JSON.parse(process.argv[2]!) as DatabaseAddress;
const db = await openDatabase(address);
const { kit, policy } = await policyOn(db);

const gap = got(await policy.gaps.open(pat, { from: 'incident', about: null, words: 'Nothing on videos.', tag: 37 }));
const id = got(await policy.drafts.begin(pat, 'Videos'));
const draft = (await policy.versions.version(pat, id))!;
got(await policy.drafts.changeClause(pat, id, 37, 0, textOf(draft, 37, { words: 'Do not share it.' })));
got(
  await policy.drafts.saveNotes(pat, id, {
    title: 'Videos',
    whatChanged: 'Videos.',
    equalityNote: 'Nobody is worse off.',
    notConsultedBecause: 'A test.',
  }),
);
got(await policy.drafts.answerGaps(pat, id, [gap]));
got(await policy.adoption.ask(pat, id, ''));

// Telling of it is the last thing that an adoption writes. It is told, and then nothing more happens: here it is killed.
const { revision } = (await policy.versions.version(sia, id))!;
const told = kit.news.publish;
Object.assign(kit.news, {
  publish: async (...given: Parameters<typeof told>) => {
    await told(...given);
    process.stdout.write(`${JSON.stringify({ id, gap, revision })}\n`);
    await new Promise(() => setInterval(() => {}, 1000));
  },
});
await policy.adoption.adopt(sia, id, { revision, words: 'Good.', from: policy.versions.today() });

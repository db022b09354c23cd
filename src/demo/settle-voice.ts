/** Gives Northmere Council its voice, through the same doors as people: nothing here is written past them. */
import type { Asker } from '#platform';
import type { Respond } from '#respond';
import type { House } from '../compose.ts';
import type { TurnBack } from './calendar.ts';
import type { northmere as Northmere } from './northmere.ts';
import { type VoiceAccount, type VoiceLine, voice } from './voice.ts';

type Wish = Parameters<Respond['publishing']['drafts']['begin']>[1];
type ByKey = (key: string) => Asker;

interface Answered {
  readonly ok: boolean;
  readonly because?: string;
  readonly problems?: readonly { readonly words: string }[];
}

/** Throws Error with the sentence of the refusal: the demonstration is written wrong. */
export function must<T extends Answered>(answer: T): T & { ok: true } {
  if (!answer.ok) {
    const because = answer.because ?? answer.problems?.map((problem) => problem.words).join(' ');
    throw new Error(`The demonstration could not be set up: ${because}`);
  }
  return answer as T & { ok: true };
}

const dayMs = 86_400_000;
const fromNow = (house: House, days: number) => new Date(house.kit.clock.now().getTime() + days * dayMs);
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Everything that happened on other days, in the order of its days. */
export async function settlePast(
  house: House,
  asker: ByKey,
  turnBack: TurnBack,
  northmere: typeof Northmere,
): Promise<void> {
  const past: { readonly daysAgo: number; readonly act: () => Promise<unknown> }[] = [];
  const on = (daysAgo: number, act: () => Promise<unknown>) => past.push({ daysAgo, act });
  const ids = new Map<string, string>();
  for (const account of voice.accounts) {
    on(account.addedDaysAgo, async () => {
      ids.set(account.handle, await addAccount(house, asker, account, northmere.stage));
    });
    if (account.attestedDaysAgo !== null)
      on(account.attestedDaysAgo, async () =>
        must(await house.respond.publishing.accounts.attest(asker(account.owner), ids.get(account.handle)!)),
      );
    const { closing } = account;
    if (closing)
      on(closing.daysAgo, async () =>
        must(
          await house.respond.publishing.accounts.planToClose(
            asker('max'),
            ids.get(account.handle)!,
            dayOf(fromNow(house, closing.daysAgo + closing.inDays)),
            closing.because,
          ),
        ),
      );
  }
  on(60, () => secondVersion(house, asker));
  for (const line of voice.lines) on(line.writtenDaysAgo, () => takeLine(house, asker, line));
  for (const { daysAgo, act } of past.sort((a, b) => b.daysAgo - a.daysAgo)) {
    turnBack(daysAgo);
    await act();
  }
  turnBack(0);
}

/** What is in hand when the visitor comes. `incidentId`: the one that goes on. */
export async function settlePresent(house: House, asker: ByKey, incidentId: string): Promise<void> {
  await settlePosts(house, asker, incidentId);
  await settleDesk(house, asker);
  await thirdVersion(house, asker);
}

async function addAccount(house: House, asker: ByKey, account: VoiceAccount, stage: string): Promise<string> {
  const { accounts } = house.respond.publishing;
  const { handle, source, owner, deputy, facts } = account;
  const { value: id } = must(
    await accounts.add(asker('max'), {
      ...facts,
      network: 'rehearsal',
      settings: { stage, source, handle },
      ownerId: asker(owner).id,
      deputyId: asker(deputy).id,
      twoStepSeenOn: dayOf(house.kit.clock.now()),
    }),
  );
  for (const [person, act] of account.rights) must(await accounts.askForRight(asker('max'), id, asker(person).id, act));
  for (const right of (await accounts.account(asker('olu'), id))!.rights)
    must(await accounts.confirmRight(asker('olu'), right.id));
  return id;
}

async function takeLine(house: House, asker: ByKey, line: VoiceLine): Promise<void> {
  const { lines } = house.respond.publishing;
  const { title, audience, tags, lang, text } = line;
  const { value: id } = must(
    await lines.write(asker(line.writer), {
      title,
      audience,
      tags,
      incidentId: null,
      lang,
      text,
      expiresAt: fromNow(house, line.lastsDays),
    }),
  );
  if (line.approver === null) return;
  const written = (await lines.line(asker(line.approver), id))!.versions[0]!;
  must(await lines.decide(asker(line.approver), written.id, 'approved', ''));
}

async function settlePosts(house: House, asker: ByKey, incidentId: string): Promise<void> {
  const { accounts, drafts, lines } = house.respond.publishing;
  const [ann, bo, marian] = [asker('ann'), asker('bo'), asker('marian')];
  const known = await accounts.list(ann);
  const wish = (handles: readonly string[], purpose: string, text: string, more: Partial<Wish> = {}): Wish => ({
    incidentId: null,
    kind: 'proactive',
    purpose,
    lang: 'en',
    lineVersionId: null,
    parts: [{ text, images: [] }],
    targets: known
      .filter((account) => handles.includes(account.handle))
      .map((account) => ({ accountId: account.id, replyTo: null })),
    consents: [],
    startsAt: null,
    endsAt: null,
    corrects: null,
    ...more,
  });
  const submit = async (given: Wish) =>
    must(
      await drafts.submit(ann, must(await drafts.begin(ann, given)).value, {
        named: [],
        needsOutside: false,
        leavesByItself: false,
      }),
    ).value;
  const letGo = async (given: Wish) => {
    const submission = await submit(given);
    must(await drafts.approve(marian, submission, ''));
    must(await drafts.release(bo, submission));
  };
  const { out, scheduled, waiting } = voice.posts;
  await letGo(wish([out.account], out.purpose, out.text));
  const startsAt = fromNow(house, scheduled.inHours / 24);
  await letGo(wish([scheduled.account], scheduled.purpose, scheduled.text, { startsAt }));
  const line = (await lines.list(ann)).find((one) => one.title === waiting.line)!.live!;
  await submit(wish(waiting.accounts, waiting.purpose, line.text, { incidentId, lineVersionId: line.id }));
}

async function settleDesk(house: House, asker: ByKey): Promise<void> {
  const { handIns, items } = house.respond.desk;
  for (const { by, address, words, claim } of voice.handIns) {
    must(await handIns.handIn(asker(by), { address, words, isThreat: false }));
    if (!claim) continue;
    const officer = asker(claim.by);
    const item = (await items.list(officer, {})).find((one) => one.url === address)!;
    must(await items.claim(officer, item.id));
    must(await items.note(officer, item.id, claim.note));
  }
}

async function secondVersion(house: House, asker: ByKey): Promise<void> {
  const { drafts, versions, adoption } = house.policy;
  const [nell, olu] = [asker('nell'), asker('olu')];
  const { title, clause: number, words, whatChanged, equalityNote, consulted, adopted } = voice.policy.second;
  const { value: id } = must(await drafts.begin(nell, title));
  const clause = (await versions.version(nell, id))!.clauses.find((one) => one.number === number)!;
  must(await drafts.changeClause(nell, id, number, clause.edition, { ...clause, ownerId: nell.id, words }));
  must(await drafts.saveNotes(nell, id, { title, whatChanged, equalityNote, notConsultedBecause: '' }));
  must(await drafts.addConsultation(nell, id, consulted[0], consulted[1]));
  must(await adoption.ask(nell, id, ''));
  const { revision } = (await versions.version(olu, id))!;
  must(await adoption.adopt(olu, id, { revision, words: adopted, from: versions.today() }));
}

/** Answers the gap that the lesson of the closed incident opened, and waits for a second person. */
async function thirdVersion(house: House, asker: ByKey): Promise<void> {
  const { drafts, gaps, adoption } = house.policy;
  const nell = asker('nell');
  const { title, clause, whatChanged, equalityNote, consulted, asked } = voice.policy.third;
  const { value: id } = must(await drafts.begin(nell, title));
  must(
    await drafts.addClause(nell, id, {
      ...clause,
      ownerId: nell.id,
      reviewOn: dayOf(fromNow(house, 350)),
      scenarios: [],
    }),
  );
  must(await drafts.saveNotes(nell, id, { title, whatChanged, equalityNote, notConsultedBecause: '' }));
  must(await drafts.addConsultation(nell, id, consulted[0], consulted[1]));
  const open = await gaps.list(nell, 'open');
  for (const gap of open) must(await gaps.tag(nell, gap.id, 'none'));
  must(
    await drafts.answerGaps(
      nell,
      id,
      open.map((gap) => gap.id),
    ),
  );
  must(await adoption.ask(nell, id, asked));
}

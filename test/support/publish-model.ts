/**
 * Random interleavings of writing, approving, letting go, stopping and sending, with kills in between, on a real database;
 * and beside it what must hold, worked out from what people did alone.
 */
import { sql } from 'kysely';
import { system } from '#platform';
import { buildCheck } from '../../src/capabilities/respond/publish/check.ts';
import { buildSender, type Sender } from '../../src/capabilities/respond/publish/send.ts';
import { buildPaging } from '../../src/capabilities/watch/alert-page.ts';
import { got, type PublishPlace, type Wire } from './publishing.ts';

type Fault = NonNullable<Wire['faults'][number]>;

export type Step =
  | { readonly do: 'draft'; readonly inMinutes: number | null; readonly parts: 1 | 2; readonly leaves: boolean }
  | { readonly do: 'edit' | 'withdraw' | 'submit' | 'approve' | 'release' | 'put-back'; readonly which: number }
  | { readonly do: 'stop' | 'start'; readonly scope: 'all' | 'account' }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'send'; readonly faults: readonly (Fault | null)[] }
  | { readonly do: 'look' }
  | { readonly do: 'together'; readonly steps: readonly Exclude<Step, { readonly do: 'together' }>[] };

export interface Verdict {
  /** What broke; empty when all held. */
  readonly broken: readonly string[];
  readonly taken: number;
}

export interface Model {
  play(steps: readonly Step[]): Promise<Verdict>;
}

/** Of two edits, or of a stop and a start, begun in one moment, nobody outside can tell which came last: one of them is left out. */
function oneOrder<T extends { readonly do: string }>(steps: readonly T[]): readonly T[] {
  const kindOf = (step: T) => (step.do === 'start' ? 'stop' : step.do);
  return steps.filter((step, at) => {
    const kind = kindOf(step);
    return !['edit', 'stop'].includes(kind) || steps.findIndex((other) => kindOf(other) === kind) === at;
  });
}

export const faultKinds: readonly Fault[] = [
  'lost-before',
  'lost-after',
  'throws-before',
  'throws-after',
  'hangs-before',
  'hangs-after',
  'refuses',
  'busy',
];

export async function publishModel(place: PublishPlace): Promise<Model> {
  const { kit, wire, publishing } = place;
  const asker = place.asker;
  let counter = 0;

  const sender = (): Sender => {
    const people = () => place.people.colleagues(system('respond'));
    const check = buildCheck(kit, {
      staff: people,
      organisation: place.people.organisation,
      posts: async () => [],
      pictures: async () => [],
    });
    return buildSender(
      kit,
      {
        networks: new Map([[wire.network.name, wire.network]]),
        tools: {
          outbound: kit.outbound,
          now: kit.clock.now,
          wait: (_ms, signal) =>
            new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
          chance: () => 0.5,
          pollMs: 10,
        },
        alerts: buildPaging(kit),
      },
      check,
    );
  };

  return {
    async play(steps) {
      const account = await place.account();
      const broken: string[] = [];
      const drafts: { id: string; submission: string | null; texts: readonly string[] }[] = [];
      /** Texts that a second person approved and nobody has changed or taken back since. */
      const approved = new Set<string>();
      /** Confirmed: from then on nothing may leave. */
      const stopped = new Set<string>();
      const before = wire.taken.length;
      /** How each attempt that runs just now is killed, by the key of its post: two senders may be at work. */
      const kills = new Map<string, Set<() => void>>();
      wire.onTaken = ({ text }) => {
        if (!approved.has(text)) broken.push(`left without approval: ${text}`);
        if (stopped.size > 0) broken.push(`left after the switch: ${text}`);
      };
      wire.onAsked = async ({ key }, fault) => {
        if (!fault?.startsWith('hangs')) return;
        for (const kill of kills.get(key) ?? []) setImmediate(kill);
      };
      let program = sender();

      const text = (name: string, part: number) => `Post ${counter}.${part} ${name}`;
      const wish = (inMinutes: number | null, parts: number) => {
        counter += 1;
        const texts = Array.from({ length: parts }, (_, part) => text('of the pool', part));
        const now = kit.clock.now().getTime();
        return {
          texts,
          wish: place.wish([account], {
            parts: texts.map((one) => ({ text: one, images: [] })),
            startsAt: inMinutes === null ? null : new Date(now + inMinutes * 60_000),
            endsAt: new Date(now + 40 * 60_000),
          }),
        };
      };
      const pick = (which: number) => (drafts.length === 0 ? null : drafts[which % drafts.length]!);
      const forget = (texts: readonly string[]) => {
        for (const one of texts) approved.delete(one);
      };

      async function send(faults: readonly (Fault | null)[]): Promise<void> {
        const due = await place.rows<{ id: string; key: string }>(
          sql`select id, key from respond.publication where account_id = ${account} and state in ('due', 'sending', 'unknown') order by due_at, part`,
        );
        wire.faults.push(...faults);
        for (const { id, key } of due) {
          const own = kills.get(key) ?? new Set();
          kills.set(key, own);
          let kill = () => {};
          const killed = new Promise<'killed'>((resolve) => {
            kill = () => resolve('killed');
          });
          own.add(kill);
          // What hangs is left where it is, as a killed process leaves it: another one goes on.
          if ((await Promise.race([program.attempt(id), killed])) === 'killed') program = sender();
          own.delete(kill);
        }
        wire.faults.length = 0;
      }

      async function act(step: Step): Promise<void> {
        switch (step.do) {
          case 'together':
            await Promise.all(oneOrder(step.steps).map(act));
            return;
          case 'draft': {
            const { texts, wish: wanted } = wish(step.inMinutes, step.parts);
            const id = got(await publishing.drafts.begin(asker('pat'), wanted));
            const answer = await publishing.drafts.submit(asker('pat'), id, {
              named: [],
              needsOutside: false,
              leavesByItself: step.leaves,
            });
            drafts.push({ id, submission: answer.ok ? answer.value : null, texts });
            return;
          }
          case 'edit': {
            const draft = pick(step.which);
            if (!draft) return;
            const { texts, wish: wanted } = wish(null, 1);
            const seen = (await publishing.drafts.draft(asker('dru'), draft.id))?.revision ?? 0;
            const answer = await publishing.drafts.change(asker('dru'), draft.id, seen, wanted);
            if (!answer.ok) return;
            forget(draft.texts);
            Object.assign(draft, { texts, submission: null });
            return;
          }
          case 'withdraw': {
            const draft = pick(step.which);
            if (draft && (await publishing.drafts.withdraw(asker('dru'), draft.id, 'No longer needed')).ok)
              forget(draft.texts);
            return;
          }
          case 'submit': {
            const draft = pick(step.which);
            const answer =
              draft &&
              (await publishing.drafts.submit(asker('pat'), draft.id, {
                named: [],
                needsOutside: false,
                leavesByItself: false,
              }));
            if (answer?.ok) draft!.submission = answer.value;
            return;
          }
          case 'approve': {
            const draft = pick(step.which);
            if (!draft?.submission) return;
            // It counts from the moment in which it is said, and not before: nothing can leave in between that was not due.
            const texts = draft.texts;
            for (const one of texts) approved.add(one);
            const answer = await publishing.drafts.approve(asker('rob'), draft.submission, '');
            const isWaiting = !answer.ok && !(await isApproved(draft.submission));
            if (isWaiting || draft.texts !== texts) forget(texts);
            return;
          }
          case 'release': {
            const draft = pick(step.which);
            if (draft?.submission) await publishing.drafts.release(asker('pip'), draft.submission);
            return;
          }
          case 'put-back': {
            const rows = await place.rows<{ id: string }>(
              sql`select id from respond.publication where account_id = ${account} and state in ('stopped', 'failed') order by id`,
            );
            const row = rows[step.which % Math.max(1, rows.length)];
            if (row) await publishing.queue.putBack(asker('pat'), row.id);
            return;
          }
          case 'stop': {
            const scope = step.scope === 'all' ? 'all' : account;
            const answer = await publishing.switches.stop(asker('bo'), scope, 'Something is wrong');
            // What was on the wire and never answered was told to whoever stopped.
            if (answer.ok && answer.value.leaving === 0) stopped.add(scope);
            return;
          }
          case 'start': {
            const scope = step.scope === 'all' ? 'all' : account;
            stopped.delete(scope);
            await publishing.switches.start(asker('pat'), scope, 'All is well');
            return;
          }
          case 'wait':
            kit.clock.move(step.seconds * 1000);
            return;
          case 'send':
            await send(step.faults);
            return;
          case 'look':
            await program.look();
        }
      }

      const isApproved = async (submission: string) =>
        (
          await place.rows(
            sql`select 1 from respond.submission where id = ${submission} and state in ('approved', 'released')`,
          )
        ).length > 0;

      for (const step of steps) await act(step);

      // In the end all works again, and everything that was let go has found its place.
      stopped.clear();
      for (const scope of ['all', account]) await publishing.switches.start(asker('pat'), scope, 'All is well');
      for (let round = 0; round < 4; round += 1) {
        kit.clock.move(20 * 60_000);
        await send([]);
        await program.look();
      }
      const rows = await place.rows<{ id: string; key: string; state: string; code: string | null }>(
        sql`select id, key, state, code from respond.publication where account_id = ${account}`,
      );
      const isPaged = async (id: string) =>
        (
          await place.rows(
            sql`select 1 from platform.job where kind = 'watch.page' and key like ${`respond.post-%:${id}:%`}`,
          )
        ).length > 0;
      const taken = wire.taken.slice(before);
      for (const { id, key, state, code } of rows) {
        const times = taken.filter((one) => one.draft.key === key).length;
        if (times > 1) broken.push(`doubled: ${times} times, ${state}`);
        if (state === 'out' ? times !== 1 : times !== 0)
          broken.push(`lost sight of: ${state} (${code}), taken ${times} times`);
        if (!['out', 'stopped'].includes(state) && !(await isPaged(id)))
          broken.push(`nobody was paged: ${state} (${code})`);
      }
      wire.onTaken = () => {};
      wire.onAsked = async () => {};
      return { broken, taken: taken.length };
    },
  };
}

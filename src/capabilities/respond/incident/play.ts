/** Plays as the organisation keeps them: every version stays, and the newest is in force. */
import { sql } from 'kysely';
import { type Kit, system, type Tx } from '#platform';
import { may } from '../../../people/roles.ts';
import { clean, refuse, wordsProblem } from './change.ts';
import type { Forbidden, IncidentRole, KeptPlay, Play, PlayStep, Plays } from './door.ts';
import { fallbackPlay, playOrder, shippedPlays } from './plays.table.ts';
import { refusals as say } from './wording.ts';

const me = system('respond');
const mostSteps = 40;
const mostMinutes = 60 * 24 * 60;
export const stepRoles: readonly (IncidentRole | 'anybody')[] = ['anybody', 'lead', 'deputy', 'recorder', 'approver'];
export const forbidden: readonly Forbidden[] = ['reply', 'embed'];

interface Row {
  slug: string;
  version: number;
  body: Play;
  by: string;
  at: Date;
  words: string;
}

const asKept = ({ body, ...row }: Row): KeptPlay => ({ ...row, play: body });

export function buildPlays(kit: Kit): Plays {
  let copied: Promise<void> | null = null;
  /** Once for a process; a play that the organisation has changed stays as it is. */
  const copy = () => {
    copied ??= kit.db
      .as(me, (tx) => copyShipped(kit, tx))
      .catch((error: unknown) => {
        copied = null;
        throw error;
      });
    return copied;
  };
  return {
    list: async (asker) => {
      await copy();
      return kit.db.as(asker, inForce);
    },
    versions: async (asker, slug) => {
      await copy();
      return kit.db.as(asker, async (tx) => {
        const { rows } = await sql<Row>`select * from respond.play where slug = ${slug} order by version desc`.execute(
          tx,
        );
        return rows.map(asKept);
      });
    },
    fitting: async (asker, codes) => {
      await copy();
      return kit.db.as(asker, async (tx) => fitting(await inForce(tx), codes));
    },
    change: async (asker, slug, play, words) => {
      const wrong = playProblem(play) ?? wordsProblem(words);
      if (wrong) return refuse(wrong);
      if (!may(asker.roles, 'edit-plays')) return refuse(say.notForYou);
      await copy();
      return kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{ version: number }>`
          insert into respond.play (slug, version, body, by, at, words)
          select ${slug}, max(version) + 1, ${JSON.stringify(tidy(play))}::jsonb, ${asker.id}, ${kit.clock.now()}, ${clean(words)}
          from respond.play where slug = ${slug} having count(*) > 0
          on conflict do nothing returning version`.execute(tx);
        return rows[0] ? { ok: true, value: rows[0].version } : refuse(say.notThere);
      });
    },
  };
}

/** The first by order of the taxonomy that names one of the codes, the first code being the strictest. */
export function fitting(plays: readonly KeptPlay[], codes: readonly string[]): KeptPlay {
  const ordered = [...plays].sort((a, b) => place(a.slug) - place(b.slug));
  for (const code of codes) {
    const found = ordered.find((one) => one.play.codes.includes(code));
    if (found) return found;
  }
  return ordered.find((one) => one.slug === fallbackPlay)!;
}

const place = (slug: string) => (playOrder.includes(slug) ? playOrder.indexOf(slug) : playOrder.length);

async function inForce(tx: Tx): Promise<readonly KeptPlay[]> {
  const { rows } = await sql<Row>`select distinct on (slug) * from respond.play order by slug, version desc`.execute(
    tx,
  );
  return rows.map(asKept).sort((a, b) => place(a.slug) - place(b.slug));
}

export async function playOf(tx: Tx, slug: string): Promise<KeptPlay | null> {
  return (await inForce(tx)).find((one) => one.slug === slug) ?? null;
}

async function copyShipped(kit: Kit, tx: Tx): Promise<void> {
  for (const [slug, play] of Object.entries(shippedPlays))
    await sql`insert into respond.play (slug, version, body, by, at, words)
      values (${slug}, 1, ${JSON.stringify(play)}::jsonb, ${me.id}, ${kit.clock.now()}, ${say.shipped}) on conflict do nothing`.execute(
      tx,
    );
}

function playProblem(play: Play): string | null {
  if (play.name.trim().length < 3) return say.playName;
  if (play.steps.length === 0 || play.steps.length > mostSteps) return say.playSteps(mostSteps);
  if (play.mustNot.every((one) => one.trim() === '')) return say.playMustNot;
  if (new Set(play.steps.map((step) => step.key)).size !== play.steps.length) return say.playKeys;
  return play.steps.some(isStepWrong) ? say.playStep : null;
}

function isStepWrong(step: PlayStep): boolean {
  const isMinutesWrong =
    step.minutes !== null && !(Number.isInteger(step.minutes) && step.minutes >= 0 && step.minutes <= mostMinutes);
  return step.words.trim().length < 3 || step.words.length > 500 || isMinutesWrong || !stepRoles.includes(step.role);
}

const tidyLines = (lines: readonly string[]) =>
  lines.map((line) => clean(line).slice(0, 1000)).filter((line) => line !== '');

const tidy = (play: Play): Play => ({
  name: clean(play.name).slice(0, 120),
  when: clean(play.when).slice(0, 500),
  codes: play.codes,
  steps: play.steps.map((step) => ({ ...step, words: clean(step.words) })),
  tell: tidyLines(play.tell),
  mustNot: tidyLines(play.mustNot),
  lines: tidyLines(play.lines),
  forbids: play.forbids.filter((one) => forbidden.includes(one)),
});

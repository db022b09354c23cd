/** What is wrong with a proposed watch or search: every mistake of the form at once, and the red lines it crosses. */
import { parseQuery } from '#engines/queries';
import type { NewWatching } from './door.ts';
import { type Known, purposeRedLine, queryRedLine, type RedLine } from './red-lines.ts';
import { queryWording, watchingWording as say } from './wording.ts';

export const mostQueries = 100;

export interface Mistakes {
  /** In the order of the form's fields. */
  readonly problems: readonly { readonly field: string; readonly words: string }[];
  /** What was crossed, each kind once: the attempt is kept for the data protection officer. */
  readonly lines: readonly RedLine[];
}

/** `queries` are those of the form, trimmed, without empty lines. */
export function mistakesOf(given: NewWatching, queries: readonly string[], now: Date, knows: Known): Mistakes {
  const line = purposeRedLine(`${given.name}. ${given.purpose}`, knows);
  const searches = searchMistakes(queries, knows);
  const lines = [...(line ? [line] : []), ...searches.lines];
  return {
    problems: [...fieldProblems(given, now, line), ...searches.problems],
    lines: [...new Map(lines.map((one) => [one.kind, one])).values()],
  };
}

function searchMistakes(queries: readonly string[], knows: Known): Mistakes {
  const only = (words: string): Mistakes => ({ problems: [{ field: 'queries', words }], lines: [] });
  if (queries.length === 0) return only(say.enterQuery);
  if (queries.length > mostQueries) return only(queryWording.tooMany);
  const each = queries.map((words) => queryMistakes(words, 'queries', knows));
  return {
    problems: each.flatMap(({ problems }, at) =>
      problems.map(({ field, words }) => ({
        field,
        words: queries.length === 1 ? words : queryWording.which(at + 1, words),
      })),
    ),
    lines: each.flatMap(({ lines }) => lines),
  };
}

export function queryMistakes(words: string, field: string, knows: Known): Mistakes {
  if (words.trim() === '') return { problems: [{ field, words: say.enterQuery }], lines: [] };
  const parsed = parseQuery(words, { mayFrom: mayFrom(knows) });
  if (!parsed.ok)
    return {
      problems: parsed.problems.map((problem) => ({ field, words: `${problem.words} ${problem.hint}`.trim() })),
      lines: [],
    };
  const line = queryRedLine(parsed.query, knows);
  return line ? { problems: [{ field, words: line.words }], lines: [line] } : { problems: [], lines: [] };
}

/** Posts of one account may be looked for only where it is ours or a registered newsroom's. */
export const mayFrom = (knows: Known) => (handle: string) => knows.handles.has(handle.replace(/^@/, '').toLowerCase());

function fieldProblems(given: NewWatching, now: Date, line: RedLine | null): { field: string; words: string }[] {
  const problems: { field: string; words: string }[] = [];
  const want = (field: keyof NewWatching, words: string, least = 1, most = 2000) => {
    const value = String(given[field]).trim();
    if (value.length < least) problems.push({ field, words });
    else if (value.length > most) problems.push({ field, words: say.tooLong(most) });
  };
  want('name', say.enterName, 3, 120);
  want('purpose', say.enterPurpose, 20);
  if (line) problems.push({ field: 'purpose', words: line.words });
  want('lawfulBasis', say.enterBasis, 3, 300);
  want('dpiaReference', say.enterDpia, 3, 120);
  want('ownerId', say.enterOwner);
  const end = /^\d{4}-\d{2}-\d{2}$/.test(given.endsOn) ? new Date(`${given.endsOn}T00:00:00Z`) : null;
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + 1);
  // From 29 February: the last day of February, as PostgreSQL counts twelve months.
  if (latest.getUTCDate() !== now.getUTCDate()) latest.setUTCDate(0);
  if (!end || Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== given.endsOn)
    problems.push({ field: 'endsOn', words: say.enterEnd });
  else if (end <= now) problems.push({ field: 'endsOn', words: say.endInFuture });
  else if (end > latest) problems.push({ field: 'endsOn', words: say.endTooFar });
  return problems;
}

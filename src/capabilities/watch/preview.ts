/** A query before it is saved: mistakes, red lines, and what in the stored history would have answered it. */
import { sql } from 'kysely';
import { buildMatcher, type Parsed } from '#engines/queries';
import type { Asker, Kit } from '#platform';
import type { Preview } from './door.ts';

/** Days looked back, and most posts looked at; the newest stand. */
const lookBackDays = 30;
const mostPosts = 20_000;

interface Row {
  title: string;
  text: string;
  network: string;
  lang: string | null;
  links: string[];
  tags: string[];
  mentions: string[];
  author_handle: string | null;
  seen_at: Date;
  signal_id: string | null;
  severity: string | null;
  state: string | null;
}

export async function previewQuery(
  kit: Kit,
  asker: Asker,
  parsed: Parsed,
  refusedBecause: string | null,
): Promise<Preview> {
  const empty = {
    looked: 0,
    days: lookBackDays,
    matched: 0,
    perDay: [],
    precision: null,
    alertsPerDay: 0,
    samples: [],
  };
  if (!parsed.ok) return { ...empty, problems: parsed.problems, refusedBecause, notes: [] };
  const notes = parsed.notes.map((note) => `${note.words} ${note.hint}`.trim());
  if (refusedBecause) return { ...empty, problems: [], refusedBecause, notes };
  const now = kit.clock.now();
  const rows = await kit.db.as(
    asker,
    async (tx) =>
      (
        await sql<Row>`
    select p.title, p.text, p.network, p.lang, p.links, p.tags, p.mentions, p.author_handle, p.seen_at, s.id as signal_id, s.severity, s.state
    from watch.post p left join watch.signal_post sp on sp.post_id = p.id left join watch.signal s on s.id = sp.signal_id
    where p.seen_at > ${new Date(now.getTime() - lookBackDays * 86_400_000)} order by p.seen_at desc limit ${mostPosts}`.execute(
          tx,
        )
      ).rows,
  );
  const matcher = buildMatcher();
  matcher.add('preview', parsed.query);
  const matched = rows.filter((row) => matcher.match(asked(row)).length > 0);
  const perDay = new Map<string, number>();
  for (const row of matched)
    perDay.set(row.seen_at.toISOString().slice(0, 10), (perDay.get(row.seen_at.toISOString().slice(0, 10)) ?? 0) + 1);
  // Stories, not posts: people decide on a story, and are told of it, once.
  const stories = [
    ...new Map(matched.flatMap((row) => (row.signal_id ? [[row.signal_id, row] as const] : []))).values(),
  ];
  const decided = stories.filter(
    (row) => row.state === 'escalated' || row.state === 'watching' || row.state === 'set-aside',
  );
  const oldest = rows.at(-1)?.seen_at ?? now;
  const days = Math.max(1, Math.min(lookBackDays, (now.getTime() - oldest.getTime()) / 86_400_000));
  return {
    problems: [],
    refusedBecause: null,
    notes,
    looked: rows.length,
    days: Math.ceil(days),
    matched: matched.length,
    perDay: [...perDay].sort().map(([day, count]) => ({ day, matched: count })),
    precision: decided.length < 10 ? null : decided.filter((row) => row.state !== 'set-aside').length / decided.length,
    alertsPerDay: stories.filter((row) => row.severity !== null && row.severity <= 'S3').length / days,
    samples: matched.slice(0, 8).map((row) => ({
      text: row.text,
      places: (matcher.explain('preview', asked(row))?.reasons ?? [])
        .flatMap((reason) => reason.places)
        .filter((place) => place.in === 'text')
        .map((place) => ({ at: place.start, length: place.end - place.start })),
    })),
  };
}

function asked(row: Row) {
  return {
    title: row.title,
    text: row.text,
    network: row.network,
    lang: row.lang,
    links: row.links,
    tags: row.tags,
    mentions: row.mentions,
    author: row.author_handle,
  };
}

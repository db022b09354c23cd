/**
 * The demo's day as everyday talk. Run by itself it counts how many plain posts that a watch would find are raised to S1 or S2:
 * `npx tsx scripts/triage-day.ts`.
 */
import { buildMatcher, parseQuery } from '#engines/queries';
import { loadDay, northmere, type WrittenPost } from '../src/demo/index.ts';
import { theTriage } from '../test/support/triage.ts';
import type { Labelled } from './triage-posts.ts';

/** How much one of these posts counts beside a lesson. */
export const DAY_WEIGHT = 0.5;

const day = loadDay().posts.filter((post) => post.scenario === undefined);

const context = {
  names: [northmere.organisation.name, ...northmere.organisation.shortNames],
  handles: northmere.organisation.officialHandles,
};

function split(): { found: WrittenPost[]; unseen: WrittenPost[] } {
  const matcher = buildMatcher();
  for (const [w, watch] of northmere.watches.entries())
    for (const [q, query] of watch.queries.entries()) {
      const parsed = parseQuery(query);
      if (parsed.ok) matcher.add(`${w}-${q}`, parsed.query);
    }
  const hits = (post: WrittenPost) =>
    matcher.match({
      text: post.text,
      title: post.title,
      author: post.author?.handle,
      network: 'rehearsal',
      lang: post.lang,
      links: post.links,
    });
  const found = day.filter((post) => hits(post).length > 0);
  return { found, unseen: day.filter((post) => !found.includes(post)) };
}

/** Plain posts that no watch would find: everyday talk that is not about the council. The posts that a watch finds are left for counting. */
export function readDayLessons(): Labelled[] {
  return split().unseen.map((post) => ({
    id: `day-${post.key}`,
    text: post.title ? `${post.title}. ${post.text}` : post.text,
    code: 'none',
    also: [],
    network: post.title ? 'feeds' : 'bluesky',
    lang: post.lang ?? 'en',
  }));
}

export function countRaised(): void {
  const triage = theTriage();
  const { found, unseen } = split();
  const judged = (posts: WrittenPost[]) =>
    posts.map((post) =>
      triage.judge(
        { title: post.title ?? '', text: post.text, lang: post.lang, author: 'public', network: 'rehearsal' },
        context,
      ),
    );
  for (const [name, posts] of [
    ['found by a watch', found],
    ['not found', unseen],
  ] as const) {
    const counts = new Map<string, number>();
    for (const { severity, code } of judged(posts)) {
      counts.set(severity, (counts.get(severity) ?? 0) + 1);
      if (severity < 'S3') counts.set(`${severity} ${code}`, (counts.get(`${severity} ${code}`) ?? 0) + 1);
    }
    console.log(name, posts.length, Object.fromEntries([...counts].sort()));
  }
}

if (process.argv[1]?.endsWith('triage-day.ts')) countRaised();

/** Posts that came to another part of the house, such as an answer to an official account: judged, kept and told as any other. */
import { sql } from 'kysely';
import type { Triage, Verdict } from '#engines/triage';
import type { NetworkPost } from '#networks/contract';
import { type Kit, system } from '#platform';
import type { Organisation } from '../../people/person.ts';
import type { Handed, HandedPost } from './door.ts';
import { insertPosts, type Judged, judge, postKey, storyLock } from './keep.ts';
import { trim } from './post.ts';
import { clocksOf, stricter } from './severity.ts';
import { leadOf, lockStory, type StoryParts, tellStories } from './story.ts';

const me = system('watch');

/** No source brought it: what is written to us is nobody's search. */
const nobody = { id: '', voice: 'public' } as const;

export function buildHanded(kit: Kit, triage: Triage, organisation: () => Promise<Organisation | null>): Handed {
  async function look(post: NetworkPost) {
    const org = await organisation();
    const now = kit.clock.now();
    const key = postKey(kit.seal, post.network, post.id);
    const judged = judge(kit, { key, post, hits: [] }, nobody, triage, org, now);
    const parts: StoryParts = { kit, triage, nation: org?.nation ?? 'england', now };
    return { judged, parts };
  }

  return {
    judge: async (post): Promise<HandedPost> => {
      const { judged, parts } = await look(post);
      const { verdict, trimmed } = judged;
      const clocks = clocksOf(verdict.severity, parts.now, parts.nation, verdict.lockTo !== null);
      return { ...clocks, key: judged.key, trimmed, verdict: { ...verdict, code: leadOf(verdict) } };
    },
    hand: async (post, lockTo) => {
      const { judged: seen, parts } = await look(post);
      // A person's word stands over the machine's from the first moment, so that it joins no story that others see.
      const judged = lockTo === 'guardian' ? locked(seen, post, parts.now) : seen;
      return kit.db.as(me, async (tx) => {
        await sql`select pg_advisory_xact_lock(${storyLock})`.execute(tx);
        const storyOf = async () =>
          (
            await sql<{ id: string }>`select coalesce(s.merged_into, s.id) as id from watch.post p
              join watch.signal_post sp on sp.post_id = p.id join watch.signal s on s.id = sp.signal_id where p.key = ${judged.key}`.execute(
              tx,
            )
          ).rows[0]?.id;
        let signalId = await storyOf();
        if (signalId === undefined) {
          const { rows } = await sql<{ id: string }>`select id from watch.post where key = ${judged.key}`.execute(tx);
          const id = rows[0]?.id ?? kit.ids.next();
          if (rows.length === 0) {
            await insertPosts(tx, null, [{ ...judged, id }], parts.now);
            await kit.news.publish(tx, 'watch.post-kept', { postIds: [id] });
          }
          const { trimmed, verdict } = judged;
          await tellStories(tx, parts, [{ postId: id, trimmed, verdict, watchIds: [] }]);
          signalId = (await storyOf())!;
        }
        if (lockTo) await lockStory(tx, parts, signalId, lockTo);
        return signalId;
      });
    },
  };
}

function locked(judged: Judged, post: NetworkPost, now: Date): Judged {
  const { code, also, severity } = judged.verdict;
  const verdict: Verdict = {
    ...judged.verdict,
    code: 'T4',
    also: [code, ...also].filter((one) => one !== 'T4' && one !== 'T0'),
    severity: stricter(severity, 'S2'),
    lockTo: 'guardian',
  };
  return { ...judged, verdict, trimmed: trim(post, judged.trimmed.authorClass, verdict, now) };
}

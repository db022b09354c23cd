/** What is due, out, failed or stopped; back to its place; and after it is out: taken down, or put right in the open. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit } from '#platform';
import { deny, done, isReason, nothing, short } from './answers.ts';
import type { Answer, Drafts, PostQueue, Publication } from './door.ts';
import { readDrafts, readPublications } from './draft-store.ts';
import type { Sender } from './send.ts';
import { queueWording as say } from './wording.ts';

export function buildQueue(kit: Kit, sender: Pick<Sender, 'publisher'>, drafts: Pick<Drafts, 'begin'>): PostQueue {
  const one = (asker: Asker, id: string): Promise<Publication | null> =>
    isId(id)
      ? kit.db.as(asker, async (tx) => (await readPublications(tx, sql`p.id = ${id}`))[0] ?? null)
      : Promise.resolve(null);

  const mayPublish = (asker: Asker, accountId: string): Promise<boolean> =>
    kit.db.as(asker, async (tx) => {
      const { rows } = await sql<{
        may: boolean;
      }>`select respond.has_right(${accountId}::uuid, ${asker.id}, 'publish') as may`.execute(tx);
      return rows[0]!.may;
    });

  return {
    between: (asker, from, to) =>
      kit.db.as(asker, (tx) => readPublications(tx, sql`p.due_at >= ${from} and p.due_at < ${to}`)),
    publication: one,
    putBack: async (asker, id) => {
      const publication = await one(asker, id);
      if (!publication) return deny(say.notThere);
      if (!(await mayPublish(asker, publication.accountId))) return deny(say.noRight);
      return kit.db.as(asker, async (tx) => {
        const now = kit.clock.now();
        const { rows } = await sql<{
          state: string;
          until: Date;
          submission: string;
          stopped: boolean;
          code: string | null;
        }>`
          select p.state, p.until, p.code, s.state as submission, exists (select 1 from respond.publish_stop where scope in ('all', p.account_id::text) and stopped_at is not null) as stopped
          from respond.publication p join respond.submission s on s.id = p.submission_id where p.id = ${id} for update of p`.execute(
          tx,
        );
        const post = rows[0]!;
        if (post.state !== 'stopped' && post.state !== 'failed') return deny(say.notWaiting);
        if (post.submission !== 'released') return deny(say.submitAgain);
        if (post.until <= now) return deny(say.windowPassed);
        if (post.stopped) return deny(say.isStopped);
        await sql`update respond.publication set state = 'due', code = null, words = null, paged_at = null, due_at = greatest(due_at, ${now}), next_try_at = greatest(due_at, ${now})
          where id = ${id}`.execute(tx);
        await kit.news.publish(tx, 'respond.draft-changed', {
          draftId: publication.draftId,
          incidentId: publication.incidentId,
          change: 'put-back',
        });
        return nothing;
      });
    },
    stopOne: async (asker, id, because) => {
      const publication = await one(asker, id);
      if (!publication) return deny(say.notThere);
      if (!isReason(because)) return deny(say.sayWhy, 'because');
      return kit.db.as(asker, async (tx) => {
        const { rows } =
          await sql`update respond.publication set state = 'stopped', code = 'person', words = ${short(because, 500)}
          where id = ${id} and state = 'due' and attempts = 0 returning id`.execute(tx);
        return rows.length > 0 ? nothing : deny(say.notDue);
      });
    },
    remove: async (asker, id, because): Promise<Answer> => {
      const publication = await one(asker, id);
      if (!publication || publication.nativeId === null) return deny(say.notThere);
      if (!isReason(because)) return deny(say.sayWhy, 'because');
      if (!(await mayPublish(asker, publication.accountId))) return deny(say.noRight);
      if (publication.removedAt) return deny(say.alreadyRemoved);
      const speaker = await sender.publisher(publication.accountId);
      if (!speaker) return deny(say.noSettings);
      // Kept before it goes: an official post is a record (domain rule A24).
      const copy = JSON.stringify({
        id: publication.nativeId,
        url: publication.url,
        text: publication.text,
        at: publication.outAt,
      });
      await kit.db.as(asker, (tx) =>
        sql`update respond.publication set removed_copy = ${copy} where id = ${id} and removed_at is null`.execute(tx),
      );
      const outcome = await speaker.remove(publication.nativeId);
      if (!outcome.ok) return deny(outcome.because);
      return kit.db.as(asker, async (tx) => {
        await sql`update respond.publication set removed_at = ${kit.clock.now()}, removed_by = ${asker.id}, removed_because = ${short(because, 500)} where id = ${id}`.execute(
          tx,
        );
        await kit.news.publish(tx, 'respond.response-removed', {
          publicationId: id,
          incidentId: publication.incidentId,
          accountId: publication.accountId,
        });
        return nothing;
      });
    },
    correct: async (asker, id): Promise<Answer<string>> => {
      const publication = await one(asker, id);
      if (publication?.state !== 'out') return deny(say.notThere);
      const draft = await kit.db.as(asker, async (tx) => (await readDrafts(tx, sql`d.id = ${publication.draftId}`))[0]);
      if (!draft) return deny(say.notThere);
      const begun = await drafts.begin(asker, {
        incidentId: publication.incidentId,
        kind: 'correction',
        purpose: say.correctionPurpose,
        lang: draft.lang,
        lineVersionId: null,
        // It answers the post itself, and names its address: whoever sees one finds the other.
        parts: [{ text: say.correctionText(publication.url ?? ''), images: [] }],
        targets: [{ accountId: publication.accountId, replyTo: publication.removedAt ? null : publication.nativeId }],
        consents: [],
        startsAt: null,
        endsAt: null,
        corrects: id,
      });
      return begun.ok ? done(begun.value) : begun;
    },
  };
}

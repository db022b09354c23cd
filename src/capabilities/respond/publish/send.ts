/**
 * Sends what is due: once, in effect. A lease lets one process at a time look after a post; before any second try the
 * network is asked whether the first one stands; what is not out a minute after its time pages somebody.
 */
import { sql } from 'kysely';
import type { Network, NetworkTools, Outcome, Published, Publisher } from '#networks/contract';
import type { Kit, Tx } from '#platform';
import type { Watch } from '#watch';
import { openSettings } from './accounts.ts';
import type { CheckDraft } from './check.ts';
import { me } from './check.ts';
import { askedBy, leaseMs, markAsLeaving, type Post } from './send-mark.ts';
import { sendWording as say } from './wording.ts';

/** After its time. */
const pageMs = 60_000;
/** How long somebody who never said whether it arrived is asked; then a person looks. */
const askMs = 24 * 3_600_000;
const shortestWaitMs = 5_000;
const longestWaitMs = 60_000;

export interface SendNeeds {
  readonly networks: ReadonlyMap<string, Network>;
  readonly tools: NetworkTools;
  readonly alerts: Pick<Watch['alerts'], 'page' | 'pageOver'>;
}

export interface Sender {
  /** Brings one post as far as it can be brought now. Does nothing when it is not due, or somebody else has it. */
  attempt(publicationId: string): Promise<void>;
  /** Pages what is late, and takes up what was left lying. */
  look(): Promise<void>;
  publisher(accountId: string): Promise<Publisher | null>;
}

export function buildSender(kit: Kit, needs: SendNeeds, check: CheckDraft): Sender {
  const kept = new Map<string, { mark: string; publisher: Publisher | null }>();

  /** Kept while the settings stay the same: networks allow few sign-ins. */
  function speakerOf(accountId: string, network: string, settings: Readonly<Record<string, string>>): Publisher | null {
    const mark = kit.seal.hash('respond.publisher', JSON.stringify([network, settings]));
    const known = kept.get(accountId);
    if (known?.mark === mark) return known.publisher;
    const made = needs.networks.get(network)?.publisher(settings, needs.tools) ?? null;
    kept.set(accountId, { mark, publisher: made });
    return made;
  }

  async function speaker(tx: Tx, accountId: string): Promise<Publisher | null> {
    const { rows } = await sql<{
      network: string;
    }>`select network from respond.account where id = ${accountId}`.execute(tx);
    const settings = await openSettings(kit, tx, accountId);
    return rows[0] && settings ? speakerOf(accountId, rows[0].network, settings) : null;
  }

  /** Null when it is not due, is done, or is in somebody else's hands. */
  function take(id: string, lease: string): Promise<{ post: Post; speaker: Publisher | null } | null> {
    return kit.db.as(me, async (tx) => {
      const now = kit.clock.now();
      const { rows } = await sql<Post>`
        update respond.publication set lease_by = ${lease}, lease_until = ${new Date(now.getTime() + leaseMs)}
        where id = (select id from respond.publication where id = ${id} and state in ('due', 'sending', 'unknown') and next_try_at <= ${now}
          and (lease_until is null or lease_until <= ${now}) for update skip locked)
        returning id, submission_id, account_id, incident_id, part, key, likeness, attempts, first_tried_at, due_at, until,
          (select s.bytes from respond.submission s where s.id = submission_id) as bytes`.execute(tx);
      return rows[0] ? { post: rows[0], speaker: await speaker(tx, rows[0].account_id) } : null;
    });
  }

  async function attempt(id: string): Promise<void> {
    const lease = kit.ids.next();
    const taken = await take(id, lease);
    if (!taken) return;
    const { post, speaker } = taken;
    const stopBeating = beat(id, lease);
    try {
      if (!speaker) return await end(post, lease, 'failed', 'settings', say.noSettings);
      if (post.attempts > 0) {
        const found = await speaker.find(await askedBy(kit, post), post.first_tried_at!);
        if (!found.ok) return await askLater(post, lease, found.code, found.because);
        if (found.value !== null) return await out(post, lease, found.value);
      }
      const marked = await markAsLeaving(kit, check, post, lease);
      if (!marked.go) {
        if ('why' in marked) await end(post, lease, marked.code, marked.why, marked.words);
        return;
      }
      // A process that slept between the mark and the wire lets it be: somebody else may have it by now.
      if (kit.clock.now().getTime() > marked.at.getTime() + leaseMs / 2) return;
      const outcome = await speaker.post(marked.draft);
      await settle({ ...post, attempts: marked.attempts }, lease, outcome);
    } catch (error) {
      // Nobody knows whether it arrived: the network is asked before anything else is done.
      kit.log.warn('respond.send-broke', { publication: id, error: error as Error });
      await askLater(post, lease, 'broke', say.broke);
    } finally {
      stopBeating();
    }
  }

  /** Keeps the lease while a slow network answers. */
  function beat(id: string, lease: string): () => void {
    const stopping = new AbortController();
    void (async () => {
      for (;;) {
        await needs.tools.wait(leaseMs / 3, stopping.signal);
        if (stopping.signal.aborted) return;
        await kit.db
          .as(me, (tx) =>
            sql`update respond.publication set lease_until = ${new Date(kit.clock.now().getTime() + leaseMs)} where id = ${id} and lease_by = ${lease}`.execute(
              tx,
            ),
          )
          .catch(() => {});
      }
    })();
    return () => stopping.abort();
  }

  function settle(post: Post, lease: string, outcome: Outcome<Published>): Promise<void> {
    if (outcome.ok) return out(post, lease, outcome.value);
    const mayHaveArrived = ['unreachable', 'server-fault', 'broken', 'login-wall', 'silent'].includes(outcome.code);
    if (mayHaveArrived) return askLater(post, lease, outcome.code, outcome.because);
    if (outcome.code === 'rate-limited') return again(post, lease, 'due', outcome.code, outcome.because);
    return end(post, lease, 'failed', outcome.code, outcome.because);
  }

  const askLater = (post: Post, lease: string, code: string, words: string): Promise<void> => {
    const since = post.first_tried_at ?? kit.clock.now();
    const isHopeless = kit.clock.now().getTime() - since.getTime() > askMs;
    return isHopeless
      ? end(post, lease, 'failed', 'unknown', say.neverTold)
      : again(post, lease, 'unknown', code, words);
  };

  /** A post that was never on its way is still due, whatever went wrong before. */
  async function again(
    post: Post,
    lease: string,
    state: 'due' | 'unknown',
    code: string,
    words: string,
  ): Promise<void> {
    const wait = Math.min(longestWaitMs, shortestWaitMs * 2 ** Math.min(6, post.attempts));
    const at = new Date(kit.clock.now().getTime() + wait);
    await kit.db.as(me, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        update respond.publication set state = case when attempts = 0 then 'due' else ${state} end, code = ${code}, words = ${words},
          next_try_at = ${at}, lease_by = null, lease_until = null
        where id = ${post.id} and lease_by = ${lease} and state in ('due', 'sending', 'unknown') returning id`.execute(
        tx,
      );
      if (rows.length > 0) await kit.jobs.add(tx, 'respond.send', { publicationId: post.id }, { runAt: at });
    });
  }

  /** What is out is out, whoever noted it first. */
  async function out(post: Post, lease: string, published: Published): Promise<void> {
    await kit.db.as(me, async (tx) => {
      const now = kit.clock.now();
      const { rows } = await sql<{ paged_at: Date | null }>`
        update respond.publication set state = 'out', native_id = ${published.id}, url = ${published.url}, out_at = ${now}, code = null, words = null,
          lease_by = null, lease_until = null where id = ${post.id} and state <> 'out' returning paged_at`.execute(tx);
      if (!rows[0]) return;
      await sql`update respond.account set last_used_at = ${now} where id = ${post.account_id}`.execute(tx);
      await kit.news.publish(tx, 'respond.response-published', {
        publicationId: post.id,
        incidentId: post.incident_id,
        accountId: post.account_id,
      });
      if (rows[0].paged_at) await needs.alerts.pageOver(tx, pageKey(post.id, post.due_at, 'post-late'));
      await wakeNext(tx, post);
    });
    kit.log.info('respond.post-out', { publication: post.id, lease });
  }

  /** The next post of the thread waits for this one. */
  async function wakeNext(tx: Tx, post: Post): Promise<void> {
    const { rows } = await sql<{
      id: string;
    }>`update respond.publication set next_try_at = ${kit.clock.now()} where submission_id = ${post.submission_id}
      and account_id = ${post.account_id} and part = ${post.part + 1} and state = 'due' and due_at <= ${kit.clock.now()} returning id`.execute(
      tx,
    );
    for (const { id } of rows) await kit.jobs.add(tx, 'respond.send', { publicationId: id });
  }

  async function end(
    post: Post,
    lease: string,
    state: 'failed' | 'stopped',
    code: string,
    words: string,
  ): Promise<void> {
    await kit.db.as(me, async (tx) => {
      const { rows } = await sql<{ paged_at: Date | null }>`
        update respond.publication set state = ${state}, code = ${code}, words = ${words}, lease_by = null, lease_until = null,
          paged_at = case when ${state} = 'failed' then coalesce(paged_at, ${kit.clock.now()}) else paged_at end
        where id = ${post.id} and lease_by = ${lease} and state in ('due', 'sending', 'unknown') returning paged_at`.execute(
        tx,
      );
      if (!rows[0]) return;
      await wakeNext(tx, post);
      if (state === 'stopped') return;
      await kit.news.publish(tx, 'respond.response-failed', {
        publicationId: post.id,
        incidentId: post.incident_id,
        accountId: post.account_id,
      });
      if (rows[0].paged_at) await needs.alerts.pageOver(tx, pageKey(post.id, post.due_at, 'post-late'));
      await page(tx, post.id, post.due_at, 'post-failed');
    });
  }

  const page = (tx: Tx, id: string, dueAt: Date, code: PageCode) =>
    needs.alerts.page(tx, { key: pageKey(id, dueAt, code), severity: 'S2', code, href: `/respond/posts/${id}` });

  async function look(): Promise<void> {
    await kit.db.as(me, async (tx) => {
      const now = kit.clock.now();
      const { rows: late } = await sql<{ id: string; due_at: Date }>`
        update respond.publication set paged_at = ${now} where state in ('due', 'sending', 'unknown', 'failed') and paged_at is null
          and due_at <= ${new Date(now.getTime() - pageMs)} returning id, due_at`.execute(tx);
      for (const one of late) await page(tx, one.id, one.due_at, 'post-late');
      // Its process was killed, or its chore was lost with it.
      const { rows: left } = await sql<{ id: string }>`
        select id from respond.publication where state in ('due', 'sending', 'unknown') and next_try_at <= ${new Date(now.getTime() - shortestWaitMs)}
          and (lease_until is null or lease_until <= ${now}) order by next_try_at limit 200`.execute(tx);
      for (const { id } of left) await kit.jobs.add(tx, 'respond.send', { publicationId: id }, { key: id });
    });
  }

  return { attempt, look, publisher: (accountId) => kit.db.as(me, (tx) => speaker(tx, accountId)) };
}

type PageCode = 'post-failed' | 'post-late';

/** Put back to its place, a post has another time and is paged anew. */
const pageKey = (id: string, dueAt: Date, code: PageCode) => `respond.${code}:${id}:${dueAt.getTime()}`;

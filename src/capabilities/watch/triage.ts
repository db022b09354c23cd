/** What people do with a signal: claim, set aside, keep watching, escalate, split, merge, judge, lock. Each with its reason. */
import { sql } from 'kysely';
import type { Verdict } from '#engines/triage';
import type { Events } from '#events';
import { type Asker, isId, type Kit, record, system, type Tx } from '#platform';
import type { Organisation } from '../../people/person.ts';
import { may } from '../../people/roles.ts';
import { profileHash } from './author-names.ts';
import type { Answer, Signal, Signals } from './door.ts';
import { cutTo, keepDays, mayBeSecret } from './post.ts';
import { clocksOf, isAtLeast, stricter } from './severity.ts';
import { signalOf } from './signal-store.ts';
import { gistOf, keepNoWords, lockAlong, lockStory, strictest } from './story.ts';
import { triageWording as say, storyWording } from './wording.ts';

export type SignalActs = Omit<
  Signals,
  'list' | 'signal' | 'posts' | 'post' | 'decisions' | 'referrals' | 'counts' | 'day'
>;

const me = system('watch');

type LockTo = NonNullable<Signal['lockedTo']>;
const leastReason = 3;
const mostReason = 2000;
/** Opened profiles of one author in one signal (domain rule A8): then an authorisation is needed, outside Foreword. */
export const mostProfileViews = 2;
/** How long the address stays on the page after it was counted: the same page drawn again is the same look. */
const profileShownMs = 60_000;

type Change = Events['watch.signal-changed']['change'];

export interface TriageParts {
  readonly organisation: () => Promise<Organisation | null>;
  /** Care is asked before anything goes to standards: is this somebody who must not be looked for? */
  readonly mayGoToStandards: (signal: Signal) => Promise<boolean>;
}

export function buildSignalActs(kit: Kit, parts: TriageParts): SignalActs {
  /** The signal as this asker may see it, locked for the change; the change and its record are one transaction. */
  async function change<T>(
    asker: Asker,
    id: string,
    reason: string | null,
    what: string,
    act: (tx: Tx, signal: Signal) => Promise<Answer<T> & { readonly told?: Change; readonly lockTo?: LockTo | null }>,
    alsoLock?: string,
  ): Promise<Answer<T>> {
    // Asked before the transaction, as everything that needs the database by itself.
    const nation = await nationOf();
    const wrong = reason === null ? null : reasonProblem(reason);
    if (wrong) return refuse(wrong);
    return kit.db.as(asker, async (tx) => {
      if (!isId(id)) return refuse(say.notThere);
      // In one order, so that two people who merge crosswise do not wait for each other for ever.
      const locked = [id, ...(alsoLock && isId(alsoLock) ? [alsoLock] : [])];
      await sql`select 1 from watch.signal where id = any(${locked}::uuid[]) order by id for update`.execute(tx);
      const signal = await signalOf(tx, id);
      if (!signal) return refuse(say.notThere);
      const answer = await act(tx, signal);
      if (!answer.ok) return answer;
      await sql`insert into watch.decision (id, signal_id, at, by, what, words) values (${kit.ids.next()}, ${id}, ${kit.clock.now()}, ${asker.id}, ${what}, ${cleanWords(reason ?? '')})`.execute(
        tx,
      );
      const after = (await signalOf(tx, id)) ?? signal;
      const { lockTo = after.lockedTo } = answer;
      const changed = changeOf(signal, { ...after, lockedTo: lockTo });
      if (answer.told) {
        const { severity, code } = after;
        await kit.news.publish(
          tx,
          'watch.signal-changed',
          { signalId: id, severity, code, change: answer.told },
          changed,
        );
      } else if (changed) await record(tx, { what: 'signal-set', about: id, ...changed }, kit.clock.now());
      // Nobody may put a row out of their own sight, so the house does; in the same transaction, so that at no moment
      // it is known to be a disclosure and still open to those who watch (red line 4).
      if (answer.lockTo) {
        const to = answer.lockTo;
        await asHouse(tx, asker, () => lockStory(tx, { kit, nation, now: kit.clock.now() }, id, to));
      }
      return { ok: true, value: answer.value };
    });
  }

  const isOpen = (signal: Signal) => ['new', 'claimed', 'watching', 'note'].includes(signal.state);

  async function close(tx: Tx, asker: Asker, id: string, state: Signal['state']): Promise<void> {
    const now = kit.clock.now();
    await sql`update watch.signal set state = ${state}, decided_at = ${now}, acknowledged_at = coalesce(acknowledged_at, ${now}), acknowledged_by = coalesce(acknowledged_by, ${asker.id}) where id = ${id}`.execute(
      tx,
    );
  }

  const nationOf = async () => (await parts.organisation())?.nation ?? 'england';

  return {
    claim: (asker, id) =>
      change(asker, id, null, 'claimed', async (tx, signal) => {
        if (!isOpen(signal)) return refuse(say.closed);
        if (signal.claimedBy && signal.claimedBy !== asker.id) return refuse(say.taken);
        const now = kit.clock.now();
        await sql`update watch.signal set state = 'claimed', claimed_by = ${asker.id}, claimed_at = ${now}, acknowledged_at = coalesce(acknowledged_at, ${now}), acknowledged_by = coalesce(acknowledged_by, ${asker.id}) where id = ${id}`.execute(
          tx,
        );
        return done('claimed');
      }),
    release: (asker, id) =>
      change(asker, id, null, 'released', async (tx, signal) => {
        if (signal.claimedBy !== asker.id) return refuse(say.notYours);
        await sql`update watch.signal set state = 'new', claimed_by = null, claimed_at = null where id = ${id}`.execute(
          tx,
        );
        return done('reopened');
      }),
    setAside: (asker, id, reason) =>
      change(asker, id, reason, 'set-aside', async (tx, signal) => {
        if (!isOpen(signal)) return refuse(say.closed);
        await close(tx, asker, id, 'set-aside');
        return done('set-aside');
      }),
    keepWatching: (asker, id, reason) =>
      change(asker, id, reason, 'kept-watching', async (tx, signal) => {
        if (!isOpen(signal)) return refuse(say.closed);
        await close(tx, asker, id, 'watching');
        return done('kept-watching');
      }),
    reopen: async (asker, id, reason) => {
      const nation = await nationOf();
      return change(asker, id, reason, 'reopened', async (tx, signal) => {
        if (isOpen(signal) || signal.state === 'merged') return refuse(say.notClosed);
        const clocks = clocksOf(signal.severity, kit.clock.now(), nation, signal.lockedTo !== null);
        await sql`update watch.signal set state = 'new', claimed_by = null, decided_at = null, raised_at = ${kit.clock.now()}, acknowledge_by = ${clocks.acknowledgeBy}, decide_by = ${clocks.decideBy}, acknowledged_at = null, acknowledged_by = null where id = ${id}`.execute(
          tx,
        );
        return done('reopened');
      });
    },
    escalate: async (asker, id, to, reason) => {
      if (!(['incident', 'care', 'standards', 'guardian'] as const).includes(to)) return refuse(say.noSuchRoute);
      const referralId = kit.ids.next();
      // Asked before the transaction: whoever answers may need the database, and the embedded one has one connection.
      const seen = to === 'standards' && isId(id) ? await kit.db.as(asker, (tx) => signalOf(tx, id)) : null;
      const isBarred = seen !== null && !(await parts.mayGoToStandards(seen));
      return change<string>(asker, id, reason, `escalated-to-${to}`, async (tx, signal) => {
        if (!isOpen(signal)) return refuse(say.closed);
        if (signal.lockedTo === 'guardian' && to !== 'guardian') return refuse(say.lockedToGuardian);
        if (to === 'standards' && (isBarred || isPossibleDisclosure(signal) || signal.lockedTo !== null))
          return refuse(say.disclosureNotToStandards);
        await close(tx, asker, id, 'escalated');
        await sql`insert into watch.referral (id, signal_id, route, opened_by, opened_at, words) values (${referralId}, ${id}, ${to}, ${asker.id}, ${kit.clock.now()}, ${cleanWords(reason)})`.execute(
          tx,
        );
        await kit.news.publish(tx, 'watch.signal-escalated', { signalId: id, to, by: asker.id, referralId });
        // To the guardian means that those who watch lose it.
        return { ok: true, value: referralId, ...(to === 'guardian' ? { lockTo: to } : {}) };
      });
    },
    split: (asker, id, postIds) =>
      change<string>(asker, id, null, 'split', async (tx, signal) => {
        const chosen = postIds.filter(isId);
        const { rows } = await sql<{
          id: string;
          title: string;
          text: string;
          lang: string | null;
          network: string;
          followers: number | null;
          fold: number[];
          published_at: Date;
        }>`
          select p.* from watch.post p join watch.signal_post sp on sp.post_id = p.id where sp.signal_id = ${id} and p.id = any(${chosen}::uuid[]) order by p.published_at`.execute(
          tx,
        );
        if (rows.length === 0) return refuse(say.choosePosts);
        if (rows.length >= signal.posts) return refuse(say.leaveOne);
        const first = rows[0]!;
        const { rows: rest } = await sql<{ id: string; fold: number[] }>`
          select p.id, p.fold from watch.post p join watch.signal_post sp on sp.post_id = p.id where sp.signal_id = ${id} and not (p.id = any(${chosen}::uuid[])) order by sp.is_copy, p.published_at limit 1`.execute(
          tx,
        );
        if (!rest[0]) return refuse(say.leaveOne);
        const foldA = first.fold.map(Number);
        const foldB = rest[0].fold.map(Number);
        const newId = kit.ids.next();
        const now = kit.clock.now();
        const reach = rows.reduce((sum, row) => sum + (row.followers ?? 0), 0);
        await sql`insert into watch.signal (id, gist, lang, code, also, severity, score, reasons, base, fold, state, locked_to, posts, reach, networks, watch_ids, first_at, last_at, raised_at, acknowledge_by, decide_by, keep_until)
          select ${newId}, ${mayBeSecret(signal) ? storyWording.wordsNotKept : gistOf(first)}, ${first.lang}, code, also, severity, score, reasons, base, ${foldA}::bigint[], case when severity = 'S5' then 'note' else 'new' end, locked_to, ${rows.length}, ${reach}, ${[...new Set(rows.map((row) => row.network))]}::text[], watch_ids, ${first.published_at}, last_at, ${now}, acknowledge_by, decide_by, keep_until
          from watch.signal where id = ${id}`.execute(tx);
        await sql`update watch.signal_post set signal_id = ${newId}, is_copy = (post_id <> ${first.id}) where signal_id = ${id} and post_id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
          tx,
        );
        // The story that stays is led by a post that stayed.
        await sql`update watch.signal_post set is_copy = (post_id <> ${rest[0].id}) where signal_id = ${id}`.execute(
          tx,
        );
        await sql`update watch.signal set posts = posts - ${rows.length}, reach = greatest(0, reach - ${reach}), fold = ${foldB}::bigint[] where id = ${id}`.execute(
          tx,
        );
        await sql`insert into watch.fold_choice (id, choice, a, b, signal_a, signal_b, by, at) values (${kit.ids.next()}, 'apart', ${foldA}::bigint[], ${foldB}::bigint[], ${newId}, ${id}, ${asker.id}, ${now})`.execute(
          tx,
        );
        return { ok: true, value: newId, told: 'split' };
      }),
    merge: (asker, id, into) =>
      change(
        asker,
        id,
        null,
        'merged',
        async (tx, signal) => {
          const target = await signalOf(tx, into);
          if (!target || into === id || !isOpen(target) || signal.state === 'merged') return refuse(say.chooseTarget);
          if ((signal.lockedTo ?? null) !== (target.lockedTo ?? null)) return refuse(say.lockedApart);
          const now = kit.clock.now();
          const { rows } = await sql<{ fold: number[] }>`
            select p.fold from watch.post p join watch.signal_post sp on sp.post_id = p.id where sp.signal_id = ${id} order by sp.is_copy limit 1`.execute(
            tx,
          );
          await sql`insert into watch.signal_post (signal_id, post_id, is_copy) select ${into}, post_id, true from watch.signal_post where signal_id = ${id} on conflict do nothing`.execute(
            tx,
          );
          await sql`delete from watch.signal_post where signal_id = ${id}`.execute(tx);
          // The stricter of the two decides what it is and by when, T1 to T5 first.
          const joined = strictest(asVerdict(target), asVerdict(signal));
          const base = await basesOf(tx, [into, id]);
          const severity = stricter(target.severity, signal.severity);
          await sql`update watch.signal t set posts = (select count(*) from watch.signal_post where signal_id = ${into}), reach = t.reach + s.reach, severity = ${severity}, code = ${joined.code},
              also = ${[...joined.also]}::text[], score = greatest(t.score, s.score), reasons = case when ${joined.code} = t.code then t.reasons else s.reasons end, base = ${JSON.stringify(base)}::jsonb,
              state = case when t.state = 'note' and ${severity} <> 'S5' then 'new' else t.state end,
              first_at = least(t.first_at, s.first_at), last_at = greatest(t.last_at, s.last_at), keep_until = greatest(t.keep_until, s.keep_until),
              acknowledge_by = least(t.acknowledge_by, s.acknowledge_by), decide_by = least(t.decide_by, s.decide_by),
              networks = (select array_agg(distinct n) from unnest(t.networks || s.networks) n), watch_ids = coalesce((select array_agg(distinct w) from unnest(t.watch_ids || s.watch_ids) w), '{}')
            from watch.signal s where t.id = ${into} and s.id = ${id}`.execute(tx);
          await sql`update watch.signal set state = 'merged', merged_into = ${into}, posts = 0 where id = ${id}`.execute(
            tx,
          );
          // What was merged into this one, and what was chosen about it, now means the other.
          await sql`update watch.signal set merged_into = ${into} where merged_into = ${id}`.execute(tx);
          if (mayBeSecret(base)) await keepNoWords(tx, into);
          await sql`update watch.fold_choice set signal_a = case when signal_a = ${id} then ${into} else signal_a end, signal_b = case when signal_b = ${id} then ${into} else signal_b end
            where signal_a = ${id} or signal_b = ${id}`.execute(tx);
          await sql`delete from watch.fold_choice where signal_a = signal_b`.execute(tx);
          if (rows[0])
            await sql`insert into watch.fold_choice (id, choice, a, b, signal_a, by, at) values (${kit.ids.next()}, 'together', ${rows[0].fold.map(Number)}::bigint[], '{}', ${into}, ${asker.id}, ${now})`.execute(
              tx,
            );
          if (severity !== target.severity)
            await kit.news.publish(tx, 'watch.signal-raised', {
              signalId: into,
              severity,
              code: joined.code,
              isLocked: target.lockedTo !== null,
            });
          return done('merged');
        },
        into,
      ),
    judge: async (asker, id, severity, code, reason) => {
      const nation = await nationOf();
      return change(asker, id, reason, 'judged', async (tx, signal) => {
        if (!/^T([1-9]|1\d|2\d)$/.test(code) || !/^S[1-5]$/.test(severity)) return refuse(say.chooseCode);
        if (signal.state === 'merged') return refuse(say.notThere);
        const isMoreUrgent = severity !== signal.severity && isAtLeast(severity, signal.severity);
        // More urgent: the clocks begin now. Less urgent: they count from when it came. The same: they run on.
        const clocks =
          severity === signal.severity
            ? null
            : clocksOf(severity, isMoreUrgent ? kit.clock.now() : signal.raisedAt, nation, signal.lockedTo !== null);
        const state: Signal['state'] =
          isMoreUrgent && ['note', 'set-aside', 'watching'].includes(signal.state) ? 'new' : signal.state;
        await sql`update watch.signal set severity = ${severity}, code = ${code}, also = array_remove(also, ${code}), set_by = ${asker.id}, state = ${state}
          ${clocks ? sql`, acknowledge_by = ${clocks.acknowledgeBy}, decide_by = ${clocks.decideBy}` : sql``} where id = ${id}`.execute(
          tx,
        );
        if (severity === 'S5') await forgetAuthors(tx, id, kit.clock.now());
        if (mayBeSecret({ code, also: signal.also })) await keepNoWords(tx, id);
        if (isMoreUrgent)
          await kit.news.publish(tx, 'watch.signal-raised', {
            signalId: id,
            severity,
            code,
            isLocked: signal.lockedTo !== null,
          });
        // Who says that it may be a disclosure says with it that they must not see it any more (red line 4).
        return { ...done('rescored'), ...(code === 'T4' ? { lockTo: 'guardian' as const } : {}) };
      });
    },
    lock: async (asker, id, to, reason) => {
      if (to !== 'guardian' && to !== 'care') return refuse(say.noSuchRoute);
      return change(asker, id, reason, `locked-to-${to}`, async (_, signal) =>
        signal.state === 'merged' ? refuse(say.notThere) : { ok: true as const, value: null, lockTo: to },
      );
    },
    unlock: async (asker, id, reason) => {
      const answer = await change(asker, id, reason, 'unlocked', async (_, signal) => {
        if (signal.lockedTo === null) return refuse(say.notThere);
        if (signal.lockedTo === 'guardian' && !may(asker.roles, 'see-locked')) return refuse(say.onlyGuardian);
        return { ...done('released'), lockTo: null };
      });
      if (!answer.ok) return answer;
      await kit.db.as(me, async (tx) => {
        const until = new Date(kit.clock.now().getTime() + keepDays.routine * 86_400_000);
        await sql`update watch.post set locked_to = null, keep_class = 'routine', keep_until = ${until} where id in (select post_id from watch.signal_post where signal_id = ${id})`.execute(
          tx,
        );
        // Whoever released it has judged that it is no disclosure: it comes back to those who watch as what else it is.
        await sql`update watch.signal set locked_to = null, keep_until = ${until}, claimed_by = null, claimed_at = null, set_by = ${asker.id}, also = array_remove(also, 'T4'),
            code = case when code = 'T4' then coalesce((array_remove(also, 'T4'))[1], 'T15') else code end, state = case when state = 'claimed' then 'new' else state end where id = ${id}`.execute(
          tx,
        );
        await lockAlong(tx, id, null, until);
      });
      return answer;
    },
    closeReferral: (asker, id, outcome) =>
      kit.db.as(asker, async (tx) => {
        const wrong = reasonProblem(outcome);
        if (wrong) return refuse(wrong);
        if (!isId(id)) return refuse(say.notThere);
        const { rows } =
          await sql`update watch.referral set state = 'done', closed_by = ${asker.id}, closed_at = ${kit.clock.now()}, outcome = ${cleanWords(outcome)} where id = ${id} and state = 'open' returning id`.execute(
            tx,
          );
        if (rows.length === 0) return refuse(say.notThere);
        const [old, now] = [{ state: 'open' }, { state: 'done' }];
        await record(tx, { what: 'referral-set', about: id, old, new: now }, kit.clock.now());
        return { ok: true, value: null };
      }),
    openProfile: (asker, signalId, postId) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(signalId) || !isId(postId)) return refuse(say.notThere);
        const { rows } = await sql<{ author_handle: string | null; network: string; url: string | null }>`
          select p.author_handle, p.network, p.url from watch.post p join watch.signal_post sp on sp.post_id = p.id where sp.signal_id = ${signalId} and p.id = ${postId}`.execute(
          tx,
        );
        const post = rows[0];
        if (!post?.author_handle || !post.url) return refuse(say.noProfile);
        const hash = profileHash(kit, post.network, post.author_handle);
        const { rows: views } = await sql<{ views: number }>`
          insert into watch.profile_view (viewer, signal_id, author_hash, views, last_at) values (${asker.id}, ${signalId}, ${hash}, 1, ${kit.clock.now()})
          on conflict (viewer, signal_id, author_hash) do update set views = watch.profile_view.views + 1, last_at = excluded.last_at returning views`.execute(
          tx,
        );
        return views[0]!.views > mostProfileViews ? refuse(say.tooManyViews) : { ok: true, value: post.url };
      }),
    openedProfile: (asker, signalId, postId) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(signalId) || !isId(postId)) return null;
        const { rows } = await sql<{ author_handle: string | null; network: string; url: string | null }>`
          select p.author_handle, p.network, p.url from watch.post p join watch.signal_post sp on sp.post_id = p.id where sp.signal_id = ${signalId} and p.id = ${postId}`.execute(
          tx,
        );
        const post = rows[0];
        if (!post?.author_handle || !post.url) return null;
        const hash = profileHash(kit, post.network, post.author_handle);
        const since = new Date(kit.clock.now().getTime() - profileShownMs);
        const { rows: counted } =
          await sql`select 1 from watch.profile_view where viewer = ${asker.id} and signal_id = ${signalId} and author_hash = ${hash} and views <= ${mostProfileViews} and last_at > ${since}`.execute(
            tx,
          );
        return counted.length > 0 ? post.url : null;
      }),
  };
}

const changing = ['state', 'severity', 'code', 'lockedTo', 'claimedBy'] as const;

/** What was chosen of a signal, before and now; undefined where nothing of it changed. */
function changeOf(before: Signal, after: Signal) {
  const changed = changing.filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return undefined;
  const valuesOf = (signal: Signal) => Object.fromEntries(changed.map((name) => [name, signal[name]]));
  return { old: valuesOf(before), new: valuesOf(after) };
}

/** Part of somebody's transaction that the house does with its own eyes; who asks stays the same, and so does the record. */
async function asHouse(tx: Tx, asker: Asker, work: () => Promise<void>): Promise<void> {
  await sql`select set_config('foreword.roles', ${[...asker.roles, ...me.roles].join(',')}, true)`.execute(tx);
  await work();
  await sql`select set_config('foreword.roles', ${asker.roles.join(',')}, true)`.execute(tx);
}

function isPossibleDisclosure(signal: Signal): boolean {
  return signal.code === 'T4' || signal.also.includes('T4');
}

function asVerdict(signal: Signal): Verdict {
  return {
    code: signal.code,
    also: signal.also,
    severity: signal.severity,
    score: signal.score,
    points: signal.reasons,
    lockTo: null,
  };
}

async function basesOf(tx: Tx, ids: readonly string[]): Promise<Verdict> {
  const { rows } = await sql<{
    base: Verdict;
  }>`select base from watch.signal where id = any(${[...ids]}::uuid[])`.execute(tx);
  return rows.map((row) => row.base).reduce(strictest);
}

/** NUL and half characters, which the database cannot hold, taken out. */
function cleanWords(words: string): string {
  return cutTo(words.trim(), mostReason);
}

function reasonProblem(reason: string): string | null {
  const length = reason.trim().length;
  if (length < leastReason) return say.giveReason;
  return length > mostReason ? say.reasonTooLong : null;
}

function done(told: Change): Answer<null> & { told: Change } {
  return { ok: true, value: null, told };
}

function refuse(because: string): { ok: false; because: string } {
  return { ok: false, because };
}

/** A person says that it is ordinary criticism after all: then its authors are not kept (red line 7, triage code T15). */
async function forgetAuthors(tx: Tx, signalId: string, now: Date): Promise<void> {
  const until = new Date(now.getTime() + keepDays.noise * 86_400_000);
  await sql`update watch.post set author_handle = null, author_name = null, mentions = '[]', media = '[]', reply_to = null,
      links = case when kind = 'article' then links else '[]' end, url = case when kind = 'article' then url end, native_id = case when kind = 'article' then native_id end,
      keep_class = 'noise', keep_until = least(keep_until, ${until}::timestamptz)
    where keep_class = 'routine' and id in (select post_id from watch.signal_post where signal_id = ${signalId})`.execute(
    tx,
  );
}

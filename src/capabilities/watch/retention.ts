/** What must go, and when: each row carries its own date, set by its class (domain rules A0). */
import { sql } from 'kysely';
import { type Kit, system } from '#platform';

const me = system('watch');

export async function forget(kit: Kit): Promise<void> {
  const now = kit.clock.now();
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  await kit.db.as(me, async (tx) => {
    // A referral still open keeps its signal and the posts in it.
    const kept = sql`exists (select 1 from watch.referral r where r.signal_id = s.id and r.state = 'open')`;
    await sql`delete from watch.referral r using watch.signal s where s.id = r.signal_id and r.state = 'done' and s.keep_until < ${now} and not ${kept}`.execute(
      tx,
    );
    await sql`update watch.signal set merged_into = null where merged_into in (select s.id from watch.signal s where s.keep_until < ${now} and not ${kept})`.execute(
      tx,
    );
    await sql`delete from watch.signal s where s.keep_until < ${now} and not ${kept}`.execute(tx);
    await sql`delete from watch.post p where p.keep_until < ${now} and not exists (
      select 1 from watch.signal_post sp join watch.signal s on s.id = sp.signal_id where sp.post_id = p.id and (s.keep_until >= ${now} or ${kept}))`.execute(
      tx,
    );
    await sql`delete from watch.refusal where at < ${before(6 * 366)}`.execute(tx);
    await sql`delete from watch.query q using watch.watch w where w.id = q.watch_id and w.ended_at < ${before(6 * 366)} and not exists (select 1 from watch.hit h where h.query_id = q.id)`.execute(
      tx,
    );
    await sql`delete from watch.watch w where w.ended_at < ${before(6 * 366)} and not exists (select 1 from watch.query q where q.watch_id = w.id)`.execute(
      tx,
    );
    await sql`delete from watch.alert where raised_at < ${before(395)} and (acknowledged_at is not null or closed_at is not null)`.execute(
      tx,
    );
    await sql`delete from watch.delivery where changed_at < ${before(395)}`.execute(tx);
    await sql`delete from watch.blind_spell where until < ${before(395)}`.execute(tx);
    await sql`delete from watch.shift where ends_at < ${before(395)}`.execute(tx);
    await sql`delete from watch.handover where at < ${before(395)}`.execute(tx);
    await sql`delete from watch.fold_choice where at < ${before(90)}`.execute(tx);
  });
}

-- The events and trail entries of transactions below this number are all there: nothing can still commit before it.

-- Transactions of one server share their numbers over all its databases, and another database's long one must not hold back
-- ours. A running transaction counts unless its lock says that it belongs to a session of another database; one whose
-- lock is not there yet, or no longer, counts. STABLE, so that the question around it sees the very same snapshot.
create function platform.horizon() returns xid8 language sql stable set search_path = pg_catalog as $$
  select least(
    pg_snapshot_xmax(pg_current_snapshot()),
    -- What the asking transaction itself writes is not there for others yet.
    pg_current_xact_id_if_assigned(),
    case when exists (select from pg_snapshot_xip(pg_current_snapshot())) then (
      select min(running) from pg_snapshot_xip(pg_current_snapshot()) as running where not exists (
        select from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted and l.transactionid = running::xid
          and a.datid <> (select oid from pg_database where datname = current_database())))
    end)
$$;
revoke all on function platform.horizon() from public;
grant execute on function platform.horizon() to foreword_app;

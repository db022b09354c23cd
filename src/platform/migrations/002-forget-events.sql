-- Events go when they are old and every part that hears them has read them. The program cannot delete one by itself.

-- `hearing` says which names each listener hears: {"watch.alerts": ["watch.signal-raised"]}. One that has no cursor yet
-- has read nothing.
create function platform.forget_events(before timestamptz, hearing jsonb) returns bigint
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
begin
  if not platform.has_role('system') then raise exception 'only the program itself forgets events' using errcode = '42501'; end if;
  if before > now() - interval '90 days' then raise exception 'events younger than 90 days stay' using errcode = '42501'; end if;
  delete from platform.event e where e.at < before and not exists (
    select from jsonb_each(hearing) as l (listener, names) left join platform.cursor c on c.listener = l.listener
    where l.names ? e.name and (c.listener is null or (e.xid, e.id) > (c.xid, c.id)));
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function platform.forget_events(timestamptz, jsonb) from public;
grant execute on function platform.forget_events(timestamptz, jsonb) to foreword_app;

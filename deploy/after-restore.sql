-- After a dump was loaded: gives the event log transaction numbers that this server knows, and finds each listener's place
-- again by counting. Run as the owner while Foreword is stopped. Safe to run twice. See docs/operate/restore.md.
begin;
create temporary table place on commit drop as
  select c.listener, (select count(*) from platform.event e where (e.xid, e.id) <= (c.xid, c.id)) as passed from platform.cursor c;
-- In two steps, so that no two events share a number on the way.
with ordered as (select id, row_number() over (order by xid, id) as place from platform.event)
  update platform.event e set xid = '1'::xid8, id = -o.place from ordered o where o.id = e.id;
update platform.event set id = -id;
update platform.cursor c set xid = '1'::xid8, id = p.passed from place p where p.listener = c.listener;
select setval(pg_get_serial_sequence('platform.event', 'id'), greatest(1, (select max(id) from platform.event)));
commit;

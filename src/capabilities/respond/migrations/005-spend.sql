-- What was spent on networks that cost money or are counted, by month. Each draft counts once, however often it is tried.
create table respond.spend (
  network text not null,
  account text not null,
  -- First day of the month, UTC.
  month date not null,
  spent bigint not null default 0 check (spent >= 0),
  primary key (network, account, month)
);
create table respond.spend_entry (
  key text primary key,
  network text not null,
  account text not null,
  month date not null,
  cost bigint not null check (cost >= 0)
);
create index spend_entry_month on respond.spend_entry (month);
grant select, insert, update, delete on respond.spend, respond.spend_entry to foreword_app;
alter table respond.spend enable row level security;
create policy spend_seen on respond.spend for select using (platform.has_role('duty-officer', 'publisher', 'administrator', 'auditor', 'system:spend'));
create policy spend_counted on respond.spend using (platform.has_role('system:spend')) with check (platform.has_role('system:spend'));
alter table respond.spend_entry enable row level security;
create policy spend_entry_counted on respond.spend_entry using (platform.has_role('system:spend')) with check (platform.has_role('system:spend'));

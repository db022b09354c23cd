-- Everything that WATCH keeps: sources, watches and their queries, the posts that matched, the signals made of them,
-- what was decided, who was told. Posts that match nothing never reach the database.

create schema watch;
grant usage on schema watch to foreword_app;

-- One row: collection can be stopped by the data protection officer with one control (red line 17).
create table watch.control (
  single boolean primary key default true check (single),
  stopped_at timestamptz,
  stopped_by text,
  because text
);
insert into watch.control default values;

create table watch.source (
  id uuid primary key,
  network text not null,
  name text not null,
  settings jsonb not null,
  -- Sealed JSON of the settings that are secret; opened only by the collector.
  secret_box text,
  -- Whose voice it carries when the post itself does not say: public, press, official.
  voice text not null default 'public' check (voice in ('public', 'press', 'official')),
  state text not null default 'on' check (state in ('on', 'paused', 'removed')),
  added_by text not null,
  added_at timestamptz not null,
  cursor text,
  -- The collector that reads it now; taken over when the lease runs out.
  lease_by text,
  lease_until timestamptz,
  last_look_at timestamptz,
  next_look_at timestamptz,
  last_post_at timestamptz,
  -- Since when it has been seen without a break; silence is only measured from here.
  seeing_since timestamptz,
  health text not null default 'new' check (health in ('new', 'seeing', 'blind')),
  blind_code text,
  blind_words text,
  blind_since timestamptz,
  notes jsonb not null default '[]'
);

-- The learned heartbeat: in how many spans of ten seconds something came, matched or not, by hour of the week. Spans
-- and not posts, because many sources bring a day's posts in one go.
create table watch.heartbeat (
  source_id uuid not null references watch.source on delete cascade,
  slot smallint not null check (slot between 0 and 167),
  beats double precision not null,
  minutes double precision not null,
  primary key (source_id, slot)
);

-- Blind spells, kept so that "we saw nothing" can be told from "we could not see".
create table watch.blind_spell (
  id uuid primary key,
  source_id uuid not null references watch.source on delete cascade,
  code text not null,
  words text not null,
  since timestamptz not null,
  until timestamptz
);
create index blind_spell_source on watch.blind_spell (source_id, since);

create table watch.watch (
  id uuid primary key,
  name text not null,
  purpose text not null,
  lawful_basis text not null,
  owner_id text not null,
  dpia_reference text not null,
  starts_on date not null,
  ends_on date not null,
  state text not null check (state in ('proposed', 'active', 'refused', 'ended')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision_words text,
  ended_at timestamptz,
  ended_because text,
  -- At most 12 months (ICO monitoring guidance; domain rule A6), and the proposer does not approve.
  check (ends_on <= starts_on + interval '12 months'),
  check (decided_by is null or decided_by <> proposed_by)
);

create table watch.query (
  id uuid primary key,
  watch_id uuid not null references watch.watch,
  words text not null,
  -- A new query may first run in shadow: it counts, and raises nothing.
  state text not null default 'on' check (state in ('on', 'shadow', 'off')),
  added_by text not null,
  added_at timestamptz not null,
  changed_at timestamptz not null,
  -- Whoever approved the watch, or first switched on a query added later. Never the one who added it.
  approved_by text,
  approved_at timestamptz,
  check (approved_by is null or approved_by <> added_by),
  check ((approved_by is null) = (approved_at is null))
);
create index query_watch on watch.query (watch_id);

-- Attempts that a red line refused. The term itself is not kept when it is a person's name: only why.
create table watch.refusal (
  id uuid primary key,
  at timestamptz not null,
  by text not null,
  red_line smallint not null,
  kind text not null,
  words text not null
);

-- Names that no watch may be set on, as keyed hashes of the folded name: staff, councillors and so on.
create table watch.protected_name (
  kind text not null check (kind in ('staff', 'councillor', 'member-of-parliament', 'journalist', 'union', 'campaigner')),
  hash text not null,
  words smallint not null,
  added_at timestamptz not null,
  primary key (kind, hash)
);

create table watch.post (
  id uuid primary key,
  -- Null for what another part of the house handed in.
  source_id uuid references watch.source,
  -- Keyed hash of network and native id: tells a repeat without naming anybody.
  key text not null unique,
  network text not null,
  -- Null where the author is not kept: on some networks it names them.
  native_id text,
  version text not null,
  kind text not null,
  url text,
  -- Null for ordinary criticism, praise and noise: their authors are not kept.
  author_handle text,
  author_name text,
  author_class text not null check (author_class in ('public', 'press', 'official', 'staff', 'ex-staff', 'anonymous', 'parody')),
  followers int,
  title text not null,
  text text not null,
  lang text,
  links jsonb not null,
  tags jsonb not null,
  mentions jsonb not null,
  media jsonb not null,
  reply_to text,
  counts jsonb,
  published_at timestamptz not null,
  seen_at timestamptz not null,
  gone_at timestamptz,
  -- Of the folded text: near-copies share most of its bands.
  fold bigint[] not null,
  locked_to text check (locked_to in ('guardian', 'care')),
  -- Its class for retention: noise 7 days, routine 90, evidence by its case.
  keep_class text not null check (keep_class in ('noise', 'routine', 'evidence', 'locked')),
  keep_until timestamptz not null
);
create index post_seen on watch.post (seen_at desc);
create index post_keep on watch.post (keep_until);

-- What was seen of a post over time: "seen so", "not there when we looked". Never "deleted".
create table watch.observation (
  id uuid primary key,
  post_id uuid not null references watch.post on delete cascade,
  at timestamptz not null,
  seen text not null check (seen in ('first', 'edited', 'not-there', 'there-again')),
  version text,
  title text,
  text text
);
create index observation_post on watch.observation (post_id, at);

create table watch.hit (
  post_id uuid not null references watch.post on delete cascade,
  query_id uuid not null references watch.query,
  is_shadow boolean not null default false,
  at timestamptz not null,
  primary key (post_id, query_id)
);
create index hit_query on watch.hit (query_id, at);

create table watch.signal (
  id uuid primary key,
  -- The words of the post that shows best what it is about, cut to a line.
  gist text not null,
  lang text,
  code text not null,
  also text[] not null default '{}',
  severity text not null check (severity in ('S1', 'S2', 'S3', 'S4', 'S5')),
  score smallint not null check (score between 0 and 100),
  -- [{points, code, words, found}]: every point with its reason; `found` are the words in the post that gave it.
  reasons jsonb not null,
  -- What was said of its strictest post, before it was known how far the story goes; judged again from here.
  base jsonb not null,
  -- Of its first post: what a later post must be like to join.
  fold bigint[] not null default '{}',
  state text not null check (state in ('new', 'claimed', 'watching', 'set-aside', 'escalated', 'merged', 'note')),
  locked_to text check (locked_to in ('guardian', 'care')),
  posts int not null,
  reach bigint not null default 0,
  networks text[] not null,
  watch_ids uuid[] not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  raised_at timestamptz not null,
  claimed_by text,
  claimed_at timestamptz,
  acknowledge_by timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  decide_by timestamptz,
  decided_at timestamptz,
  merged_into uuid references watch.signal,
  -- By hand: a person's severity or code stands over the machine's.
  set_by text,
  keep_until timestamptz not null
);
create index signal_open on watch.signal (severity, raised_at) where state in ('new', 'claimed', 'watching');
create index signal_last on watch.signal (last_at desc);
create index signal_keep on watch.signal (keep_until);
create index signal_merged on watch.signal (merged_into) where merged_into is not null;
create index signal_fold on watch.signal using gin (fold);

create table watch.signal_post (
  signal_id uuid not null references watch.signal on delete cascade,
  post_id uuid not null references watch.post on delete cascade,
  is_copy boolean not null,
  primary key (signal_id, post_id)
);
create index signal_post_post on watch.signal_post (post_id);

-- Splits and merges by hand, remembered: posts that look like `a` do not join (or do join) the story of `b`.
create table watch.fold_choice (
  id uuid primary key,
  choice text not null check (choice in ('apart', 'together')),
  a bigint[] not null,
  b bigint[] not null,
  signal_a uuid references watch.signal on delete set null,
  signal_b uuid references watch.signal on delete set null,
  by text not null,
  at timestamptz not null
);

-- What people decided, in order; the words are the reason that setting aside and escalating want.
create table watch.decision (
  id uuid primary key,
  signal_id uuid not null references watch.signal on delete cascade,
  at timestamptz not null,
  by text not null,
  what text not null,
  words text not null,
  facts jsonb not null default '{}'
);
create index decision_signal on watch.decision (signal_id, at);

-- Where an escalated signal waits until the capability that takes it over exists.
create table watch.referral (
  id uuid primary key,
  signal_id uuid not null references watch.signal,
  route text not null check (route in ('incident', 'care', 'standards', 'guardian')),
  owner_id text,
  opened_by text not null,
  opened_at timestamptz not null,
  words text not null,
  state text not null default 'open' check (state in ('open', 'done')),
  closed_by text,
  closed_at timestamptz,
  outcome text,
  -- Follows its story when that is locked after it was passed on: then its keeper alone reads what was written.
  locked_to text check (locked_to in ('guardian', 'care'))
);
create index referral_signal on watch.referral (signal_id);

create table watch.alert (
  id uuid primary key,
  kind text not null check (kind in ('signal', 'blind', 'undelivered', 'test', 'paged')),
  signal_id uuid references watch.signal on delete cascade,
  source_id uuid references watch.source on delete cascade,
  -- Of an alert of kind undelivered: the message that did not arrive; null when there was nobody to send one to.
  delivery_id uuid,
  severity text not null,
  code text,
  also text[] not null default '{}',
  -- For whom: locked alerts go to their keeper alone and say nothing of the matter.
  locked_to text,
  raised_at timestamptz not null,
  acknowledge_by timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  -- Who has been rung so far, in order: [{at, kind, place, round, people}].
  rungs jsonb not null default '[]',
  -- When the next on the rota is rung, unless somebody acknowledges before.
  next_rung_at timestamptz,
  -- How often it was decided whom to tell: a chore that comes twice finds its turn gone.
  step smallint not null default 0,
  closed_at timestamptz,
  -- Of an alert of kind paged: what another part of the house wants told once, where it leads, and who is rung first.
  paged_key text unique,
  href text,
  person_ids text[] not null default '{}'
);
create index alert_open on watch.alert (raised_at) where acknowledged_at is null and closed_at is null;
create index alert_signal on watch.alert (signal_id);
create unique index alert_one_open on watch.alert (kind, coalesce(signal_id, source_id), severity)
  where acknowledged_at is null and closed_at is null and kind in ('signal', 'blind');

create table watch.delivery (
  id uuid primary key,
  alert_id uuid references watch.alert on delete cascade,
  -- The turn of the alert that it belongs to: the same person may be rung again later.
  step smallint not null default 0,
  digest_on date,
  person_id text,
  channel_id uuid,
  channel text not null check (channel in ('email', 'notify-email', 'notify-text', 'teams', 'slack', 'webhook')),
  -- Somebody on call is rung and asked to acknowledge; others are told.
  is_rung boolean not null default false,
  state text not null check (state in ('waiting', 'held', 'handed-over', 'failed', 'given-up')),
  -- Not before then: the end of quiet hours, or the next try.
  not_before timestamptz,
  tries smallint not null default 0,
  -- Grows with every time it is put in line: a chore that comes twice finds its turn gone.
  turn int not null default 0,
  last_words text,
  at timestamptz not null,
  changed_at timestamptz not null
);
create index delivery_alert on watch.delivery (alert_id);
create index delivery_state on watch.delivery (state) where state in ('waiting', 'held', 'failed', 'given-up');
create unique index delivery_once on watch.delivery (alert_id, step, channel, coalesce(person_id, channel_id::text)) where alert_id is not null;
create unique index delivery_digest on watch.delivery (digest_on, person_id) where digest_on is not null;

create table watch.channel (
  id uuid primary key,
  kind text not null check (kind in ('teams', 'slack', 'webhook')),
  name text not null,
  secret_box text not null,
  least_severity text not null,
  state text not null default 'on' check (state in ('on', 'off')),
  added_by text not null,
  added_at timestamptz not null
);

create table watch.alert_rule (
  person_id text not null,
  channel text not null check (channel in ('email', 'notify-email', 'notify-text')),
  least_severity text not null,
  codes text[] not null default '{}',
  quiet_from time,
  quiet_to time,
  has_digest boolean not null default false,
  primary key (person_id, channel)
);

create table watch.shift (
  id uuid primary key,
  person_id text not null,
  -- 1 is rung first, 2 when 1 does not acknowledge, and so on.
  place smallint not null check (place between 1 and 5),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  added_by text not null,
  check (ends_at > starts_at)
);
create index shift_time on watch.shift (starts_at, ends_at);

create table watch.handover (
  id uuid primary key,
  by text not null,
  taken_by text,
  at timestamptz not null,
  taken_at timestamptz,
  words text not null,
  facts jsonb not null
);

-- How often one person has opened one author's profile from within one signal: stops at 2 (domain rule A8).
create table watch.profile_view (
  viewer text not null,
  signal_id uuid not null references watch.signal on delete cascade,
  author_hash text not null,
  views smallint not null,
  last_at timestamptz not null,
  primary key (viewer, signal_id, author_hash)
);
create index profile_view_signal on watch.profile_view (signal_id);
create index fold_choice_a on watch.fold_choice (signal_a);
create index fold_choice_b on watch.fold_choice (signal_b);

grant select, insert, update, delete on all tables in schema watch to foreword_app;
revoke delete on watch.control from foreword_app;
revoke update on watch.decision, watch.refusal, watch.observation from foreword_app;

-- Who may see content. A locked signal is seen by its keeper alone: not by those who watch, not by an administrator.
create function watch.may_see(locked_to text) returns boolean language sql stable as $$
  select case
    when platform.has_role('system:watch') then true
    when locked_to = 'guardian' then platform.has_role('guardian')
    when locked_to = 'care' then platform.has_role('care-lead')
    else platform.has_role('watch-analyst', 'duty-officer', 'care-lead')
  end $$;

alter table watch.post enable row level security;
create policy post_seen on watch.post using (watch.may_see(locked_to)) with check (watch.may_see(locked_to));
alter table watch.signal enable row level security;
create policy signal_seen on watch.signal using (watch.may_see(locked_to)) with check (true);
-- The program itself is let through first: it writes these in great numbers.
alter table watch.observation enable row level security;
create policy observation_seen on watch.observation using (platform.has_role('system:watch') or exists (select 1 from watch.post p where p.id = post_id));
alter table watch.signal_post enable row level security;
create policy signal_post_seen on watch.signal_post using (platform.has_role('system:watch') or exists (select 1 from watch.signal s where s.id = signal_id));
alter table watch.decision enable row level security;
create policy decision_seen on watch.decision using (exists (select 1 from watch.signal s where s.id = signal_id)) with check (by = platform.asker() or platform.has_role('system:watch'));
alter table watch.referral enable row level security;
create policy referral_seen on watch.referral using (
  platform.has_role('system:watch')
  or case coalesce(locked_to, route)
    when 'guardian' then platform.has_role('guardian')
    when 'care' then platform.has_role('care-lead') or (locked_to is null and platform.has_role('duty-officer'))
    when 'standards' then platform.has_role('hr-caseworker', 'duty-officer')
    else platform.has_role('duty-officer', 'watch-analyst')
  end) with check (true);
alter table watch.alert enable row level security;
create policy alert_seen on watch.alert using (
  platform.has_role('system:watch')
  or case when locked_to = 'guardian' then platform.has_role('guardian')
    when locked_to = 'care' then platform.has_role('care-lead')
    else platform.has_role('watch-analyst', 'duty-officer', 'care-lead', 'dpo', 'siro', 'administrator') or platform.asker() = any(person_ids) end) with check (true);
alter table watch.channel enable row level security;
alter table watch.delivery enable row level security;
create policy delivery_seen on watch.delivery using (
  platform.has_role('system:watch') or person_id = platform.asker()
  or exists (select 1 from watch.alert a where a.id = alert_id)
  or (digest_on is not null and platform.has_role('duty-officer', 'administrator')));
alter table watch.shift enable row level security;
create policy shift_seen on watch.shift for select using (platform.has_role('system:watch', 'watch-analyst', 'duty-officer', 'care-lead', 'guardian', 'dpo', 'siro', 'administrator'));
create policy shift_run on watch.shift using (platform.has_role('system:watch', 'duty-officer', 'administrator'));
alter table watch.handover enable row level security;
create policy handover_seen on watch.handover using (platform.has_role('system:watch', 'watch-analyst', 'duty-officer'));
create policy channel_seen on watch.channel using (platform.has_role('system:watch', 'administrator', 'duty-officer'));
alter table watch.profile_view enable row level security;
-- The house itself moves a count along when an author's name becomes known (author-names.ts).
create policy profile_view_seen on watch.profile_view using (viewer = platform.asker() or platform.has_role('auditor', 'system:watch'));
alter table watch.alert_rule enable row level security;
create policy alert_rule_own on watch.alert_rule using (person_id = platform.asker() or platform.has_role('system:watch'));
alter table watch.protected_name enable row level security;
create policy protected_name_use on watch.protected_name using (platform.has_role('system:watch', 'dpo', 'administrator'));
alter table watch.source enable row level security;
create policy source_seen on watch.source using (platform.has_role('system:watch', 'watch-analyst', 'duty-officer', 'administrator', 'dpo', 'auditor', 'care-lead'));

-- Who was refused what is for those who check; anybody may add their own attempt.
alter table watch.refusal enable row level security;
create policy refusal_made on watch.refusal for insert with check (by = platform.asker());
create policy refusal_seen on watch.refusal for select using (platform.has_role('system:watch', 'dpo', 'siro', 'auditor'));
create policy refusal_forgotten on watch.refusal for delete using (platform.has_role('system:watch'));
alter table watch.control enable row level security;
create policy control_seen on watch.control for select using (true);
create policy control_set on watch.control for update using (platform.has_role('system:watch', 'dpo'));

-- Stories not closed for good whose first post shares a number with these. Row-level security would keep the index
-- from being used (array overlap may leak, says PostgreSQL), so the function runs as its owner and asks who asks itself.
create function watch.stories_like(marks bigint[], since timestamptz)
  returns table (id uuid, locked_to text, fold bigint[]) language sql stable security definer set search_path = '' as $$
    select s.id, s.locked_to, s.fold from watch.signal s
    where platform.has_role('system:watch') and s.fold operator(pg_catalog.&&) marks and s.last_at > since and s.merged_into is null
    order by s.last_at desc limit 3000 $$;
revoke execute on function watch.stories_like from public;
grant execute on function watch.stories_like to foreword_app;

-- What an organisation does about something that is happening: incidents, the plays they follow, clocks and tasks, what
-- was decided and why, and what was learnt. Words of posts are never kept here: a signal travels as its id.

create table respond.play (
  -- `spoof`, `leak`: the same play through all its versions.
  slug text not null,
  version int not null check (version > 0),
  body jsonb not null,
  by text not null,
  at timestamptz not null,
  -- Why it was changed.
  words text not null,
  primary key (slug, version)
);

create table respond.incident (
  id uuid primary key,
  -- What is said on the phone: the number of its first signal, or its own.
  number text not null unique,
  title text not null,
  -- The play that it follows, as it stood when it was started; with what those forbid that were joined to it.
  kind text not null,
  play_version int not null,
  play jsonb not null,
  severity text not null check (severity in ('S1', 'S2', 'S3', 'S4', 'S5')),
  state text not null default 'open' check (state in ('open', 'stood-down', 'closed', 'merged')),
  -- A court case is live: no facts of it may be said.
  is_active_case boolean not null default false,
  opened_by text not null,
  opened_at timestamptz not null,
  stood_down_at timestamptz,
  closed_at timestamptz,
  keep_until timestamptz,
  merged_into uuid references respond.incident,
  split_from uuid references respond.incident on delete set null,
  split_at timestamptz,
  check ((state = 'merged') = (merged_into is not null)),
  check ((state = 'closed') = (closed_at is not null and keep_until is not null) or state = 'merged'),
  check (state <> 'stood-down' or stood_down_at is not null)
);
create index incident_open on respond.incident (severity, opened_at) where state in ('open', 'stood-down');

create table respond.incident_signal (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  signal_id uuid not null,
  referral_id uuid,
  severity text not null,
  code text not null,
  -- The last event of the signal that was heard: an older one, heard again, changes nothing.
  heard_event bigint not null default 0,
  joined_by text not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  left_because text check (left_because in ('moved', 'locked', 'closed'))
);
-- A story belongs to one incident that is going on: passed on twice, it is still that one.
create unique index incident_signal_one on respond.incident_signal (signal_id) where left_at is null;
create index incident_signal_of on respond.incident_signal (incident_id);

create table respond.incident_role (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  role text not null check (role in ('lead', 'deputy', 'recorder', 'approver')),
  person_id text not null,
  given_by text not null,
  since timestamptz not null,
  until timestamptz
);
create unique index incident_role_one on respond.incident_role (incident_id, role) where until is null;

create table respond.clock (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  kind text not null check (kind in ('acknowledge', 'decide', 'holding-line', 'fuller-line', 'update')),
  starts_at timestamptz not null,
  due_at timestamptz not null,
  -- Whether it runs by day and night, or in the organisation's working time.
  is_round_the_clock boolean not null,
  state text not null default 'running' check (state in ('running', 'paused', 'done', 'dropped')),
  missed_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  ended_because text,
  check ((state in ('done', 'dropped')) = (ended_at is not null))
);
create index clock_of on respond.clock (incident_id);
create unique index clock_one on respond.clock (incident_id, kind) where state in ('running', 'paused');

-- Every pause, with its named reason; append only but for its end.
create table respond.clock_pause (
  id uuid primary key,
  clock_id uuid not null references respond.clock,
  incident_id uuid not null references respond.incident,
  because text not null check (because in ('police', 'court', 'safety', 'other-body', 'facts')),
  words text not null check (length(trim(words)) >= 3),
  paused_by text not null,
  paused_at timestamptz not null,
  resumed_by text,
  resumed_at timestamptz
);
create unique index clock_pause_one on respond.clock_pause (clock_id) where resumed_at is null;

create table respond.task (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  -- The step of the play that it was made of; null when it was added by hand.
  step text,
  place int not null,
  words text not null,
  for_role text not null,
  due_at timestamptz,
  owner_id text,
  state text not null default 'open' check (state in ('open', 'done', 'not-needed')),
  missed_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  ended_because text,
  added_by text not null,
  added_at timestamptz not null,
  check ((state <> 'open') = (ended_at is not null)),
  check (state <> 'not-needed' or length(trim(ended_because)) >= 3)
);
create unique index task_step on respond.task (incident_id, step) where step is not null;
create index task_of on respond.task (incident_id, place);

create table respond.decision (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  at timestamptz not null,
  by text not null,
  facts text not null,
  options text not null,
  decided text not null,
  reason text not null check (length(trim(reason)) >= 3)
);
create index decision_of on respond.decision (incident_id, at);

-- What happened, minute by minute. Written by acts and by events, each event once; nobody can change it.
create table respond.timeline (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  at timestamptz not null,
  by text not null,
  what text not null,
  -- What somebody on duty wrote; of everything else only ids and choices are kept.
  words text not null default '',
  facts jsonb not null default '{}',
  event_id bigint
);
create unique index timeline_once on respond.timeline (incident_id, event_id) where event_id is not null;
create index timeline_of on respond.timeline (incident_id, at);

create table respond.lesson (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  happened text not null,
  learnt text not null,
  -- Who acts, and by when; null together when nothing was learnt.
  owner_id text,
  due_on date,
  nothing_because text,
  gap_id uuid,
  by text not null,
  at timestamptz not null,
  done_by text,
  done_at timestamptz,
  check (nothing_because is not null and length(trim(nothing_because)) >= 3
    or length(trim(happened)) >= 3 and length(trim(learnt)) >= 3 and owner_id is not null and due_on is not null)
);
create index lesson_of on respond.lesson (incident_id);

create table respond.incident_handover (
  id uuid primary key,
  incident_id uuid not null references respond.incident,
  at timestamptz not null,
  by text not null,
  to_id text not null,
  words text not null,
  open jsonb not null,
  taken_at timestamptz,
  check (to_id <> by)
);
create index incident_handover_of on respond.incident_handover (incident_id, at);

grant select, insert, update, delete on respond.play, respond.incident, respond.incident_signal, respond.incident_role, respond.clock,
  respond.clock_pause, respond.task, respond.decision, respond.timeline, respond.lesson, respond.incident_handover to foreword_app;
revoke update on respond.play, respond.decision, respond.timeline from foreword_app;

create function respond.may_see_incidents() returns boolean language sql stable as $$
  select platform.has_role('system:respond', 'duty-officer', 'watch-analyst', 'response-drafter', 'response-approver', 'publisher', 'care-lead', 'dpo', 'siro', 'auditor') $$;
create function respond.may_work_incidents() returns boolean language sql stable as $$
  select platform.has_role('system:respond', 'duty-officer', 'watch-analyst', 'response-drafter', 'response-approver', 'publisher', 'care-lead', 'dpo', 'siro') $$;

-- An auditor reads and changes nothing; nobody deletes but the program, when the time to keep is over.
do $$ declare t text; begin
  foreach t in array array['incident', 'incident_signal', 'incident_role', 'clock', 'clock_pause', 'task', 'decision', 'timeline', 'lesson', 'incident_handover'] loop
    execute format('alter table respond.%I enable row level security', t);
    execute format('create policy %I on respond.%I for select using (respond.may_see_incidents())', t || '_seen', t);
    execute format('create policy %I on respond.%I for insert with check (respond.may_work_incidents())', t || '_added', t);
    execute format('create policy %I on respond.%I for update using (respond.may_work_incidents())', t || '_changed', t);
    execute format('create policy %I on respond.%I for delete using (platform.has_role(''system:respond''))', t || '_forgotten', t);
  end loop;
end $$;
alter table respond.play enable row level security;
create policy play_seen on respond.play for select using (respond.may_see_incidents() or platform.has_role('policy-owner'));
create policy play_added on respond.play for insert with check (by = platform.asker() and platform.has_role('system:respond', 'duty-officer', 'policy-owner'));

-- Who wrote a decision or a line of the timeline is who asked: nobody writes in another's name.
create function respond.is_own_hand() returns trigger language plpgsql as $$ begin
  if new."by" <> platform.asker() and not platform.has_role('system:respond') then
    raise exception 'written in the name of another' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger decision_own_hand before insert on respond.decision for each row execute function respond.is_own_hand();
create trigger timeline_own_hand before insert on respond.timeline for each row execute function respond.is_own_hand();
create trigger lesson_own_hand before insert on respond.lesson for each row execute function respond.is_own_hand();

-- No incident closes without a lesson, or a plain "nothing learnt, because"; and what is closed stays as it is.
create function respond.closes_with_lesson() returns trigger language plpgsql as $$ begin
  if old.state in ('closed', 'merged') then
    raise exception 'this incident is closed' using errcode = 'check_violation';
  end if;
  if new.state = 'closed' and not exists (select 1 from respond.lesson l where l.incident_id = new.id) then
    raise exception 'an incident closes with a lesson' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger incident_closes before update on respond.incident for each row execute function respond.closes_with_lesson();

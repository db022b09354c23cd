-- POLICY: the policy as numbered clauses, its versions, who wrote, asked and adopted them, what it does not say yet, and
-- when each clause is looked at again. Each version holds its whole text, and an adopted one can never change.

create schema policy;
grant usage on schema policy to foreword_app;

-- One row: whether people outside may read the policy that is in force.
create table policy.setting (
  single boolean primary key default true check (single),
  is_public boolean not null default false,
  changed_by text,
  changed_at timestamptz
);
insert into policy.setting default values;

create table policy.version (
  id uuid primary key,
  -- Given when it is adopted, one after the other.
  number int unique check (number > 0),
  state text not null check (state in ('draft', 'asked', 'adopted', 'dropped')),
  -- The starter text came with Foreword and nobody was asked about it yet.
  kind text not null check (kind in ('starter', 'written')),
  -- In a few words, so that two drafts can be told apart.
  title text not null,
  -- The version that its text was taken from.
  base_id uuid references policy.version,
  begun_by text not null,
  begun_at timestamptz not null,
  -- Grows with every change of its text: what is adopted is what was looked at.
  revision int not null default 0,
  what_changed text not null default '',
  equality_note text not null default '',
  not_consulted_because text not null default '',
  adopted_by text,
  adopted_at timestamptz,
  in_force_from date,
  check ((state = 'adopted') = (number is not null)),
  check ((number is null) = (in_force_from is null)),
  check ((number is null) = (adopted_by is null)),
  check ((number is null) = (adopted_at is null)),
  check (kind = 'written' or base_id is null)
);
create index version_in_force on policy.version (in_force_from desc, number desc) where number is not null;

-- Everybody who wrote in a version, noted by the database itself: none of them may adopt it.
create table policy.writer (
  version_id uuid not null references policy.version,
  person_id text not null,
  primary key (version_id, person_id)
);

-- A number is given once and never again, also when the clause was dropped.
create table policy.clause_number (
  number int primary key check (number > 0),
  version_id uuid not null references policy.version
);

create table policy.clause (
  version_id uuid not null references policy.version,
  number int not null references policy.clause_number,
  title text not null,
  words text not null,
  -- A person; null only in the starter text.
  owner_id text,
  reason text not null,
  source text not null,
  -- When it is looked at again, and when that was decided: a later look at the clause in force stands over it.
  review_on date not null,
  review_set_at timestamptz not null,
  -- Of the scenario bank.
  scenarios int[] not null default '{}',
  retired_because text,
  -- Grows with every change: two writers do not lose each other's words.
  edition int not null default 0,
  primary key (version_id, number)
);

create table policy.principle (
  version_id uuid not null references policy.version,
  number int not null check (number > 0),
  title text not null,
  words text not null,
  edition int not null default 0,
  primary key (version_id, number)
);

-- Who was asked before a version was adopted, and what they said (Acas: make the policy with staff and unions).
create table policy.consultation (
  id uuid primary key,
  version_id uuid not null references policy.version,
  at timestamptz not null,
  by text not null,
  who text not null,
  said text not null
);
create index consultation_version on policy.consultation (version_id);

-- What was done with a version, in order.
create table policy.step (
  id uuid primary key,
  version_id uuid not null references policy.version,
  at timestamptz not null,
  by text not null,
  what text not null check (what in ('begun', 'updated', 'asked', 'taken-back', 'sent-back', 'adopted', 'dropped')),
  words text not null
);
create index step_version on policy.step (version_id);

-- What the policy does not say.
create table policy.gap (
  id uuid primary key,
  source text not null check (source in ('incident', 'staff', 'question', 'refusal', 'case', 'survey')),
  about uuid,
  words text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  -- The clause that falls short, or that no clause fits; null until somebody has said.
  tag text check (tag in ('clause', 'none')),
  clause_number int references policy.clause_number,
  tagged_at timestamptz,
  state text not null default 'open' check (state in ('open', 'closed')),
  closed_by text,
  closed_at timestamptz,
  closed_because text,
  closed_version_id uuid references policy.version,
  check ((tag is not distinct from 'clause') = (clause_number is not null)),
  check ((tag is null) = (tagged_at is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'closed') = (closed_because is not null or closed_version_id is not null))
);
create index gap_open on policy.gap (opened_at) where state = 'open';
create index gap_tag on policy.gap (tag, clause_number, tagged_at);

-- The gaps that a version is to close when it is adopted.
create table policy.gap_answer (
  version_id uuid not null references policy.version,
  gap_id uuid not null references policy.gap on delete cascade,
  primary key (version_id, gap_id)
);

-- Three gaps with one tag in 90 days: the policy owner looks at it (domain rule A31).
create table policy.review_task (
  id uuid primary key,
  -- 0 stands for "no clause fits".
  clause_number int not null,
  gaps int not null,
  opened_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'done')),
  done_by text,
  done_at timestamptz,
  outcome text,
  check ((state = 'done') = (outcome is not null))
);
create unique index review_task_one on policy.review_task (clause_number) where state = 'open';

-- That somebody looked at a clause in force and found it still right.
create table policy.review (
  id uuid primary key,
  clause_number int not null references policy.clause_number,
  at timestamptz not null,
  by text not null,
  words text not null,
  next_on date not null,
  -- At most 12 months from one look to the next (domain rule A31).
  check (next_on <= (at at time zone 'Europe/London')::date + interval '12 months')
);
create index review_clause on policy.review (clause_number, at);

grant select on all tables in schema policy to foreword_app;
grant insert on policy.version, policy.writer, policy.clause_number, policy.clause, policy.principle, policy.consultation,
  policy.step, policy.gap, policy.gap_answer, policy.review_task, policy.review to foreword_app;
grant update (is_public, changed_by, changed_at) on policy.setting to foreword_app;
grant update (state, number, title, base_id, revision, what_changed, equality_note, not_consulted_because, adopted_by,
  adopted_at, in_force_from) on policy.version to foreword_app;
grant update (title, words, owner_id, reason, source, review_on, review_set_at, scenarios, retired_because, edition) on policy.clause to foreword_app;
grant update (title, words, edition) on policy.principle to foreword_app;
grant update (tag, clause_number, tagged_at, state, closed_by, closed_at, closed_because, closed_version_id) on policy.gap to foreword_app;
grant update (state, done_by, done_at, outcome) on policy.review_task to foreword_app;
grant delete on policy.clause, policy.consultation, policy.gap_answer, policy.gap to foreword_app;

-- Every change of a version's text: only while it is a draft, and whoever made it is a writer from then on.
create function policy.written() returns trigger language plpgsql as $$
declare
  which uuid;
begin
  -- What the house itself forgets when its time is over.
  if tg_op = 'DELETE' and platform.has_role('system:policy') then return old; end if;
  if tg_op = 'DELETE' then which := old.version_id; else which := new.version_id; end if;
  update policy.version set revision = revision + 1 where id = which and state = 'draft';
  if not found then
    raise exception 'only a draft can be changed' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger clause_written before insert or update or delete on policy.clause for each row execute function policy.written();
create trigger principle_written before insert or update or delete on policy.principle for each row execute function policy.written();
create trigger consultation_written before insert or update or delete on policy.consultation for each row execute function policy.written();
create trigger gap_answer_written before insert or update or delete on policy.gap_answer for each row execute function policy.written();

-- A clause has a number of the policy's, or one that was taken for this version.
create function policy.numbered() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from policy.clause_number n where n.number = new.number and n.version_id = new.version_id)
    and not exists (select 1 from policy.clause c join policy.version v on v.id = c.version_id
      where c.number = new.number and v.state = 'adopted') then
    raise exception 'the number % is not for this version', new.number using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger clause_numbered before insert on policy.clause for each row execute function policy.numbered();

-- The life of a version. What is refused here is refused whatever a page lets through.
create function policy.version_moves() returns trigger language plpgsql as $$
declare
  last policy.version;
begin
  if old.state in ('adopted', 'dropped') then
    raise exception 'a version that was adopted or dropped never changes' using errcode = 'check_violation';
  end if;
  -- Its text and its notes, and asking for its adoption, are writing.
  if old.state = 'draft' and new.state in ('draft', 'asked') then
    insert into policy.writer (version_id, person_id) values (old.id, platform.asker()) on conflict do nothing;
    return new;
  end if;
  if (new.title, new.base_id, new.revision, new.what_changed, new.equality_note, new.not_consulted_because)
    is distinct from (old.title, old.base_id, old.revision, old.what_changed, old.equality_note, old.not_consulted_because) then
    raise exception 'what was asked to be adopted does not change' using errcode = 'check_violation';
  end if;
  if new.state <> 'adopted' then
    return new;
  end if;
  if new.adopted_by <> platform.asker() then
    raise exception 'nobody adopts in another name' using errcode = 'check_violation';
  end if;
  select * into last from policy.version where number is not null order by number desc limit 1;
  if new.number <> coalesce(last.number, 0) + 1 then
    raise exception 'versions are numbered one after the other' using errcode = 'check_violation';
  end if;
  if new.kind = 'starter' then
    if last.id is not null or not platform.has_role('system:policy') then
      raise exception 'the starter text comes first, and by itself' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if old.state <> 'asked' then
    raise exception 'adoption has to be asked for first' using errcode = 'check_violation';
  end if;
  if not platform.has_role('policy-owner', 'siro') then
    raise exception 'this person may not adopt' using errcode = 'insufficient_privilege';
  end if;
  -- Separation of duties, whatever other roles somebody holds.
  if exists (select 1 from policy.writer w where w.version_id = new.id and w.person_id = platform.asker()) then
    raise exception 'nobody adopts what they wrote' using errcode = 'insufficient_privilege';
  end if;
  if new.base_id is distinct from last.id then
    raise exception 'another version was adopted since this was begun' using errcode = 'check_violation';
  end if;
  if new.in_force_from < (new.adopted_at at time zone 'Europe/London')::date or new.in_force_from < last.in_force_from then
    raise exception 'a version does not come into force before its time' using errcode = 'check_violation';
  end if;
  if new.what_changed = '' or new.equality_note = '' or (new.not_consulted_because = ''
    and not exists (select 1 from policy.consultation c where c.version_id = new.id)) then
    raise exception 'a note is missing' using errcode = 'check_violation';
  end if;
  if exists (select 1 from policy.clause c where c.version_id = new.id and c.owner_id is null and c.retired_because is null) then
    raise exception 'a clause has no owner' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger version_moves before update on policy.version for each row execute function policy.version_moves();

create function policy.is_public() returns boolean language sql stable as $$ select is_public from policy.setting $$;

-- What is adopted is for all staff, and for everybody where it is public. A draft is for those who write, adopt or check.
alter table policy.version enable row level security;
create policy version_seen on policy.version for select using (
  (state = 'adopted' and (platform.has_role('staff', 'system') or policy.is_public()))
  or platform.has_role('system:policy', 'policy-owner', 'siro', 'dpo', 'auditor'));
create policy version_begun on policy.version for insert with check (
  state = 'draft' and begun_by = platform.asker()
  and ((kind = 'written' and platform.has_role('policy-owner')) or (kind = 'starter' and platform.has_role('system:policy'))));
create policy version_moved on policy.version for update using (platform.has_role('system:policy', 'policy-owner', 'siro'))
  with check (platform.has_role('system:policy', 'policy-owner') or state in ('draft', 'adopted'));

-- Ids alone, and read by the rule above whoever asks: it must never be blind.
alter table policy.writer enable row level security;
create policy writer_seen on policy.writer for select using (true);
create policy writer_noted on policy.writer for insert with check (person_id = platform.asker());
alter table policy.clause_number enable row level security;
create policy clause_number_seen on policy.clause_number for select using (true);
create policy clause_number_taken on policy.clause_number for insert with check (platform.has_role('system:policy', 'policy-owner'));

alter table policy.clause enable row level security;
create policy clause_seen on policy.clause for select using (exists (select 1 from policy.version v where v.id = version_id));
create policy clause_written on policy.clause using (platform.has_role('system:policy', 'policy-owner'));
alter table policy.principle enable row level security;
create policy principle_seen on policy.principle for select using (exists (select 1 from policy.version v where v.id = version_id));
create policy principle_written on policy.principle using (platform.has_role('system:policy', 'policy-owner'));
alter table policy.consultation enable row level security;
create policy consultation_seen on policy.consultation for select using (exists (select 1 from policy.version v where v.id = version_id));
create policy consultation_written on policy.consultation using (platform.has_role('policy-owner')) with check (by = platform.asker());
alter table policy.step enable row level security;
create policy step_seen on policy.step for select using (exists (select 1 from policy.version v where v.id = version_id));
create policy step_taken on policy.step for insert with check (by = platform.asker());
alter table policy.gap_answer enable row level security;
create policy gap_answer_seen on policy.gap_answer for select using (exists (select 1 from policy.version v where v.id = version_id));
create policy gap_answer_written on policy.gap_answer using (platform.has_role('system:policy', 'policy-owner'));

-- What somebody said the policy does not say: theirs, and for those who answer for it.
alter table policy.gap enable row level security;
create policy gap_seen on policy.gap for select using (
  opened_by = platform.asker() or platform.has_role('system:policy', 'policy-owner', 'siro', 'dpo', 'auditor'));
create policy gap_opened on policy.gap for insert with check (opened_by = platform.asker() and state = 'open');
create policy gap_moved on policy.gap for update using (platform.has_role('system:policy', 'policy-owner', 'siro'));
create policy gap_forgotten on policy.gap for delete using (platform.has_role('system:policy') and state = 'closed');
alter table policy.review_task enable row level security;
create policy review_task_seen on policy.review_task for select using (platform.has_role('system:policy', 'policy-owner', 'siro', 'dpo', 'auditor'));
create policy review_task_opened on policy.review_task for insert with check (platform.has_role('system:policy', 'policy-owner'));
create policy review_task_done on policy.review_task for update using (platform.has_role('policy-owner'));
alter table policy.review enable row level security;
create policy review_seen on policy.review for select using (platform.has_role('staff', 'system'));
create policy review_made on policy.review for insert with check (by = platform.asker());
alter table policy.setting enable row level security;
create policy setting_seen on policy.setting for select using (true);
create policy setting_changed on policy.setting for update using (platform.has_role('policy-owner', 'siro'));

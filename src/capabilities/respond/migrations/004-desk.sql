-- The response desk: what is said to the official accounts, who takes it, what became of it; and the sealed map of whom
-- it was about, which two people open together or nobody.

-- How far the mentions of each official account have been read. One process reads one account at a time.
create table respond.desk_place (
  account_id uuid primary key,
  cursor text,
  lease_by text,
  lease_until timestamptz,
  last_look_at timestamptz,
  health text not null default 'new' check (health in ('new', 'seeing', 'blind')),
  blind_words text,
  blind_since timestamptz
);

create table respond.desk_item (
  id uuid primary key,
  -- Keyed hash of network and id, or of the address that a colleague handed over: tells a repeat without naming anybody.
  key text not null unique,
  version text not null default '',
  -- Null for what a colleague handed over that was not said to an official account.
  account_id uuid,
  account_handle text,
  network text,
  -- Null once it may not be answered any more: on some networks it names the author.
  native_id text,
  kind text not null check (kind in ('reply', 'mention', 'handed-in')),
  url text,
  -- Null for ordinary criticism, praise and noise: their authors are not kept.
  author_handle text,
  author_name text,
  author_class text not null,
  text text not null,
  lang text,
  media jsonb not null default '[]',
  published_at timestamptz not null,
  received_at timestamptz not null,
  gone_at timestamptz,
  code text not null,
  also text[] not null default '{}',
  severity text not null check (severity in ('S1', 'S2', 'S3', 'S4', 'S5')),
  score smallint not null,
  -- [{points, code, words, found}], as triage said it.
  reasons jsonb not null default '[]',
  state text not null default 'new' check (state in ('new', 'claimed', 'answered', 'not-answering', 'handed-over')),
  claimed_by text,
  claimed_at timestamptz,
  -- From then on somebody else may take it over.
  stale_at timestamptz,
  answer_begun_at timestamptz,
  acknowledge_by timestamptz,
  acknowledged_at timestamptz,
  decide_by timestamptz,
  decided_at timestamptz,
  decided_by text,
  -- Of a request for information: the twentieth working day (FOIA 2000 s.10, FOISA 2002 s.10).
  foi_due_at timestamptz,
  -- Whoever has it now, once it was handed over.
  handed_to text,
  no_reply_choice text check (no_reply_choice in ('reach', 'harm', 'truth')),
  no_reply_words text,
  publication_id uuid,
  -- Ids of other parts, without a foreign key.
  signal_id uuid,
  incident_id uuid,
  -- A colleague who is criticised in it handed it over. Who: in the sealed map alone.
  is_handed_in boolean not null default false,
  keep_until timestamptz not null,
  check ((state in ('new', 'claimed')) = (decided_at is null)),
  check (state <> 'new' or claimed_by is null),
  check (state <> 'claimed' or (claimed_by is not null and stale_at is not null)),
  -- "Do not reply" is a decision: what it weighs, and why in words. A request for information is never one (FOIA s.1, s.16).
  check (state <> 'not-answering' or (no_reply_choice is not null and coalesce(length(no_reply_words), 0) >= 3)),
  check (state <> 'not-answering' or (code <> 'T18' and not ('T18' = any(also)))),
  check (state <> 'handed-over' or handed_to is not null)
);
create index desk_item_open on respond.desk_item (severity, received_at) where state in ('new', 'claimed');
create index desk_item_signal on respond.desk_item (signal_id) where signal_id is not null;
create index desk_item_incident on respond.desk_item (incident_id) where incident_id is not null;
create index desk_item_keep on respond.desk_item (keep_until);

-- What was done with it and said about it inside, in order. Added to and never changed.
create table respond.desk_step (
  id uuid primary key,
  item_id uuid not null references respond.desk_item on delete cascade,
  at timestamptz not null,
  by text not null,
  what text not null,
  words text not null default ''
);
create index desk_step_item on respond.desk_step (item_id, at);

-- The sealed map: which colleague handed a post over. The box holds the item and the person; the receipt is a keyed hash.
create table respond.desk_sealed (
  id uuid primary key,
  item_id uuid not null references respond.desk_item on delete cascade,
  box text not null,
  receipt_hash text not null unique
);
create index desk_sealed_item on respond.desk_sealed (item_id);

-- Opening the map: one asks with a reason, another confirms, and it shuts by itself.
create table respond.desk_opening (
  id uuid primary key,
  item_id uuid not null references respond.desk_item on delete cascade,
  asked_by text not null,
  asked_at timestamptz not null,
  because text not null check (length(because) >= 3),
  confirmed_by text,
  confirmed_at timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  check (confirmed_by is null or confirmed_by <> asked_by),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check ((confirmed_by is null) = (ends_at is null)),
  check (ends_at <= confirmed_at + interval '4 hours')
);
create index desk_opening_item on respond.desk_opening (item_id);
create unique index desk_opening_one on respond.desk_opening (item_id) where ended_at is null;

-- A lesson that is offered to one person, for them alone to see.
create table respond.desk_lesson (
  id uuid primary key,
  person_id text not null,
  topic text not null check (topic in ('own-account')),
  at timestamptz not null,
  read_at timestamptz
);
create index desk_lesson_person on respond.desk_lesson (person_id, at);

grant select, insert, update, delete on respond.desk_place, respond.desk_item to foreword_app;
grant select, insert, delete on respond.desk_sealed to foreword_app;
grant select, insert on respond.desk_step, respond.desk_opening, respond.desk_lesson to foreword_app;
grant update (confirmed_by, confirmed_at, ends_at, ended_at) on respond.desk_opening to foreword_app;
grant update (read_at) on respond.desk_lesson to foreword_app;
grant delete on respond.desk_lesson to foreword_app;

alter table respond.desk_place enable row level security;
create policy desk_place_seen on respond.desk_place using (platform.has_role('system:desk', 'duty-officer', 'response-drafter', 'response-approver', 'publisher'))
  with check (platform.has_role('system:desk'));

create function respond.works_desk() returns boolean language sql stable as
  $$ select platform.has_role('system:desk', 'duty-officer', 'response-drafter', 'response-approver', 'publisher') $$;

alter table respond.desk_item enable row level security;
create policy desk_item_seen on respond.desk_item for select using (
  respond.works_desk()
  or (platform.has_role('foi-officer') and (code = 'T18' or 'T18' = any(also)))
  -- Those who may open the sealed map must know what it is about.
  or (platform.has_role('care-lead', 'dpo') and is_handed_in));
-- What comes and what goes is the program's to write; people change what they may see, and nobody sees it as another's answer.
create policy desk_item_comes on respond.desk_item for insert with check (platform.has_role('system:desk'));
create policy desk_item_goes on respond.desk_item for delete using (platform.has_role('system:desk'));
create policy desk_item_worked on respond.desk_item for update
  using (respond.works_desk() or (platform.has_role('foi-officer') and (code = 'T18' or 'T18' = any(also))))
  with check (platform.has_role('system:desk') or decided_by is null or decided_by = platform.asker());

alter table respond.desk_step enable row level security;
create policy desk_step_seen on respond.desk_step for select using (
  platform.has_role('system:desk') or exists (select 1 from respond.desk_item i where i.id = item_id));
create policy desk_step_added on respond.desk_step for insert with check (
  platform.has_role('system:desk') or (by = platform.asker() and exists (select 1 from respond.desk_item i where i.id = item_id)));

alter table respond.desk_opening enable row level security;
create policy desk_opening_seen on respond.desk_opening for select using (platform.has_role('care-lead', 'dpo', 'auditor', 'system:desk'));
create policy desk_opening_asked on respond.desk_opening for insert with check (
  platform.has_role('care-lead', 'dpo') and asked_by = platform.asker() and confirmed_by is null and ended_at is null);
-- Another confirms in their own name; whoever had part in it, or the clock, shuts it.
create policy desk_opening_changed on respond.desk_opening for update
  using (platform.has_role('care-lead', 'dpo', 'system:desk') and ended_at is null)
  with check (platform.has_role('system:desk') or platform.asker() in (asked_by, confirmed_by));

-- Whoever confirms says so in their own name, and nobody makes it last longer.
create function respond.guard_opening() returns trigger language plpgsql as $$ begin
  if new.confirmed_by is distinct from old.confirmed_by
    and (old.confirmed_by is not null or new.confirmed_by is distinct from platform.asker() or not platform.has_role('care-lead', 'dpo')) then
    raise exception 'an opening is confirmed once, by a second person, in their own name';
  end if;
  if old.ends_at is not null and new.ends_at is distinct from old.ends_at then
    raise exception 'an opening cannot be made longer';
  end if;
  return new;
end $$;
create trigger desk_opening_guard before update on respond.desk_opening for each row execute function respond.guard_opening();

-- Only an opening that a second person confirmed lets the two see the map. No role sees it by itself, the program included.
alter table respond.desk_sealed enable row level security;
create policy desk_sealed_added on respond.desk_sealed for insert with check (platform.has_role('system:desk'));
create policy desk_sealed_opened on respond.desk_sealed for select using (
  platform.has_role('care-lead', 'dpo') and exists (select 1 from respond.desk_opening o
    where o.item_id = desk_sealed.item_id and o.confirmed_at is not null and o.ended_at is null and platform.asker() in (o.asked_by, o.confirmed_by)));

-- Which item a receipt belongs to, and nothing else of the map: for whoever holds the receipt.
create function respond.item_of_receipt(receipt text) returns uuid language sql stable security definer set search_path = pg_catalog as
  $$ select item_id from respond.desk_sealed where receipt_hash = receipt $$;
revoke all on function respond.item_of_receipt(text) from public;
grant execute on function respond.item_of_receipt(text) to foreword_app;

alter table respond.desk_lesson enable row level security;
create policy desk_lesson_own on respond.desk_lesson using (person_id = platform.asker() or platform.has_role('system:desk'))
  with check (person_id = platform.asker() or platform.has_role('system:desk'));

-- The room of ASSURE: the chain over the trail with its signed heads, and evidence with its custody.

create schema assure;
grant usage on schema assure to foreword_app;

-- Public halves of the keys that sign. The private half is never here.
create table assure.signing_key (
  id text primary key,
  public_key text not null,
  since timestamptz not null
);

-- One link for each entry of the trail, in the order of transactions. `hash` is of the entry, `chain` goes on from the
-- link before (anybody can reckon it again), `seal` does the same under a key that is not in the database.
create table assure.link (
  position bigint primary key,
  ref uuid not null unique,
  at timestamptz not null,
  hash text not null,
  chain text not null,
  seal text not null
);
create index link_at on assure.link (at);

-- The end of the chain at a moment, signed. `stamp` is the token of a time-stamp authority (RFC 3161), base64.
create table assure.head (
  position bigint primary key,
  at timestamptz not null,
  chain text not null,
  seal text not null,
  key_id text not null references assure.signing_key (id),
  signature text not null,
  stamp text,
  stamped_at timestamptz,
  written_at timestamptz
);

-- Where the oldest entries were cut off, signed: the chain goes on from here.
create table assure.cut (
  position bigint primary key,
  at timestamptz not null,
  chain text not null,
  seal text not null,
  key_id text not null references assure.signing_key (id),
  signature text not null
);

grant select, insert on assure.signing_key, assure.link, assure.head, assure.cut to foreword_app;
grant delete on assure.link, assure.head to foreword_app;
grant update (stamp, stamped_at, written_at) on assure.head to foreword_app;
alter table assure.signing_key enable row level security;
alter table assure.link enable row level security;
alter table assure.head enable row level security;
alter table assure.cut enable row level security;
create policy key_read on assure.signing_key for select using (true);
create policy key_write on assure.signing_key for insert with check (platform.has_role('system:assure'));
create policy link_read on assure.link for select using (platform.has_role('auditor', 'dpo', 'system:assure'));
create policy link_write on assure.link for insert with check (platform.has_role('system:assure'));
create policy head_read on assure.head for select using (platform.has_role('auditor', 'dpo', 'system:assure'));
create policy head_write on assure.head for insert with check (platform.has_role('system:assure'));
create policy head_stamp on assure.head for update using (platform.has_role('system:assure'));
create policy cut_read on assure.cut for select using (platform.has_role('auditor', 'dpo', 'system:assure'));
create policy cut_write on assure.cut for insert with check (platform.has_role('system:assure'));
-- Links go only up to a cut, and the heads before it with them.
create policy link_cut on assure.link for delete
  using (platform.has_role('system:assure') and position <= (select max(c.position) from assure.cut c));
create policy head_cut on assure.head for delete
  using (platform.has_role('system:assure') and position <= (select max(c.position) from assure.cut c));

-- A stamp and the note that a head was written off the machine are added once, and never changed.
create function assure.keep_stamp() returns trigger language plpgsql as $$
begin
  if old.stamp is not null and new.stamp is distinct from old.stamp then
    raise exception 'a stamp is not changed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger keep_stamp before update on assure.head for each row execute function assure.keep_stamp();

-- One capture of something that was public.
create table assure.evidence (
  id uuid primary key,
  about_kind text not null check (about_kind in ('incident', 'signal', 'none')),
  about_id uuid,
  url text not null,
  why text not null,
  -- What may be done with it: 'pointer' keeps address, time and hash only (secret material); 'two-people' is opened by two
  -- together (confidential leaks, children, victims); 'open' by anybody who may see evidence.
  care text not null check (care in ('open', 'two-people', 'pointer')),
  -- Of a child or a victim: leaves the house for the police or a lawyer only.
  is_protected boolean not null default false,
  -- Of a signal that one role alone may see.
  only_role text check (only_role in ('guardian', 'care-lead')),
  state text not null default 'waiting' check (state in ('waiting', 'kept', 'failed')),
  asked_by text not null,
  asked_at timestamptz not null,
  captured_at timestamptz,
  outcome text,
  manifest text,
  manifest_hash text,
  key_id text references assure.signing_key (id),
  signature text,
  stamp text,
  -- What the network answered, sealed, until it is a file of the evidence.
  raw bytea,
  keep_until timestamptz not null,
  check ((about_kind = 'none') = (about_id is null)),
  check (not is_protected or care <> 'open')
);
create index evidence_about on assure.evidence (about_kind, about_id);
create index evidence_keep on assure.evidence (keep_until);

create table assure.evidence_file (
  evidence_id uuid not null references assure.evidence (id) on delete cascade,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 text not null,
  -- A copy with what names people masked: for work, never for proof.
  is_working_copy boolean not null default false,
  primary key (evidence_id, name)
);

-- The bytes, sealed, in parts small enough to move between databases.
create table assure.evidence_part (
  evidence_id uuid not null,
  name text not null,
  part int not null,
  box bytea not null,
  primary key (evidence_id, name, part),
  foreign key (evidence_id, name) references assure.evidence_file (evidence_id, name) on delete cascade
);

-- Asked by one, confirmed by another: both may look until it ends.
create table assure.opening (
  id uuid primary key,
  evidence_id uuid not null references assure.evidence (id) on delete cascade,
  asked_by text not null,
  asked_at timestamptz not null,
  why text not null,
  confirmed_by text,
  confirmed_at timestamptz,
  ends_at timestamptz,
  check (confirmed_by is null or confirmed_by <> asked_by),
  check ((confirmed_by is null) = (ends_at is null))
);

-- Who captured, looked, exported, released. Added to, never changed; it outlives the evidence.
create table assure.custody (
  id uuid primary key,
  evidence_id uuid not null,
  at timestamptz not null,
  who text not null default platform.asker(),
  what text not null check (what in ('captured', 'viewed', 'opening-asked', 'opening-confirmed', 'exported', 'held', 'released', 'attached', 'deleted', 'not-captured')),
  -- To whom it went, of an export.
  recipient text check (recipient in ('inside', 'police', 'legal')),
  why text
);
create index custody_of on assure.custody (evidence_id, at);

-- A stop on deleting, of one piece of evidence.
create table assure.evidence_hold (
  evidence_id uuid primary key references assure.evidence (id) on delete cascade,
  set_by text not null,
  set_at timestamptz not null,
  because text not null,
  review_on date not null
);

-- That evidence was deleted: which, by what rule, and the hash of its manifest, signed.
create table assure.certificate (
  evidence_id uuid primary key,
  deleted_at timestamptz not null,
  captured_at timestamptz,
  url_hash text not null,
  manifest_hash text,
  rule text not null,
  key_id text references assure.signing_key (id),
  signature text not null
);

grant select, insert on assure.evidence, assure.evidence_file, assure.evidence_part, assure.opening, assure.custody,
  assure.evidence_hold, assure.certificate to foreword_app;
grant update (state, captured_at, outcome, manifest, manifest_hash, key_id, signature, stamp, raw, about_kind, about_id, keep_until, only_role)
  on assure.evidence to foreword_app;
grant update (confirmed_by, confirmed_at, ends_at) on assure.opening to foreword_app;
grant delete on assure.evidence, assure.evidence_hold to foreword_app;

alter table assure.evidence enable row level security;
alter table assure.evidence_file enable row level security;
alter table assure.evidence_part enable row level security;
alter table assure.opening enable row level security;
alter table assure.custody enable row level security;
alter table assure.evidence_hold enable row level security;
alter table assure.certificate enable row level security;

create function assure.sees_evidence(only_role text) returns boolean language sql stable as $$
  select case when only_role is null
    then platform.has_role('watch-analyst', 'duty-officer', 'dpo', 'siro', 'records-manager')
    else platform.has_role(only_role) end
$$;

-- Decided with the rights of the owner: rules on rules would go round in circles.
create function assure.sees(evidence uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from assure.evidence e where e.id = evidence and assure.sees_evidence(e.only_role))
$$;

create function assure.is_open(evidence uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from assure.evidence e where e.id = evidence and e.care <> 'two-people')
    or exists (select 1 from assure.opening o where o.evidence_id = evidence and o.ends_at > now()
      and platform.asker() in (o.asked_by, o.confirmed_by))
$$;

create policy evidence_read on assure.evidence for select
  using (platform.has_role('system:assure') or assure.sees_evidence(only_role));
create policy evidence_ask on assure.evidence for insert
  with check (state = 'waiting' and asked_by = platform.asker());
create policy evidence_change on assure.evidence for update
  using (platform.has_role('system:assure') or assure.sees_evidence(only_role));
create policy evidence_go on assure.evidence for delete
  using (platform.has_role('system:assure') and keep_until <= now()
    and not exists (select 1 from assure.evidence_hold h where h.evidence_id = id));

create policy file_read on assure.evidence_file for select using (platform.has_role('system:assure') or assure.sees(evidence_id));
create policy file_write on assure.evidence_file for insert with check (platform.has_role('system:assure'));
-- Not even the program itself reads the bytes of what two people open together.
create policy part_read on assure.evidence_part for select using (
  assure.sees(evidence_id) and (assure.is_open(evidence_id)
    or exists (select 1 from assure.evidence_file f where f.evidence_id = evidence_part.evidence_id and f.name = evidence_part.name and f.is_working_copy)));
create policy part_write on assure.evidence_part for insert with check (platform.has_role('system:assure'));

create policy opening_read on assure.opening for select using (assure.sees(evidence_id));
create policy opening_ask on assure.opening for insert
  with check (assure.sees(evidence_id) and asked_by = platform.asker() and confirmed_by is null);
create policy opening_confirm on assure.opening for update
  using (assure.sees(evidence_id) and confirmed_by is null and asked_by <> platform.asker())
  with check (confirmed_by = platform.asker());

create policy custody_read on assure.custody for select
  using (platform.has_role('system:assure', 'auditor', 'dpo') or assure.sees(evidence_id));
create policy custody_write on assure.custody for insert with check (who = platform.asker());

create policy hold_read on assure.evidence_hold for select using (platform.has_role('system:assure') or assure.sees(evidence_id));
create policy hold_set on assure.evidence_hold for insert with check (set_by = platform.asker() and assure.sees(evidence_id));
create policy hold_lift on assure.evidence_hold for delete using (assure.sees(evidence_id));

create policy certificate_read on assure.certificate for select
  using (platform.has_role('system:assure', 'auditor', 'dpo', 'records-manager'));
create policy certificate_write on assure.certificate for insert with check (platform.has_role('system:assure'));

-- What is written once stays: a finished capture, and who may open it. One that brought nothing may be tried again.
create function assure.keep_capture() returns trigger language plpgsql as $$
begin
  if (old.state = 'kept' or (old.state = 'failed' and new.state <> 'waiting')) and (new.state, new.manifest, new.manifest_hash, new.signature, new.captured_at)
      is distinct from (old.state, old.manifest, old.manifest_hash, old.signature, old.captured_at) then
    raise exception 'a finished capture is not changed' using errcode = '42501';
  end if;
  if old.state = 'waiting' and new.state <> 'waiting' and not platform.has_role('system:assure') then
    raise exception 'only the program finishes a capture' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger keep_capture before update on assure.evidence for each row execute function assure.keep_capture();

-- A child or a victim: to the police or a lawyer, with the reason, by one of the two who opened it.
create function assure.check_export() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  subject record;
begin
  -- With no asker at all it is the owner who moves or restores what was checked before.
  if new.what <> 'exported' or platform.asker() = 'nobody' then return new; end if;
  select e.is_protected, e.care into subject from assure.evidence e where e.id = new.evidence_id;
  if coalesce(trim(new.why), '') = '' or new.recipient is null then
    raise exception 'an export says to whom and why' using errcode = '42501';
  end if;
  if subject.is_protected and new.recipient not in ('police', 'legal') then
    raise exception 'this leaves the house for the police or a lawyer only' using errcode = '42501';
  end if;
  if not assure.is_open(new.evidence_id) then
    raise exception 'two people open this together' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger check_export before insert on assure.custody for each row execute function assure.check_export();

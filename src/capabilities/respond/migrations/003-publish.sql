-- Speaking for the organisation: its accounts, its lines to take, drafts, who approved which bytes, and what left when.
-- What must never happen is refused here and not only on the page: nobody approves their own, approved bytes never
-- change, and nothing begins to leave while a switch is off.

-- Who may read what is written here. Being asked by name for an approval is not enough: it wants one of these roles.
create function respond.reads_publishing() returns boolean language sql stable as
  $$ select platform.has_role('system:respond', 'duty-officer', 'response-drafter', 'response-approver', 'publisher',
       'policy-owner', 'siro', 'dpo', 'auditor') $$;

create table respond.account (
  id uuid primary key,
  network text not null,
  -- Without @, as the network shows it.
  handle text not null,
  purpose text not null,
  -- Null since they left: then somebody must be named the same day.
  owner_id text,
  deputy_id text,
  verification text not null check (verification in ('verified', 'not-verified', 'not-offered')),
  recovery_contact text not null,
  -- Which second step guards the sign-in, and when somebody last saw that it does.
  two_step text not null,
  two_step_seen_on date,
  -- The part of the country it speaks to; '' for all of it. Pre-election periods go by it.
  area text not null default '',
  -- Kept for a crisis: speaks when the first account is lost.
  is_second_channel boolean not null default false,
  -- What the network needs to speak, without secrets.
  settings jsonb not null default '{}',
  -- Who approves what it says, beside what a draft asks for: [{ name, need, roles, people, outside }].
  steps jsonb not null default '[{"name": "A second person", "need": "any", "roles": ["response-approver"], "people": [], "outside": false}]',
  -- Who asked that fewer people are enough. Somebody else must agree.
  fewer_asked_by text,
  state text not null default 'live' check (state in ('live', 'closing', 'closed')),
  close_by date,
  closing_because text,
  added_by text not null,
  added_at timestamptz not null,
  last_used_at timestamptz,
  attested_at timestamptz,
  attested_by text,
  unique (network, handle)
);

-- Two people together make it easier to speak, and one alone makes it harder.
create function respond.guard_account() returns trigger language plpgsql as $$
begin
  if platform.asker() = 'nobody' then return new; end if;
  if new.fewer_asked_by is not null and new.fewer_asked_by is distinct from old.fewer_asked_by
     and new.fewer_asked_by is distinct from platform.asker() then
    raise exception 'whoever asks for fewer approvers says so for themselves' using errcode = '42501';
  end if;
  -- Each step stays as it is, to the letter: one that lets more people say yes asks for less.
  if exists (select 1 from jsonb_array_elements(old.steps) o (step) group by o.step
       having count(*) > (select count(*) from jsonb_array_elements(new.steps) n (step) where n.step = o.step))
     and (old.fewer_asked_by is null or old.fewer_asked_by = platform.asker()
       or current_setting('foreword.kind', true) <> 'person') then
    raise exception 'fewer approvers want a second person' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger account_guard before update on respond.account for each row execute function respond.guard_account();

-- Apart from the rest, because no person may read it, whatever their role: only the publisher opens it.
create table respond.account_secret (
  account_id uuid primary key references respond.account,
  box text not null,
  set_by text not null,
  set_at timestamptz not null
);

-- Who may do what with an account. One asks for it, another confirms it; taking it away needs one.
create table respond.account_right (
  id uuid primary key,
  account_id uuid not null references respond.account,
  person_id text not null,
  act text not null check (act in ('draft', 'approve', 'publish')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  check (confirmed_by is null or (confirmed_by <> proposed_by and confirmed_by <> person_id)),
  check ((confirmed_by is null) = (confirmed_at is null))
);
create unique index account_right_once on respond.account_right (account_id, person_id, act) where ended_at is null;

create function respond.guard_right() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null then raise exception 'what has ended is asked for anew' using errcode = '42501'; end if;
  if old.confirmed_by is not null and new.confirmed_by is distinct from old.confirmed_by then
    raise exception 'this has been confirmed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger right_guard before update on respond.account_right for each row execute function respond.guard_right();

create function respond.has_right(account uuid, person text, wanted text) returns boolean
  language sql stable security definer set search_path = pg_catalog as
  $$ select exists (select 1 from respond.account_right where account_id = account and person_id = person and act = wanted
       and confirmed_at is not null and ended_at is null) $$;

create function respond.has_right_on_all(accounts uuid[], person text, wanted text) returns boolean
  language sql stable security definer set search_path = pg_catalog as
  $$ select cardinality(accounts) > 0 and not exists (select 1 from unnest(accounts) one where not respond.has_right(one, person, wanted)) $$;

-- The switches. `all`, and one for each account. Who stopped does not start it again.
create table respond.publish_stop (
  scope text primary key,
  stopped_at timestamptz,
  stopped_by text,
  stopped_because text,
  -- The incident for which it was stopped, if there is one.
  incident_id uuid,
  started_at timestamptz,
  started_by text,
  started_because text
);
insert into respond.publish_stop (scope) values ('all');

create function respond.guard_stop() returns trigger language plpgsql as $$
begin
  if new.scope <> old.scope then raise exception 'a switch keeps its place' using errcode = '42501'; end if;
  if old.stopped_at is null and new.stopped_at is not null then
    if new.stopped_by is distinct from platform.asker() or length(coalesce(new.stopped_because, '')) < 3 then
      raise exception 'who stops says so, and why' using errcode = '42501';
    end if;
  elsif old.stopped_at is not null and new.stopped_at is null then
    if old.stopped_by = platform.asker() or new.started_by is distinct from platform.asker()
       or length(coalesce(new.started_because, '')) < 3 then
      raise exception 'who stopped does not start it again, and whoever does says why' using errcode = '42501';
    end if;
  end if;
  return new;
end $$;
create trigger stop_guard before update on respond.publish_stop for each row execute function respond.guard_stop();

create function respond.give_account_its_switch() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- With no asker at all it is the owner who moves or restores what was checked before.
  if platform.asker() = 'nobody' then return new; end if;
  insert into respond.publish_stop (scope) values (new.id::text);
  return new;
end $$;
create trigger account_switch after insert on respond.account for each row execute function respond.give_account_its_switch();

-- Lines to take: what we say about something, in words that somebody else has approved.
create table respond.line (
  id uuid primary key,
  title text not null,
  audience text not null check (audience in ('anybody', 'press', 'partners', 'staff')),
  tags text[] not null default '{}',
  incident_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  retired_by text
);

create table respond.line_version (
  id uuid primary key,
  line_id uuid not null references respond.line,
  number int not null,
  lang text not null,
  text text not null,
  expires_at timestamptz not null,
  written_by text not null,
  written_at timestamptz not null,
  decision text check (decision in ('approved', 'refused')),
  decided_by text,
  decided_at timestamptz,
  decision_words text,
  -- Over the text, its language and its end, under a key that is not in the database.
  mac text,
  unique (line_id, number),
  check (decided_by is null or decided_by <> written_by),
  check ((decision is null) = (decided_by is null)),
  check (decision is distinct from 'approved' or mac is not null)
);

create function respond.guard_line_version() returns trigger language plpgsql as $$
begin
  if (old.line_id, old.number, old.lang, old.text, old.expires_at, old.written_by)
     is distinct from (new.line_id, new.number, new.lang, new.text, new.expires_at, new.written_by) then
    raise exception 'a version of a line does not change: write the next one' using errcode = '42501';
  end if;
  if old.decision is not null then raise exception 'this version has been decided' using errcode = '42501'; end if;
  if new.decided_by is distinct from platform.asker() then
    raise exception 'whoever decides is whoever asks' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger line_version_guard before update on respond.line_version for each row execute function respond.guard_line_version();

-- Incidents as publishing needs to know them; told by events.
create table respond.publish_incident (
  incident_id uuid primary key,
  severity text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- The incident in which it goes on, when it was joined to another. Then it is over here.
  merged_into uuid,
  -- What its play forbids: 'reply' to its posts, 'embed' them.
  forbids text[] not null default '{}',
  -- A court case is live: no fact of it is said unless an approver has said why it is none.
  is_active_case boolean not null default false
);

-- Where an incident goes on: in itself, unless it was joined to another.
create function respond.goes_on_as(incident uuid) returns uuid
  language sql stable security definer set search_path = pg_catalog as $$
  with recursive step as (
    select incident as id, 0 as place
    union all select p.merged_into, place + 1 from step join respond.publish_incident p on p.incident_id = step.id
      where p.merged_into is not null and place < 100
  ) select id from step order by place desc limit 1 $$;

-- When special rules hold before a vote. Who entered a period does not end it early.
create table respond.election (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('election', 'referendum')),
  nation text not null check (nation in ('england', 'scotland', 'wales', 'northern-ireland', 'all')),
  area text not null default '',
  starts_on date not null,
  ends_on date not null,
  added_by text not null,
  added_at timestamptz not null,
  begun_at timestamptz,
  removed_at timestamptz,
  removed_by text,
  removed_because text,
  check (ends_on >= starts_on),
  check (removed_by is null or removed_by <> added_by)
);

-- Pictures and films by the hash of their bytes, so that what was approved is what is sent.
create table respond.media (
  hash text primary key,
  mime text not null,
  bytes bytea not null,
  added_by text not null,
  added_at timestamptz not null
);

create table respond.draft (
  id uuid primary key,
  incident_id uuid,
  kind text not null check (kind in ('reply', 'proactive', 'polling', 'emergency', 'correction')),
  purpose text not null,
  lang text not null,
  line_version_id uuid references respond.line_version,
  -- [{ text, images: [{ hash, mime, alt, caption }] }], one for each post of the thread.
  parts jsonb not null,
  -- [{ accountId, replyTo }]
  targets jsonb not null,
  -- Names that may stand in it: [{ name, because }].
  consents jsonb not null default '[]',
  starts_at timestamptz,
  ends_at timestamptz,
  corrects uuid,
  -- What of the desk it answers.
  item_id uuid,
  revision int not null default 1,
  state text not null default 'writing' check (state in ('writing', 'submitted', 'withdrawn')),
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index draft_incident on respond.draft (incident_id);
-- One answer to one thing that was said: a second is refused unless the first was taken away.
create unique index draft_item on respond.draft (item_id) where state <> 'withdrawn';

-- Whoever has had a hand in it: none of them approves it.
create table respond.draft_edit (
  draft_id uuid not null references respond.draft,
  revision int not null,
  by text not null,
  at timestamptz not null,
  primary key (draft_id, revision)
);

-- One revision of a draft put before others: the bytes that are approved and sent, and never change.
create table respond.submission (
  id uuid primary key,
  draft_id uuid not null references respond.draft,
  revision int not null,
  bytes text not null,
  accounts uuid[] not null,
  -- [{ name, need: 'any' | 'all', roles: [], people: [], outside: false }]
  steps jsonb not null,
  -- Set where a duty officer sends a line that was approved earlier, in an S1 incident; then there are no steps.
  line_version_id uuid references respond.line_version,
  incident_id uuid,
  is_proactive boolean not null,
  -- Submitted while special rules hold before a vote: then two people approve what nobody asked for.
  in_election boolean not null,
  starts_at timestamptz,
  ends_at timestamptz not null,
  submitted_by text not null,
  submitted_at timestamptz not null,
  -- Whoever submitted may publish, and wants it to leave by itself once it is approved.
  leaves_by_itself boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'released', 'refused', 'void')),
  approved_at timestamptz,
  -- Approved only after it should have left: then somebody must say again that it is to leave.
  is_late boolean not null default false,
  released_by text,
  released_at timestamptz,
  ended_because text,
  unique (draft_id, revision),
  check (not (in_election and is_proactive) or jsonb_array_length(steps) >= 2)
);
create index submission_state on respond.submission (state) where state in ('waiting', 'approved', 'released');

create table respond.approval (
  id uuid primary key,
  submission_id uuid not null references respond.submission,
  step int not null,
  -- A person's id, or `outside:` and the id of the link.
  by text not null,
  at timestamptz not null,
  decision text not null check (decision in ('approved', 'refused')),
  words text not null default '',
  -- Asked why nothing in it is a fact of a live case, they said why, in the words.
  explains_case boolean not null default false,
  -- Over the bytes, the step, the decision and who decided, under a key that is not in the database.
  mac text not null,
  unique (submission_id, by)
);

-- A way in for an approver without an account: once, for a time, to one submission. Only the hash of it is kept.
create table respond.outside_link (
  id uuid primary key,
  submission_id uuid not null references respond.submission,
  step int not null,
  name text not null,
  body text not null,
  hash text not null unique,
  made_by text not null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);

-- Who has had a hand in the draft of a submission.
create function respond.hands_in(submission uuid) returns text[]
  language sql stable security definer set search_path = pg_catalog as $$
  select array_agg(distinct hand) from (
    select d.created_by as hand from respond.submission s join respond.draft d on d.id = s.draft_id where s.id = submission
    union select e.by from respond.submission s join respond.draft_edit e on e.draft_id = s.draft_id where s.id = submission
    union select s.submitted_by from respond.submission s where s.id = submission) hands $$;

create function respond.is_step_done(submission uuid, place int, step jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select case when step ->> 'need' = 'all'
    then not exists (select 1 from jsonb_array_elements_text(step -> 'people') one where not exists
      (select 1 from respond.approval a where a.submission_id = submission and a.step = place and a.by = one and a.decision = 'approved'))
    else exists (select 1 from respond.approval a where a.submission_id = submission and a.step = place and a.decision = 'approved') end $$;

-- The first step that waits, counted from 0; null when all are done.
create function respond.waiting_step(submission uuid) returns int
  language sql stable security definer set search_path = pg_catalog as $$
  select min(place)::int - 1 from respond.submission s, jsonb_array_elements(s.steps) with ordinality as step (one, place)
    where s.id = submission and not respond.is_step_done(submission, place::int - 1, one) $$;

-- A line that somebody else approved before this S1 incident, word for word: the duty officer may send it alone.
create function respond.is_line_unchanged(s respond.submission) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from respond.line_version v join respond.line l on l.id = v.line_id
      join respond.publish_incident i on i.incident_id = s.incident_id
    where v.id = s.line_version_id and v.decision = 'approved' and v.decided_by <> s.submitted_by and v.written_by <> v.decided_by
      and l.retired_at is null and l.audience = 'anybody' and v.expires_at > s.submitted_at and v.decided_at < i.opened_at
      and i.severity = 'S1' and i.closed_at is null
      and not exists (select 1 from respond.line_version n where n.line_id = v.line_id and n.number > v.number and n.decision = 'approved')
      and jsonb_array_length(s.bytes::jsonb -> 'parts') = 1
      and s.bytes::jsonb #>> '{parts,0,text}' = v.text and s.bytes::jsonb ->> 'lang' = v.lang
      and jsonb_array_length(s.bytes::jsonb #> '{parts,0,images}') = 0) $$;

create function respond.guard_submission() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  d respond.draft;
begin
  if platform.asker() = 'nobody' then return new; end if;
  if tg_op = 'INSERT' then
    select * into d from respond.draft where id = new.draft_id for update;
    if new.submitted_by <> platform.asker() or new.state <> 'waiting' or d.state <> 'writing' or d.revision <> new.revision then
      raise exception 'only what is being written is submitted, by whoever asks' using errcode = '42501';
    end if;
    if not respond.has_right_on_all(new.accounts, new.submitted_by, 'draft') then
      raise exception 'no right to draft for this account' using errcode = '42501';
    end if;
    if jsonb_array_length(new.steps) = 0 then
      if not platform.has_role('duty-officer') or not respond.is_line_unchanged(new) then
        raise exception 'nothing leaves without a second person' using errcode = '42501';
      end if;
    elsif not exists (select 1 from jsonb_array_elements(new.steps) one where not coalesce((one ->> 'outside')::boolean, false)) then
      raise exception 'somebody inside approves as well' using errcode = '42501';
    end if;
    if new.bytes::jsonb -> 'steps' <> new.steps or exists (select 1 from jsonb_array_elements(new.steps) one
        where one ->> 'need' not in ('any', 'all') or (one ->> 'need' = 'all' and jsonb_array_length(one -> 'people') = 0)) then
      raise exception 'a step names whom it waits for, and what is approved says so' using errcode = '42501';
    end if;
    return new;
  end if;
  if (old.id, old.draft_id, old.revision, old.bytes, old.accounts, old.steps, old.line_version_id, old.incident_id,
      old.is_proactive, old.in_election, old.starts_at, old.ends_at, old.submitted_by, old.submitted_at, old.leaves_by_itself)
     is distinct from (new.id, new.draft_id, new.revision, new.bytes, new.accounts, new.steps, new.line_version_id, new.incident_id,
      new.is_proactive, new.in_election, new.starts_at, new.ends_at, new.submitted_by, new.submitted_at, new.leaves_by_itself) then
    raise exception 'what was submitted does not change' using errcode = '42501';
  end if;
  if new.state = old.state then return new; end if;
  if not (old.state, new.state) in (('waiting', 'approved'), ('waiting', 'refused'), ('waiting', 'void'),
      ('approved', 'released'), ('approved', 'void'), ('released', 'void')) then
    raise exception 'a submission does not go from % to %', old.state, new.state using errcode = '42501';
  end if;
  if new.state in ('approved', 'released') and (respond.waiting_step(new.id) is not null
      or (jsonb_array_length(new.steps) = 0 and not respond.is_line_unchanged(new))) then
    raise exception 'a step still waits' using errcode = '42501';
  end if;
  if new.state = 'released' then
    if not respond.has_right_on_all(new.accounts, new.released_by, 'publish') then
      raise exception 'no right to publish on this account' using errcode = '42501';
    end if;
    if new.released_by <> platform.asker() and not (new.leaves_by_itself and not new.is_late and new.released_by = new.submitted_by) then
      raise exception 'whoever lets it leave is whoever asks' using errcode = '42501';
    end if;
  end if;
  return new;
end $$;
create trigger submission_guard before insert or update on respond.submission for each row execute function respond.guard_submission();

create function respond.guard_approval() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  s respond.submission;
  step jsonb;
begin
  if platform.asker() = 'nobody' then return new; end if;
  select * into s from respond.submission where id = new.submission_id for update;
  if s.state is distinct from 'waiting' then raise exception 'this no longer waits for anybody' using errcode = '42501'; end if;
  if new.at >= s.ends_at then raise exception 'its time has passed' using errcode = '42501'; end if;
  if new.step is distinct from respond.waiting_step(s.id) then raise exception 'another step comes first' using errcode = '42501'; end if;
  step := s.steps -> new.step;
  if coalesce((step ->> 'outside')::boolean, false) then
    if not platform.has_role('system:respond') or not exists (select 1 from respond.outside_link l where 'outside:' || l.id = new."by"
        and l.submission_id = s.id and l.step = new.step and l.used_at = new.at and l.ends_at > new.at) then
      raise exception 'this step is for somebody outside, by their link' using errcode = '42501';
    end if;
    return new;
  end if;
  if current_setting('foreword.kind', true) <> 'person' or new."by" <> platform.asker() then
    raise exception 'a person approves for themselves' using errcode = '42501';
  end if;
  if new."by" = any (respond.hands_in(s.id)) then
    raise exception 'nobody approves what they had a hand in' using errcode = '42501';
  end if;
  if not (exists (select 1 from jsonb_array_elements_text(step -> 'people') one where one = new."by")
      or (step ->> 'need' = 'any' and platform.has_role(variadic array(select jsonb_array_elements_text(step -> 'roles'))))) then
    raise exception 'this step is for somebody else' using errcode = '42501';
  end if;
  if not respond.has_right_on_all(s.accounts, new."by", 'approve') then
    raise exception 'no right to approve for this account' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger approval_guard before insert on respond.approval for each row execute function respond.guard_approval();

-- One post on one account: where it stands between "due" and "out".
create table respond.publication (
  id uuid primary key,
  submission_id uuid not null references respond.submission,
  draft_id uuid not null references respond.draft,
  incident_id uuid,
  account_id uuid not null references respond.account,
  part int not null,
  -- The same on every try: the network is asked by it whether the post stands.
  key text not null unique,
  -- Of account, what it answers and words: two that say the same are not in the air at once.
  likeness text not null,
  state text not null default 'due' check (state in ('due', 'sending', 'out', 'failed', 'unknown', 'stopped')),
  due_at timestamptz not null,
  until timestamptz not null,
  attempts int not null default 0,
  first_tried_at timestamptz,
  lease_by uuid,
  lease_until timestamptz,
  next_try_at timestamptz not null,
  native_id text,
  url text,
  out_at timestamptz,
  code text,
  words text,
  paged_at timestamptz,
  corrects uuid references respond.publication deferrable initially deferred,
  removed_at timestamptz,
  removed_by text,
  removed_because text,
  -- What stood there, kept before it was taken down.
  removed_copy text,
  unique (submission_id, account_id, part)
);
create index publication_next on respond.publication (next_try_at) where state in ('due', 'sending', 'unknown');
create index publication_day on respond.publication (due_at);
create index publication_likeness on respond.publication (likeness);

create function respond.guard_publication() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  s respond.submission;
begin
  if platform.asker() = 'nobody' then return new; end if;
  if tg_op = 'INSERT' then
    select * into s from respond.submission where id = new.submission_id;
    if s.state <> 'released' or not new.account_id = any (s.accounts) or new.state <> 'due' then
      raise exception 'only what was let go becomes due' using errcode = '42501';
    end if;
    return new;
  end if;
  if (old.id, old.submission_id, old.account_id, old.part, old.key, old.likeness, old.until)
     is distinct from (new.id, new.submission_id, new.account_id, new.part, new.key, new.likeness, new.until) then
    raise exception 'a post keeps its place' using errcode = '42501';
  end if;
  -- A person stops what is due and puts back what was stopped; what became of a post is the publisher's to say.
  if new.state <> old.state and not platform.has_role('system:respond')
     and not (old.state, new.state) in (('due', 'stopped'), ('stopped', 'due'), ('failed', 'due')) then
    raise exception 'only the publisher says what became of a post' using errcode = '42501';
  end if;
  if old.state = 'out' and new.state <> 'out' then raise exception 'what is out is out' using errcode = '42501'; end if;
  if new.state = 'sending' and old.state <> 'sending' or new.attempts > old.attempts then
    -- Held until this transaction ends: a switch or an edit waits for it, or it for them, and then sees what they did.
    perform 1 from respond.publish_stop where scope in ('all', new.account_id::text) order by scope for share;
    if exists (select 1 from respond.publish_stop where scope in ('all', new.account_id::text) and stopped_at is not null) then
      raise exception 'publishing is stopped' using errcode = '42501';
    end if;
    select * into s from respond.submission where id = new.submission_id for share;
    if s.state <> 'released' then raise exception 'what was approved has been changed or taken back' using errcode = '42501'; end if;
  end if;
  if old.state in ('stopped', 'failed') and new.state = 'due' then
    if not respond.has_right(new.account_id, platform.asker(), 'publish') then
      raise exception 'no right to publish on this account' using errcode = '42501';
    end if;
  end if;
  return new;
end $$;
create trigger publication_guard before insert or update on respond.publication for each row execute function respond.guard_publication();

grant select, insert, update on respond.account, respond.account_secret, respond.line, respond.line_version,
  respond.publish_incident, respond.election, respond.draft, respond.submission, respond.outside_link,
  respond.publication to foreword_app;
grant select, insert, update (confirmed_by, confirmed_at, ended_at, ended_by) on respond.account_right to foreword_app;
grant select, update on respond.publish_stop to foreword_app;
grant select, insert on respond.media, respond.draft_edit, respond.approval to foreword_app;

alter table respond.account enable row level security;
create policy account_read on respond.account for select using (respond.reads_publishing() or platform.has_role('administrator'));
create policy account_add on respond.account for insert with check (platform.has_role('publisher', 'administrator', 'system:respond'));
create policy account_change on respond.account for update using (platform.has_role('publisher', 'administrator', 'system:respond'));
alter table respond.account_secret enable row level security;
create policy secret_of_the_publisher on respond.account_secret using (platform.has_role('system:respond'));
alter table respond.account_right enable row level security;
create policy right_read on respond.account_right for select using (respond.reads_publishing() or platform.has_role('administrator'));
create policy right_ask on respond.account_right for insert
  with check (platform.has_role('publisher', 'administrator') and proposed_by = platform.asker() and confirmed_by is null);
create policy right_confirm on respond.account_right for update using (platform.has_role('publisher', 'administrator', 'siro', 'system:respond'))
  with check (ended_at is not null or confirmed_by = platform.asker());
alter table respond.publish_stop enable row level security;
create policy stop_read on respond.publish_stop for select using (respond.reads_publishing());
create policy stop_use on respond.publish_stop for update
  using (platform.has_role('duty-officer', 'publisher', 'response-approver', 'siro', 'dpo'));
alter table respond.line enable row level security;
create policy line_read on respond.line for select using (respond.reads_publishing());
create policy line_add on respond.line for insert
  with check (platform.has_role('duty-officer', 'response-drafter', 'response-approver', 'policy-owner') and created_by = platform.asker());
create policy line_change on respond.line for update using (platform.has_role('duty-officer', 'response-approver', 'policy-owner'));
alter table respond.line_version enable row level security;
create policy version_read on respond.line_version for select using (respond.reads_publishing());
create policy version_add on respond.line_version for insert
  with check (platform.has_role('duty-officer', 'response-drafter', 'response-approver', 'policy-owner')
    and written_by = platform.asker() and decision is null);
create policy version_decide on respond.line_version for update using (platform.has_role('response-approver', 'policy-owner', 'siro'));
alter table respond.publish_incident enable row level security;
create policy incident_read on respond.publish_incident for select using (respond.reads_publishing());
create policy incident_note on respond.publish_incident using (platform.has_role('system:respond'));
alter table respond.election enable row level security;
create policy election_read on respond.election for select using (respond.reads_publishing());
create policy election_add on respond.election for insert
  with check (platform.has_role('duty-officer', 'publisher', 'policy-owner') and added_by = platform.asker());
create policy election_change on respond.election for update
  using (platform.has_role('duty-officer', 'publisher', 'policy-owner', 'siro', 'system:respond'));
alter table respond.media enable row level security;
create policy media_read on respond.media for select using (respond.reads_publishing());
create policy media_add on respond.media for insert with check (platform.has_role('duty-officer', 'response-drafter', 'publisher', 'response-approver'));
alter table respond.draft enable row level security;
create policy draft_read on respond.draft for select using (respond.reads_publishing());
create policy draft_add on respond.draft for insert
  with check (platform.has_role('duty-officer', 'response-drafter', 'publisher', 'response-approver') and created_by = platform.asker());
create policy draft_change on respond.draft for update
  using (platform.has_role('duty-officer', 'response-drafter', 'publisher', 'response-approver', 'siro', 'system:respond'));
alter table respond.draft_edit enable row level security;
create policy edit_read on respond.draft_edit for select using (respond.reads_publishing());
create policy edit_add on respond.draft_edit for insert with check (by = platform.asker());
alter table respond.submission enable row level security;
create policy submission_read on respond.submission for select using (respond.reads_publishing());
create policy submission_add on respond.submission for insert
  with check (platform.has_role('duty-officer', 'response-drafter', 'publisher', 'response-approver'));
create policy submission_change on respond.submission for update using (respond.reads_publishing());
alter table respond.approval enable row level security;
create policy approval_read on respond.approval for select using (respond.reads_publishing());
create policy approval_add on respond.approval for insert
  with check (platform.has_role('response-approver', 'policy-owner', 'siro', 'dpo', 'duty-officer', 'publisher', 'system:respond'));
alter table respond.outside_link enable row level security;
create policy link_read on respond.outside_link for select using (respond.reads_publishing());
create policy link_make on respond.outside_link for insert
  with check (made_by = platform.asker() and made_by <> all (respond.hands_in(submission_id)) and platform.has_role('response-approver', 'siro', 'duty-officer'));
create policy link_use on respond.outside_link for update using (platform.has_role('system:respond'));
alter table respond.publication enable row level security;
create policy publication_read on respond.publication for select using (respond.reads_publishing());
create policy publication_add on respond.publication for insert
  with check (platform.has_role('duty-officer', 'publisher', 'response-approver', 'siro', 'dpo', 'policy-owner', 'system:respond'));
create policy publication_change on respond.publication for update
  using (platform.has_role('duty-officer', 'publisher', 'response-approver', 'response-drafter', 'siro', 'dpo', 'policy-owner', 'system:respond'));

-- Official posts go after 7 years: nobody deletes but the program.
grant delete on respond.publication, respond.approval, respond.outside_link, respond.submission, respond.draft_edit, respond.draft,
  respond.media to foreword_app;
create policy publication_forgotten on respond.publication for delete using (platform.has_role('system:respond'));
create policy approval_forgotten on respond.approval for delete using (platform.has_role('system:respond'));
create policy link_forgotten on respond.outside_link for delete using (platform.has_role('system:respond'));
create policy submission_forgotten on respond.submission for delete using (platform.has_role('system:respond'));
create policy edit_forgotten on respond.draft_edit for delete using (platform.has_role('system:respond'));
create policy draft_forgotten on respond.draft for delete using (platform.has_role('system:respond'));
create policy media_forgotten on respond.media for delete using (platform.has_role('system:respond'));

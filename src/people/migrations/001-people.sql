-- Who may enter: the organisation, people, their roles, how they prove who they are, and their sessions.

create schema people;
grant usage on schema people to foreword_app;

create table people.organisation (
  id uuid primary key,
  single boolean not null default true unique check (single),
  name text not null,
  short_names text[] not null default '{}',
  sector text not null,
  nation text not null,
  official_handles text[] not null default '{}',
  press_handles text[] not null default '{}',
  is_rehearsal boolean not null,
  founded_at timestamptz not null
);

create table people.person (
  id uuid primary key,
  name text not null,
  email text not null,
  phone text,
  lang text not null default 'en',
  state text not null default 'active' check (state in ('active', 'left')),
  joined_at timestamptz,
  left_at timestamptz
);
create unique index person_email on people.person (lower(email)) where state <> 'left';

-- How somebody proves who they are, apart from the person: colleagues and administrators may read that table, not this.
create table people.secret (
  person_id uuid primary key references people.person,
  -- argon2id, PHC string; null for people who sign in by single sign-on or passkey alone.
  password_hash text,
  -- Sealed TOTP secret (RFC 6238); the last step used, so that a code works once.
  totp_box text,
  totp_last_step bigint,
  -- Of single sign-on: issuer and subject.
  oidc_issuer text,
  oidc_subject text
);
create unique index secret_oidc on people.secret (oidc_issuer, oidc_subject);

create table people.role (
  person_id uuid not null references people.person,
  role text not null,
  given_by text not null,
  given_at timestamptz not null,
  primary key (person_id, role)
);

create table people.passkey (
  id text primary key,
  person_id uuid not null references people.person,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  added_at timestamptz not null,
  last_used_at timestamptz
);

-- Single-use codes for the day the phone is lost; keyed hashes.
create table people.recovery_code (
  person_id uuid not null references people.person,
  hash text not null,
  used_at timestamptz,
  primary key (person_id, hash)
);

create table people.session (
  -- SHA-256 of the cookie: who reads the table cannot use it.
  id text primary key,
  person_id uuid not null references people.person,
  is_whole boolean not null,
  began_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  device text not null default '',
  -- Challenges of passkeys, the sign-on service's state: short-lived and sealed.
  notes_box text
);
create index session_person on people.session (person_id);

create table people.invitation (
  id uuid primary key,
  hash text not null unique,
  email text not null,
  name text not null,
  roles text[] not null,
  -- Somebody who is here already and lost their password: the link then lets them choose a new one.
  person_id uuid references people.person,
  invited_by text not null,
  invited_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);

-- Failed tries, by keyed hash of address or account: slows guessing down.
create table people.attempt (
  key text not null,
  at timestamptz not null
);
create index attempt_key on people.attempt (key, at);

-- Challenges and links that have done their work, by hash, until they would have run out anyway: nothing works twice.
create table people.spent (
  hash text primary key,
  ends_at timestamptz not null
);

grant select, insert, update, delete on all tables in schema people to foreword_app;

-- Everybody who has signed in may see who their colleagues are; secrets are for the sign-in itself.
alter table people.passkey enable row level security;
create policy passkey_own on people.passkey using (person_id::text = platform.asker() or platform.has_role('system:people'));
alter table people.session enable row level security;
create policy session_own on people.session using (person_id::text = platform.asker() or platform.has_role('system:people'));
alter table people.recovery_code enable row level security;
create policy recovery_own on people.recovery_code using (person_id::text = platform.asker() or platform.has_role('system:people'));
alter table people.invitation enable row level security;
create policy invitation_admin on people.invitation using (platform.has_role('system:people', 'administrator'));
alter table people.attempt enable row level security;
create policy attempt_system on people.attempt using (platform.has_role('system:people'));
alter table people.secret enable row level security;
create policy secret_own on people.secret using (person_id::text = platform.asker() or platform.has_role('system:people'));
alter table people.spent enable row level security;
create policy spent_system on people.spent using (platform.has_role('system:people'));
alter table people.organisation enable row level security;
create policy organisation_read on people.organisation for select using (true);
create policy organisation_found on people.organisation for insert with check (platform.has_role('system:people'));
create policy organisation_change on people.organisation for update using (platform.has_role('system', 'administrator'));
alter table people.person enable row level security;
create policy person_read on people.person for select using (platform.has_role('staff', 'system'));
create policy person_change on people.person for update using (id::text = platform.asker() or platform.has_role('system:people', 'administrator'));
create policy person_add on people.person for insert with check (platform.has_role('system:people'));
-- Nobody changes their own roles, whatever a page lets through.
alter table people.role enable row level security;
create policy role_read on people.role for select using (platform.has_role('staff', 'system'));
create policy role_change on people.role for insert
  with check (platform.has_role('system:people') or (platform.has_role('administrator') and person_id::text <> platform.asker()));
create policy role_take on people.role for delete
  using (platform.has_role('system:people') or (platform.has_role('administrator') and person_id::text <> platform.asker()));

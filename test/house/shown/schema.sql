assure.certificate
  evidence_id uuid not null
  deleted_at timestamp with time zone not null
  captured_at timestamp with time zone
  url_hash text not null
  manifest_hash text
  rule text not null
  key_id text
  signature text not null
  FOREIGN KEY (key_id) REFERENCES assure.signing_key(id)
  PRIMARY KEY (evidence_id)
  row level security on
  policy certificate_read for select using (platform.has_role(VARIADIC ARRAY['system:assure'::text, 'auditor'::text, 'dpo'::text, 'records-manager'::text]))
  policy certificate_write for insert with check (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  grant insert, select to foreword_app

assure.check_export() returns trigger security definer
  declare subject record; begin -- With no asker at all it is the owner who moves or restores what was checked before. if new.what <> 'exported' or platform.asker() = 'nobody' then return new; end if; select e.is_protected, e.care into subject from assure.evidence e where e.id = new.evidence_id; if coalesce(trim(new.why), '') = '' or new.recipient is null then raise exception 'an export says to whom and why' using errcode = '42501'; end if; if subject.is_protected and new.recipient not in ('police', 'legal') then raise exception 'this leaves the house for the police or a lawyer only' using errcode = '42501'; end if; if not assure.is_open(new.evidence_id) then raise exception 'two people open this together' using errcode = '42501'; end if; return new; end

assure.custody
  id uuid not null
  evidence_id uuid not null
  at timestamp with time zone not null
  who text not null default platform.asker()
  what text not null
  recipient text
  why text
  CHECK ((recipient = ANY (ARRAY['inside'::text, 'police'::text, 'legal'::text])))
  CHECK ((what = ANY (ARRAY['captured'::text, 'viewed'::text, 'opening-asked'::text, 'opening-confirmed'::text, 'exported'::text, 'held'::text, 'released'::text, 'attached'::text, 'deleted'::text, 'not-captured'::text])))
  PRIMARY KEY (id)
  CREATE INDEX custody_of ON assure.custody USING btree (evidence_id, at)
  CREATE TRIGGER check_export BEFORE INSERT ON assure.custody FOR EACH ROW EXECUTE FUNCTION assure.check_export()
  row level security on
  policy custody_read for select using ((platform.has_role(VARIADIC ARRAY['system:assure'::text, 'auditor'::text, 'dpo'::text]) OR assure.sees(evidence_id)))
  policy custody_write for insert with check ((who = platform.asker()))
  grant insert, select to foreword_app

assure.cut
  position bigint not null
  at timestamp with time zone not null
  chain text not null
  seal text not null
  key_id text not null
  signature text not null
  FOREIGN KEY (key_id) REFERENCES assure.signing_key(id)
  PRIMARY KEY ("position")
  row level security on
  policy cut_read for select using (platform.has_role(VARIADIC ARRAY['auditor'::text, 'dpo'::text, 'system:assure'::text]))
  policy cut_write for insert with check (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  grant insert, select to foreword_app

assure.evidence
  id uuid not null
  about_kind text not null
  about_id uuid
  url text not null
  why text not null
  care text not null
  is_protected boolean not null default false
  only_role text
  state text not null default 'waiting'::text
  asked_by text not null
  asked_at timestamp with time zone not null
  captured_at timestamp with time zone
  outcome text
  manifest text
  manifest_hash text
  key_id text
  signature text
  stamp text
  raw bytea
  keep_until timestamp with time zone not null
  CHECK (((NOT is_protected) OR (care <> 'open'::text)))
  CHECK (((about_kind = 'none'::text) = (about_id IS NULL)))
  CHECK ((about_kind = ANY (ARRAY['incident'::text, 'signal'::text, 'none'::text])))
  CHECK ((care = ANY (ARRAY['open'::text, 'two-people'::text, 'pointer'::text])))
  CHECK ((only_role = ANY (ARRAY['guardian'::text, 'care-lead'::text])))
  CHECK ((state = ANY (ARRAY['waiting'::text, 'kept'::text, 'failed'::text])))
  FOREIGN KEY (key_id) REFERENCES assure.signing_key(id)
  PRIMARY KEY (id)
  CREATE INDEX evidence_about ON assure.evidence USING btree (about_kind, about_id)
  CREATE INDEX evidence_keep ON assure.evidence USING btree (keep_until)
  CREATE TRIGGER keep_capture BEFORE UPDATE ON assure.evidence FOR EACH ROW EXECUTE FUNCTION assure.keep_capture()
  row level security on
  policy evidence_ask for insert with check (((state = 'waiting'::text) AND (asked_by = platform.asker())))
  policy evidence_change for update using ((platform.has_role(VARIADIC ARRAY['system:assure'::text]) OR assure.sees_evidence(only_role)))
  policy evidence_go for delete using ((platform.has_role(VARIADIC ARRAY['system:assure'::text]) AND (keep_until <= now()) AND (NOT (EXISTS ( SELECT 1
   FROM assure.evidence_hold h
  WHERE (h.evidence_id = evidence.id))))))
  policy evidence_read for select using ((platform.has_role(VARIADIC ARRAY['system:assure'::text]) OR assure.sees_evidence(only_role)))
  grant delete, insert, select to foreword_app

assure.evidence_file
  evidence_id uuid not null
  name text not null
  media_type text not null
  bytes bigint not null
  sha256 text not null
  is_working_copy boolean not null default false
  FOREIGN KEY (evidence_id) REFERENCES assure.evidence(id) ON DELETE CASCADE
  PRIMARY KEY (evidence_id, name)
  row level security on
  policy file_read for select using ((platform.has_role(VARIADIC ARRAY['system:assure'::text]) OR assure.sees(evidence_id)))
  policy file_write for insert with check (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  grant insert, select to foreword_app

assure.evidence_hold
  evidence_id uuid not null
  set_by text not null
  set_at timestamp with time zone not null
  because text not null
  review_on date not null
  FOREIGN KEY (evidence_id) REFERENCES assure.evidence(id) ON DELETE CASCADE
  PRIMARY KEY (evidence_id)
  row level security on
  policy hold_lift for delete using (assure.sees(evidence_id))
  policy hold_read for select using ((platform.has_role(VARIADIC ARRAY['system:assure'::text]) OR assure.sees(evidence_id)))
  policy hold_set for insert with check (((set_by = platform.asker()) AND assure.sees(evidence_id)))
  grant delete, insert, select to foreword_app

assure.evidence_part
  evidence_id uuid not null
  name text not null
  part integer not null
  box bytea not null
  FOREIGN KEY (evidence_id, name) REFERENCES assure.evidence_file(evidence_id, name) ON DELETE CASCADE
  PRIMARY KEY (evidence_id, name, part)
  row level security on
  policy part_read for select using ((assure.sees(evidence_id) AND (assure.is_open(evidence_id) OR (EXISTS ( SELECT 1
   FROM assure.evidence_file f
  WHERE ((f.evidence_id = evidence_part.evidence_id) AND (f.name = evidence_part.name) AND f.is_working_copy))))))
  policy part_write for insert with check (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  grant insert, select to foreword_app

assure.head
  position bigint not null
  at timestamp with time zone not null
  chain text not null
  seal text not null
  key_id text not null
  signature text not null
  stamp text
  stamped_at timestamp with time zone
  written_at timestamp with time zone
  FOREIGN KEY (key_id) REFERENCES assure.signing_key(id)
  PRIMARY KEY ("position")
  CREATE TRIGGER keep_stamp BEFORE UPDATE ON assure.head FOR EACH ROW EXECUTE FUNCTION assure.keep_stamp()
  row level security on
  policy head_cut for delete using ((platform.has_role(VARIADIC ARRAY['system:assure'::text]) AND ("position" <= ( SELECT max(c."position") AS max
   FROM assure.cut c))))
  policy head_read for select using (platform.has_role(VARIADIC ARRAY['auditor'::text, 'dpo'::text, 'system:assure'::text]))
  policy head_stamp for update using (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  policy head_write for insert with check (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  grant delete, insert, select to foreword_app

assure.is_open(evidence uuid) returns boolean stable security definer
  select exists (select 1 from assure.evidence e where e.id = evidence and e.care <> 'two-people') or exists (select 1 from assure.opening o where o.evidence_id = evidence and o.ends_at > now() and platform.asker() in (o.asked_by, o.confirmed_by))

assure.keep_capture() returns trigger
  begin if (old.state = 'kept' or (old.state = 'failed' and new.state <> 'waiting')) and (new.state, new.manifest, new.manifest_hash, new.signature, new.captured_at) is distinct from (old.state, old.manifest, old.manifest_hash, old.signature, old.captured_at) then raise exception 'a finished capture is not changed' using errcode = '42501'; end if; if old.state = 'waiting' and new.state <> 'waiting' and not platform.has_role('system:assure') then raise exception 'only the program finishes a capture' using errcode = '42501'; end if; return new; end

assure.keep_stamp() returns trigger
  begin if old.stamp is not null and new.stamp is distinct from old.stamp then raise exception 'a stamp is not changed' using errcode = '42501'; end if; return new; end

assure.link
  position bigint not null
  ref uuid not null
  at timestamp with time zone not null
  hash text not null
  chain text not null
  seal text not null
  PRIMARY KEY ("position")
  UNIQUE (ref)
  CREATE INDEX link_at ON assure.link USING btree (at)
  row level security on
  policy link_cut for delete using ((platform.has_role(VARIADIC ARRAY['system:assure'::text]) AND ("position" <= ( SELECT max(c."position") AS max
   FROM assure.cut c))))
  policy link_read for select using (platform.has_role(VARIADIC ARRAY['auditor'::text, 'dpo'::text, 'system:assure'::text]))
  policy link_write for insert with check (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  grant delete, insert, select to foreword_app

assure.opening
  id uuid not null
  evidence_id uuid not null
  asked_by text not null
  asked_at timestamp with time zone not null
  why text not null
  confirmed_by text
  confirmed_at timestamp with time zone
  ends_at timestamp with time zone
  CHECK (((confirmed_by IS NULL) = (ends_at IS NULL)))
  CHECK (((confirmed_by IS NULL) OR (confirmed_by <> asked_by)))
  FOREIGN KEY (evidence_id) REFERENCES assure.evidence(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  row level security on
  policy opening_ask for insert with check ((assure.sees(evidence_id) AND (asked_by = platform.asker()) AND (confirmed_by IS NULL)))
  policy opening_confirm for update using ((assure.sees(evidence_id) AND (confirmed_by IS NULL) AND (asked_by <> platform.asker()))) with check ((confirmed_by = platform.asker()))
  policy opening_read for select using (assure.sees(evidence_id))
  grant insert, select to foreword_app

assure.sees(evidence uuid) returns boolean stable security definer
  select exists (select 1 from assure.evidence e where e.id = evidence and assure.sees_evidence(e.only_role))

assure.sees_evidence(only_role text) returns boolean stable
  select case when only_role is null then platform.has_role('watch-analyst', 'duty-officer', 'dpo', 'siro', 'records-manager') else platform.has_role(only_role) end

assure.signing_key
  id text not null
  public_key text not null
  since timestamp with time zone not null
  PRIMARY KEY (id)
  row level security on
  policy key_read for select using (true)
  policy key_write for insert with check (platform.has_role(VARIADIC ARRAY['system:assure'::text]))
  grant insert, select to foreword_app

people.attempt
  key text not null
  at timestamp with time zone not null
  CREATE INDEX attempt_key ON people.attempt USING btree (key, at)
  row level security on
  policy attempt_system for all using (platform.has_role(VARIADIC ARRAY['system:people'::text]))
  grant delete, insert, select, update to foreword_app

people.invitation
  id uuid not null
  hash text not null
  email text not null
  name text not null
  roles text[] not null
  person_id uuid
  invited_by text not null
  invited_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  used_at timestamp with time zone
  FOREIGN KEY (person_id) REFERENCES people.person(id)
  PRIMARY KEY (id)
  UNIQUE (hash)
  row level security on
  policy invitation_admin for all using (platform.has_role(VARIADIC ARRAY['system:people'::text, 'administrator'::text]))
  grant delete, insert, select, update to foreword_app

people.organisation
  id uuid not null
  single boolean not null default true
  name text not null
  short_names text[] not null default '{}'::text[]
  sector text not null
  nation text not null
  official_handles text[] not null default '{}'::text[]
  press_handles text[] not null default '{}'::text[]
  is_rehearsal boolean not null
  founded_at timestamp with time zone not null
  CHECK (single)
  PRIMARY KEY (id)
  UNIQUE (single)
  row level security on
  policy organisation_change for update using (platform.has_role(VARIADIC ARRAY['system'::text, 'administrator'::text]))
  policy organisation_found for insert with check (platform.has_role(VARIADIC ARRAY['system:people'::text]))
  policy organisation_read for select using (true)
  grant delete, insert, select, update to foreword_app

people.passkey
  id text not null
  person_id uuid not null
  name text not null
  public_key bytea not null
  counter bigint not null
  transports text[] not null default '{}'::text[]
  added_at timestamp with time zone not null
  last_used_at timestamp with time zone
  FOREIGN KEY (person_id) REFERENCES people.person(id)
  PRIMARY KEY (id)
  row level security on
  policy passkey_own for all using ((((person_id)::text = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:people'::text])))
  grant delete, insert, select, update to foreword_app

people.person
  id uuid not null
  name text not null
  email text not null
  phone text
  lang text not null default 'en'::text
  state text not null default 'active'::text
  joined_at timestamp with time zone
  left_at timestamp with time zone
  CHECK ((state = ANY (ARRAY['active'::text, 'left'::text])))
  PRIMARY KEY (id)
  CREATE UNIQUE INDEX person_email ON people.person USING btree (lower(email)) WHERE (state <> 'left'::text)
  row level security on
  policy person_add for insert with check (platform.has_role(VARIADIC ARRAY['system:people'::text]))
  policy person_change for update using ((((id)::text = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:people'::text, 'administrator'::text])))
  policy person_read for select using (platform.has_role(VARIADIC ARRAY['staff'::text, 'system'::text]))
  grant delete, insert, select, update to foreword_app

people.recovery_code
  person_id uuid not null
  hash text not null
  used_at timestamp with time zone
  FOREIGN KEY (person_id) REFERENCES people.person(id)
  PRIMARY KEY (person_id, hash)
  row level security on
  policy recovery_own for all using ((((person_id)::text = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:people'::text])))
  grant delete, insert, select, update to foreword_app

people.role
  person_id uuid not null
  role text not null
  given_by text not null
  given_at timestamp with time zone not null
  FOREIGN KEY (person_id) REFERENCES people.person(id)
  PRIMARY KEY (person_id, role)
  row level security on
  policy role_change for insert with check ((platform.has_role(VARIADIC ARRAY['system:people'::text]) OR (platform.has_role(VARIADIC ARRAY['administrator'::text]) AND ((person_id)::text <> platform.asker()))))
  policy role_read for select using (platform.has_role(VARIADIC ARRAY['staff'::text, 'system'::text]))
  policy role_take for delete using ((platform.has_role(VARIADIC ARRAY['system:people'::text]) OR (platform.has_role(VARIADIC ARRAY['administrator'::text]) AND ((person_id)::text <> platform.asker()))))
  grant delete, insert, select, update to foreword_app

people.secret
  person_id uuid not null
  password_hash text
  totp_box text
  totp_last_step bigint
  oidc_issuer text
  oidc_subject text
  FOREIGN KEY (person_id) REFERENCES people.person(id)
  PRIMARY KEY (person_id)
  CREATE UNIQUE INDEX secret_oidc ON people.secret USING btree (oidc_issuer, oidc_subject)
  row level security on
  policy secret_own for all using ((((person_id)::text = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:people'::text])))
  grant delete, insert, select, update to foreword_app

people.session
  id text not null
  person_id uuid not null
  is_whole boolean not null
  began_at timestamp with time zone not null
  seen_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  device text not null default ''::text
  notes_box text
  FOREIGN KEY (person_id) REFERENCES people.person(id)
  PRIMARY KEY (id)
  CREATE INDEX session_person ON people.session USING btree (person_id)
  row level security on
  policy session_own for all using ((((person_id)::text = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:people'::text])))
  grant delete, insert, select, update to foreword_app

people.spent
  hash text not null
  ends_at timestamp with time zone not null
  PRIMARY KEY (hash)
  row level security on
  policy spent_system for all using (platform.has_role(VARIADIC ARRAY['system:people'::text]))
  grant delete, insert, select, update to foreword_app

platform.asker() returns text stable
  select coalesce(nullif(current_setting('foreword.asker', true), ''), 'nobody')

platform.chore
  name text not null
  due_at timestamp with time zone not null
  PRIMARY KEY (name)
  row level security OFF
  grant insert, select, update to foreword_app

platform.cursor
  listener text not null
  xid xid8 not null
  id bigint not null
  PRIMARY KEY (listener)
  row level security OFF
  grant insert, select, update to foreword_app

platform.cut_trail(up_to uuid) returns bigint security definer
  declare place record; gone bigint; begin if not platform.has_role('system') then raise exception 'only the program itself cuts the trail' using errcode = '42501'; end if; select xid, id into place from platform.trail where ref = up_to; if place is null then return 0; end if; if exists (select 1 from platform.trail t where (t.xid, t.id) <= (place.xid, place.id) and t.at > now() - interval '6 years') then raise exception 'entries younger than six years stay' using errcode = '42501'; end if; delete from platform.trail t where (t.xid, t.id) <= (place.xid, place.id); get diagnostics gone = row_count; return gone; end

platform.event
  id bigint not null generated by default as identity
  xid xid8 not null default pg_current_xact_id()
  name text not null
  at timestamp with time zone not null
  asker text not null default platform.asker()
  fields jsonb not null
  PRIMARY KEY (id)
  CREATE INDEX event_order ON platform.event USING btree (xid, id)
  row level security on
  policy event_read for select using (platform.has_role(VARIADIC ARRAY['system'::text, 'auditor'::text]))
  policy event_write for insert with check (true)
  grant insert, select to foreword_app

platform.forget_events(before timestamp with time zone, hearing jsonb) returns bigint security definer
  declare gone bigint; begin if not platform.has_role('system') then raise exception 'only the program itself forgets events' using errcode = '42501'; end if; if before > now() - interval '90 days' then raise exception 'events younger than 90 days stay' using errcode = '42501'; end if; delete from platform.event e where e.at < before and not exists ( select from jsonb_each(hearing) as l (listener, names) left join platform.cursor c on c.listener = l.listener where l.names ? e.name and (c.listener is null or (e.xid, e.id) > (c.xid, c.id))); get diagnostics gone = row_count; return gone; end

platform.has_role(VARIADIC wanted text[]) returns boolean stable
  select string_to_array(coalesce(current_setting('foreword.roles', true), ''), ',') && wanted

platform.horizon() returns xid8 stable
  select least( pg_snapshot_xmax(pg_current_snapshot()), -- What the asking transaction itself writes is not there for others yet. pg_current_xact_id_if_assigned(), case when exists (select from pg_snapshot_xip(pg_current_snapshot())) then ( select min(running) from pg_snapshot_xip(pg_current_snapshot()) as running where not exists ( select from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted and l.transactionid = running::xid and a.datid <> (select oid from pg_database where datname = current_database()))) end)

platform.job
  id uuid not null
  kind text not null
  key text
  fields jsonb not null
  run_at timestamp with time zone not null
  attempts integer not null default 0
  lease_until timestamp with time zone
  finished_at timestamp with time zone
  failed_at timestamp with time zone
  last_fault text
  PRIMARY KEY (id)
  UNIQUE (kind, key)
  CREATE INDEX job_due ON platform.job USING btree (run_at) WHERE ((finished_at IS NULL) AND (failed_at IS NULL))
  row level security on
  policy job_all for all using (platform.has_role(VARIADIC ARRAY['system'::text, 'administrator'::text]))
  policy job_write for insert with check (true)
  grant delete, insert, select, update to foreword_app

platform.migration
  name text not null
  hash text not null
  at timestamp with time zone not null default now()
  PRIMARY KEY (name)
  row level security OFF
  grant select to foreword_app

platform.trail
  id bigint not null generated by default as identity
  xid xid8 not null default pg_current_xact_id()
  ref uuid not null
  at timestamp with time zone not null
  asker text not null default platform.asker()
  kind text not null default current_setting('foreword.kind'::text, true)
  what text not null
  about text
  old_value text
  new_value text
  mac text not null
  PRIMARY KEY (id)
  UNIQUE (ref)
  CREATE INDEX trail_at ON platform.trail USING btree (at)
  CREATE INDEX trail_order ON platform.trail USING btree (xid, id)
  row level security on
  policy trail_read for select using (platform.has_role(VARIADIC ARRAY['auditor'::text, 'dpo'::text]))
  policy trail_write for insert with check (((asker = platform.asker()) AND (kind = current_setting('foreword.kind'::text, true))))
  grant insert, select to foreword_app

platform.trail_place
  only_one boolean not null default true
  xid xid8 not null
  id bigint not null
  CHECK (only_one)
  PRIMARY KEY (only_one)
  row level security on
  policy trail_place_all for all using (platform.has_role(VARIADIC ARRAY['system'::text, 'auditor'::text, 'dpo'::text])) with check (platform.has_role(VARIADIC ARRAY['system'::text]))
  grant select, update to foreword_app

policy.clause
  version_id uuid not null
  number integer not null
  title text not null
  words text not null
  owner_id text
  reason text not null
  source text not null
  review_on date not null
  review_set_at timestamp with time zone not null
  scenarios integer[] not null default '{}'::integer[]
  retired_because text
  edition integer not null default 0
  FOREIGN KEY (number) REFERENCES policy.clause_number(number)
  FOREIGN KEY (version_id) REFERENCES policy.version(id)
  PRIMARY KEY (version_id, number)
  CREATE TRIGGER clause_numbered BEFORE INSERT ON policy.clause FOR EACH ROW EXECUTE FUNCTION policy.numbered()
  CREATE TRIGGER clause_written BEFORE INSERT OR DELETE OR UPDATE ON policy.clause FOR EACH ROW EXECUTE FUNCTION policy.written()
  row level security on
  policy clause_seen for select using ((EXISTS ( SELECT 1
   FROM policy.version v
  WHERE (v.id = clause.version_id))))
  policy clause_written for all using (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text]))
  grant delete, insert, select to foreword_app

policy.clause_number
  number integer not null
  version_id uuid not null
  CHECK ((number > 0))
  FOREIGN KEY (version_id) REFERENCES policy.version(id)
  PRIMARY KEY (number)
  row level security on
  policy clause_number_seen for select using (true)
  policy clause_number_taken for insert with check (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text]))
  grant insert, select to foreword_app

policy.consultation
  id uuid not null
  version_id uuid not null
  at timestamp with time zone not null
  by text not null
  who text not null
  said text not null
  FOREIGN KEY (version_id) REFERENCES policy.version(id)
  PRIMARY KEY (id)
  CREATE INDEX consultation_version ON policy.consultation USING btree (version_id)
  CREATE TRIGGER consultation_written BEFORE INSERT OR DELETE OR UPDATE ON policy.consultation FOR EACH ROW EXECUTE FUNCTION policy.written()
  row level security on
  policy consultation_seen for select using ((EXISTS ( SELECT 1
   FROM policy.version v
  WHERE (v.id = consultation.version_id))))
  policy consultation_written for all using (platform.has_role(VARIADIC ARRAY['policy-owner'::text])) with check ((by = platform.asker()))
  grant delete, insert, select to foreword_app

policy.gap
  id uuid not null
  source text not null
  about uuid
  words text not null
  opened_by text not null
  opened_at timestamp with time zone not null
  tag text
  clause_number integer
  tagged_at timestamp with time zone
  state text not null default 'open'::text
  closed_by text
  closed_at timestamp with time zone
  closed_because text
  closed_version_id uuid
  CHECK (((NOT (tag IS DISTINCT FROM 'clause'::text)) = (clause_number IS NOT NULL)))
  CHECK (((state = 'closed'::text) = ((closed_because IS NOT NULL) OR (closed_version_id IS NOT NULL))))
  CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL)))
  CHECK (((tag IS NULL) = (tagged_at IS NULL)))
  CHECK ((source = ANY (ARRAY['incident'::text, 'staff'::text, 'question'::text, 'refusal'::text, 'case'::text, 'survey'::text])))
  CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
  CHECK ((tag = ANY (ARRAY['clause'::text, 'none'::text])))
  FOREIGN KEY (clause_number) REFERENCES policy.clause_number(number)
  FOREIGN KEY (closed_version_id) REFERENCES policy.version(id)
  PRIMARY KEY (id)
  CREATE INDEX gap_open ON policy.gap USING btree (opened_at) WHERE (state = 'open'::text)
  CREATE INDEX gap_tag ON policy.gap USING btree (tag, clause_number, tagged_at)
  row level security on
  policy gap_forgotten for delete using ((platform.has_role(VARIADIC ARRAY['system:policy'::text]) AND (state = 'closed'::text)))
  policy gap_moved for update using (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text, 'siro'::text]))
  policy gap_opened for insert with check (((opened_by = platform.asker()) AND (state = 'open'::text)))
  policy gap_seen for select using (((opened_by = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text, 'siro'::text, 'dpo'::text, 'auditor'::text])))
  grant delete, insert, select to foreword_app

policy.gap_answer
  version_id uuid not null
  gap_id uuid not null
  FOREIGN KEY (gap_id) REFERENCES policy.gap(id) ON DELETE CASCADE
  FOREIGN KEY (version_id) REFERENCES policy.version(id)
  PRIMARY KEY (version_id, gap_id)
  CREATE TRIGGER gap_answer_written BEFORE INSERT OR DELETE OR UPDATE ON policy.gap_answer FOR EACH ROW EXECUTE FUNCTION policy.written()
  row level security on
  policy gap_answer_seen for select using ((EXISTS ( SELECT 1
   FROM policy.version v
  WHERE (v.id = gap_answer.version_id))))
  policy gap_answer_written for all using (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text]))
  grant delete, insert, select to foreword_app

policy.is_public() returns boolean stable
  select is_public from policy.setting

policy.numbered() returns trigger
  begin if not exists (select 1 from policy.clause_number n where n.number = new.number and n.version_id = new.version_id) and not exists (select 1 from policy.clause c join policy.version v on v.id = c.version_id where c.number = new.number and v.state = 'adopted') then raise exception 'the number % is not for this version', new.number using errcode = 'check_violation'; end if; return new; end

policy.principle
  version_id uuid not null
  number integer not null
  title text not null
  words text not null
  edition integer not null default 0
  CHECK ((number > 0))
  FOREIGN KEY (version_id) REFERENCES policy.version(id)
  PRIMARY KEY (version_id, number)
  CREATE TRIGGER principle_written BEFORE INSERT OR DELETE OR UPDATE ON policy.principle FOR EACH ROW EXECUTE FUNCTION policy.written()
  row level security on
  policy principle_seen for select using ((EXISTS ( SELECT 1
   FROM policy.version v
  WHERE (v.id = principle.version_id))))
  policy principle_written for all using (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text]))
  grant insert, select to foreword_app

policy.review
  id uuid not null
  clause_number integer not null
  at timestamp with time zone not null
  by text not null
  words text not null
  next_on date not null
  CHECK ((next_on <= (((at AT TIME ZONE 'Europe/London'::text))::date + '1 year'::interval)))
  FOREIGN KEY (clause_number) REFERENCES policy.clause_number(number)
  PRIMARY KEY (id)
  CREATE INDEX review_clause ON policy.review USING btree (clause_number, at)
  row level security on
  policy review_made for insert with check ((by = platform.asker()))
  policy review_seen for select using (platform.has_role(VARIADIC ARRAY['staff'::text, 'system'::text]))
  grant insert, select to foreword_app

policy.review_task
  id uuid not null
  clause_number integer not null
  gaps integer not null
  opened_at timestamp with time zone not null
  state text not null default 'open'::text
  done_by text
  done_at timestamp with time zone
  outcome text
  CHECK (((state = 'done'::text) = (outcome IS NOT NULL)))
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
  PRIMARY KEY (id)
  CREATE UNIQUE INDEX review_task_one ON policy.review_task USING btree (clause_number) WHERE (state = 'open'::text)
  row level security on
  policy review_task_done for update using (platform.has_role(VARIADIC ARRAY['policy-owner'::text]))
  policy review_task_opened for insert with check (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text]))
  policy review_task_seen for select using (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text, 'siro'::text, 'dpo'::text, 'auditor'::text]))
  grant insert, select to foreword_app

policy.setting
  single boolean not null default true
  is_public boolean not null default false
  changed_by text
  changed_at timestamp with time zone
  CHECK (single)
  PRIMARY KEY (single)
  row level security on
  policy setting_changed for update using (platform.has_role(VARIADIC ARRAY['policy-owner'::text, 'siro'::text]))
  policy setting_seen for select using (true)
  grant select to foreword_app

policy.step
  id uuid not null
  version_id uuid not null
  at timestamp with time zone not null
  by text not null
  what text not null
  words text not null
  CHECK ((what = ANY (ARRAY['begun'::text, 'updated'::text, 'asked'::text, 'taken-back'::text, 'sent-back'::text, 'adopted'::text, 'dropped'::text])))
  FOREIGN KEY (version_id) REFERENCES policy.version(id)
  PRIMARY KEY (id)
  CREATE INDEX step_version ON policy.step USING btree (version_id)
  row level security on
  policy step_seen for select using ((EXISTS ( SELECT 1
   FROM policy.version v
  WHERE (v.id = step.version_id))))
  policy step_taken for insert with check ((by = platform.asker()))
  grant insert, select to foreword_app

policy.version
  id uuid not null
  number integer
  state text not null
  kind text not null
  title text not null
  base_id uuid
  begun_by text not null
  begun_at timestamp with time zone not null
  revision integer not null default 0
  what_changed text not null default ''::text
  equality_note text not null default ''::text
  not_consulted_because text not null default ''::text
  adopted_by text
  adopted_at timestamp with time zone
  in_force_from date
  CHECK (((kind = 'written'::text) OR (base_id IS NULL)))
  CHECK (((number IS NULL) = (adopted_at IS NULL)))
  CHECK (((number IS NULL) = (adopted_by IS NULL)))
  CHECK (((number IS NULL) = (in_force_from IS NULL)))
  CHECK (((state = 'adopted'::text) = (number IS NOT NULL)))
  CHECK ((kind = ANY (ARRAY['starter'::text, 'written'::text])))
  CHECK ((number > 0))
  CHECK ((state = ANY (ARRAY['draft'::text, 'asked'::text, 'adopted'::text, 'dropped'::text])))
  FOREIGN KEY (base_id) REFERENCES policy.version(id)
  PRIMARY KEY (id)
  UNIQUE (number)
  CREATE INDEX version_in_force ON policy.version USING btree (in_force_from DESC, number DESC) WHERE (number IS NOT NULL)
  CREATE TRIGGER version_moves BEFORE UPDATE ON policy.version FOR EACH ROW EXECUTE FUNCTION policy.version_moves()
  row level security on
  policy version_begun for insert with check (((state = 'draft'::text) AND (begun_by = platform.asker()) AND (((kind = 'written'::text) AND platform.has_role(VARIADIC ARRAY['policy-owner'::text])) OR ((kind = 'starter'::text) AND platform.has_role(VARIADIC ARRAY['system:policy'::text])))))
  policy version_moved for update using (platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text, 'siro'::text])) with check ((platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text]) OR (state = ANY (ARRAY['draft'::text, 'adopted'::text]))))
  policy version_seen for select using ((((state = 'adopted'::text) AND (platform.has_role(VARIADIC ARRAY['staff'::text, 'system'::text]) OR policy.is_public())) OR platform.has_role(VARIADIC ARRAY['system:policy'::text, 'policy-owner'::text, 'siro'::text, 'dpo'::text, 'auditor'::text])))
  grant insert, select to foreword_app

policy.version_moves() returns trigger
  declare last policy.version; begin if old.state in ('adopted', 'dropped') then raise exception 'a version that was adopted or dropped never changes' using errcode = 'check_violation'; end if; -- Its text and its notes, and asking for its adoption, are writing. if old.state = 'draft' and new.state in ('draft', 'asked') then insert into policy.writer (version_id, person_id) values (old.id, platform.asker()) on conflict do nothing; return new; end if; if (new.title, new.base_id, new.revision, new.what_changed, new.equality_note, new.not_consulted_because) is distinct from (old.title, old.base_id, old.revision, old.what_changed, old.equality_note, old.not_consulted_because) then raise exception 'what was asked to be adopted does not change' using errcode = 'check_violation'; end if; if new.state <> 'adopted' then return new; end if; if new.adopted_by <> platform.asker() then raise exception 'nobody adopts in another name' using errcode = 'check_violation'; end if; select * into last from policy.version where number is not null order by number desc limit 1; if new.number <> coalesce(last.number, 0) + 1 then raise exception 'versions are numbered one after the other' using errcode = 'check_violation'; end if; if new.kind = 'starter' then if last.id is not null or not platform.has_role('system:policy') then raise exception 'the starter text comes first, and by itself' using errcode = 'check_violation'; end if; return new; end if; if old.state <> 'asked' then raise exception 'adoption has to be asked for first' using errcode = 'check_violation'; end if; if not platform.has_role('policy-owner', 'siro') then raise exception 'this person may not adopt' using errcode = 'insufficient_privilege'; end if; -- Separation of duties, whatever other roles somebody holds. if exists (select 1 from policy.writer w where w.version_id = new.id and w.person_id = platform.asker()) then raise exception 'nobody adopts what they wrote' using errcode = 'insufficient_privilege'; end if; if new.base_id is distinct from last.id then raise exception 'another version was adopted since this was begun' using errcode = 'check_violation'; end if; if new.in_force_from < (new.adopted_at at time zone 'Europe/London')::date or new.in_force_from < last.in_force_from then raise exception 'a version does not come into force before its time' using errcode = 'check_violation'; end if; if new.what_changed = '' or new.equality_note = '' or (new.not_consulted_because = '' and not exists (select 1 from policy.consultation c where c.version_id = new.id)) then raise exception 'a note is missing' using errcode = 'check_violation'; end if; if exists (select 1 from policy.clause c where c.version_id = new.id and c.owner_id is null and c.retired_because is null) then raise exception 'a clause has no owner' using errcode = 'check_violation'; end if; return new; end

policy.writer
  version_id uuid not null
  person_id text not null
  FOREIGN KEY (version_id) REFERENCES policy.version(id)
  PRIMARY KEY (version_id, person_id)
  row level security on
  policy writer_noted for insert with check ((person_id = platform.asker()))
  policy writer_seen for select using (true)
  grant insert, select to foreword_app

policy.written() returns trigger
  declare which uuid; begin -- What the house itself forgets when its time is over. if tg_op = 'DELETE' and platform.has_role('system:policy') then return old; end if; if tg_op = 'DELETE' then which := old.version_id; else which := new.version_id; end if; update policy.version set revision = revision + 1 where id = which and state = 'draft'; if not found then raise exception 'only a draft can be changed' using errcode = 'check_violation'; end if; if tg_op = 'DELETE' then return old; end if; return new; end

respond.account
  id uuid not null
  network text not null
  handle text not null
  purpose text not null
  owner_id text
  deputy_id text
  verification text not null
  recovery_contact text not null
  two_step text not null
  two_step_seen_on date
  area text not null default ''::text
  is_second_channel boolean not null default false
  settings jsonb not null default '{}'::jsonb
  steps jsonb not null default '[{"name": "A second person", "need": "any", "roles": ["response-approver"], "people": [], "outside": false}]'::jsonb
  fewer_asked_by text
  state text not null default 'live'::text
  close_by date
  closing_because text
  added_by text not null
  added_at timestamp with time zone not null
  last_used_at timestamp with time zone
  attested_at timestamp with time zone
  attested_by text
  CHECK ((state = ANY (ARRAY['live'::text, 'closing'::text, 'closed'::text])))
  CHECK ((verification = ANY (ARRAY['verified'::text, 'not-verified'::text, 'not-offered'::text])))
  PRIMARY KEY (id)
  UNIQUE (network, handle)
  CREATE TRIGGER account_guard BEFORE UPDATE ON respond.account FOR EACH ROW EXECUTE FUNCTION respond.guard_account()
  CREATE TRIGGER account_switch AFTER INSERT ON respond.account FOR EACH ROW EXECUTE FUNCTION respond.give_account_its_switch()
  row level security on
  policy account_add for insert with check (platform.has_role(VARIADIC ARRAY['publisher'::text, 'administrator'::text, 'system:respond'::text]))
  policy account_change for update using (platform.has_role(VARIADIC ARRAY['publisher'::text, 'administrator'::text, 'system:respond'::text]))
  policy account_read for select using ((respond.reads_publishing() OR platform.has_role(VARIADIC ARRAY['administrator'::text])))
  grant insert, select, update to foreword_app

respond.account_right
  id uuid not null
  account_id uuid not null
  person_id text not null
  act text not null
  proposed_by text not null
  proposed_at timestamp with time zone not null
  confirmed_by text
  confirmed_at timestamp with time zone
  ended_at timestamp with time zone
  ended_by text
  CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL)))
  CHECK (((confirmed_by IS NULL) OR ((confirmed_by <> proposed_by) AND (confirmed_by <> person_id))))
  CHECK ((act = ANY (ARRAY['draft'::text, 'approve'::text, 'publish'::text])))
  FOREIGN KEY (account_id) REFERENCES respond.account(id)
  PRIMARY KEY (id)
  CREATE UNIQUE INDEX account_right_once ON respond.account_right USING btree (account_id, person_id, act) WHERE (ended_at IS NULL)
  CREATE TRIGGER right_guard BEFORE UPDATE ON respond.account_right FOR EACH ROW EXECUTE FUNCTION respond.guard_right()
  row level security on
  policy right_ask for insert with check ((platform.has_role(VARIADIC ARRAY['publisher'::text, 'administrator'::text]) AND (proposed_by = platform.asker()) AND (confirmed_by IS NULL)))
  policy right_confirm for update using (platform.has_role(VARIADIC ARRAY['publisher'::text, 'administrator'::text, 'siro'::text, 'system:respond'::text])) with check (((ended_at IS NOT NULL) OR (confirmed_by = platform.asker())))
  policy right_read for select using ((respond.reads_publishing() OR platform.has_role(VARIADIC ARRAY['administrator'::text])))
  grant insert, select to foreword_app

respond.account_secret
  account_id uuid not null
  box text not null
  set_by text not null
  set_at timestamp with time zone not null
  FOREIGN KEY (account_id) REFERENCES respond.account(id)
  PRIMARY KEY (account_id)
  row level security on
  policy secret_of_the_publisher for all using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  grant insert, select, update to foreword_app

respond.approval
  id uuid not null
  submission_id uuid not null
  step integer not null
  by text not null
  at timestamp with time zone not null
  decision text not null
  words text not null default ''::text
  explains_case boolean not null default false
  mac text not null
  CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text])))
  FOREIGN KEY (submission_id) REFERENCES respond.submission(id)
  PRIMARY KEY (id)
  UNIQUE (submission_id, by)
  CREATE TRIGGER approval_guard BEFORE INSERT ON respond.approval FOR EACH ROW EXECUTE FUNCTION respond.guard_approval()
  row level security on
  policy approval_add for insert with check (platform.has_role(VARIADIC ARRAY['response-approver'::text, 'policy-owner'::text, 'siro'::text, 'dpo'::text, 'duty-officer'::text, 'publisher'::text, 'system:respond'::text]))
  policy approval_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy approval_read for select using (respond.reads_publishing())
  grant delete, insert, select to foreword_app

respond.clock
  id uuid not null
  incident_id uuid not null
  kind text not null
  starts_at timestamp with time zone not null
  due_at timestamp with time zone not null
  is_round_the_clock boolean not null
  state text not null default 'running'::text
  missed_at timestamp with time zone
  ended_by text
  ended_at timestamp with time zone
  ended_because text
  CHECK (((state = ANY (ARRAY['done'::text, 'dropped'::text])) = (ended_at IS NOT NULL)))
  CHECK ((kind = ANY (ARRAY['acknowledge'::text, 'decide'::text, 'holding-line'::text, 'fuller-line'::text, 'update'::text])))
  CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'done'::text, 'dropped'::text])))
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE INDEX clock_of ON respond.clock USING btree (incident_id)
  CREATE UNIQUE INDEX clock_one ON respond.clock USING btree (incident_id, kind) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]))
  row level security on
  policy clock_added for insert with check (respond.may_work_incidents())
  policy clock_changed for update using (respond.may_work_incidents())
  policy clock_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy clock_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.clock_pause
  id uuid not null
  clock_id uuid not null
  incident_id uuid not null
  because text not null
  words text not null
  paused_by text not null
  paused_at timestamp with time zone not null
  resumed_by text
  resumed_at timestamp with time zone
  CHECK ((because = ANY (ARRAY['police'::text, 'court'::text, 'safety'::text, 'other-body'::text, 'facts'::text])))
  CHECK ((length(TRIM(BOTH FROM words)) >= 3))
  FOREIGN KEY (clock_id) REFERENCES respond.clock(id)
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE UNIQUE INDEX clock_pause_one ON respond.clock_pause USING btree (clock_id) WHERE (resumed_at IS NULL)
  row level security on
  policy clock_pause_added for insert with check (respond.may_work_incidents())
  policy clock_pause_changed for update using (respond.may_work_incidents())
  policy clock_pause_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy clock_pause_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.closes_with_lesson() returns trigger
  begin if old.state in ('closed', 'merged') then raise exception 'this incident is closed' using errcode = 'check_violation'; end if; if new.state = 'closed' and not exists (select 1 from respond.lesson l where l.incident_id = new.id) then raise exception 'an incident closes with a lesson' using errcode = 'check_violation'; end if; return new; end

respond.decision
  id uuid not null
  incident_id uuid not null
  at timestamp with time zone not null
  by text not null
  facts text not null
  options text not null
  decided text not null
  reason text not null
  CHECK ((length(TRIM(BOTH FROM reason)) >= 3))
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE INDEX decision_of ON respond.decision USING btree (incident_id, at)
  CREATE TRIGGER decision_own_hand BEFORE INSERT ON respond.decision FOR EACH ROW EXECUTE FUNCTION respond.is_own_hand()
  row level security on
  policy decision_added for insert with check (respond.may_work_incidents())
  policy decision_changed for update using (respond.may_work_incidents())
  policy decision_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy decision_seen for select using (respond.may_see_incidents())
  grant delete, insert, select to foreword_app

respond.desk_item
  id uuid not null
  key text not null
  version text not null default ''::text
  account_id uuid
  account_handle text
  network text
  native_id text
  kind text not null
  url text
  author_handle text
  author_name text
  author_class text not null
  text text not null
  lang text
  media jsonb not null default '[]'::jsonb
  published_at timestamp with time zone not null
  received_at timestamp with time zone not null
  gone_at timestamp with time zone
  code text not null
  also text[] not null default '{}'::text[]
  severity text not null
  score smallint not null
  reasons jsonb not null default '[]'::jsonb
  state text not null default 'new'::text
  claimed_by text
  claimed_at timestamp with time zone
  stale_at timestamp with time zone
  answer_begun_at timestamp with time zone
  acknowledge_by timestamp with time zone
  acknowledged_at timestamp with time zone
  decide_by timestamp with time zone
  decided_at timestamp with time zone
  decided_by text
  foi_due_at timestamp with time zone
  handed_to text
  no_reply_choice text
  no_reply_words text
  publication_id uuid
  signal_id uuid
  incident_id uuid
  is_handed_in boolean not null default false
  keep_until timestamp with time zone not null
  CHECK (((state <> 'claimed'::text) OR ((claimed_by IS NOT NULL) AND (stale_at IS NOT NULL))))
  CHECK (((state <> 'handed-over'::text) OR (handed_to IS NOT NULL)))
  CHECK (((state <> 'new'::text) OR (claimed_by IS NULL)))
  CHECK (((state <> 'not-answering'::text) OR ((code <> 'T18'::text) AND (NOT ('T18'::text = ANY (also))))))
  CHECK (((state <> 'not-answering'::text) OR ((no_reply_choice IS NOT NULL) AND (COALESCE(length(no_reply_words), 0) >= 3))))
  CHECK (((state = ANY (ARRAY['new'::text, 'claimed'::text])) = (decided_at IS NULL)))
  CHECK ((kind = ANY (ARRAY['reply'::text, 'mention'::text, 'handed-in'::text])))
  CHECK ((no_reply_choice = ANY (ARRAY['reach'::text, 'harm'::text, 'truth'::text])))
  CHECK ((severity = ANY (ARRAY['S1'::text, 'S2'::text, 'S3'::text, 'S4'::text, 'S5'::text])))
  CHECK ((state = ANY (ARRAY['new'::text, 'claimed'::text, 'answered'::text, 'not-answering'::text, 'handed-over'::text])))
  PRIMARY KEY (id)
  UNIQUE (key)
  CREATE INDEX desk_item_incident ON respond.desk_item USING btree (incident_id) WHERE (incident_id IS NOT NULL)
  CREATE INDEX desk_item_keep ON respond.desk_item USING btree (keep_until)
  CREATE INDEX desk_item_open ON respond.desk_item USING btree (severity, received_at) WHERE (state = ANY (ARRAY['new'::text, 'claimed'::text]))
  CREATE INDEX desk_item_signal ON respond.desk_item USING btree (signal_id) WHERE (signal_id IS NOT NULL)
  row level security on
  policy desk_item_comes for insert with check (platform.has_role(VARIADIC ARRAY['system:desk'::text]))
  policy desk_item_goes for delete using (platform.has_role(VARIADIC ARRAY['system:desk'::text]))
  policy desk_item_seen for select using ((respond.works_desk() OR (platform.has_role(VARIADIC ARRAY['foi-officer'::text]) AND ((code = 'T18'::text) OR ('T18'::text = ANY (also)))) OR (platform.has_role(VARIADIC ARRAY['care-lead'::text, 'dpo'::text]) AND is_handed_in)))
  policy desk_item_worked for update using ((respond.works_desk() OR (platform.has_role(VARIADIC ARRAY['foi-officer'::text]) AND ((code = 'T18'::text) OR ('T18'::text = ANY (also)))))) with check ((platform.has_role(VARIADIC ARRAY['system:desk'::text]) OR (decided_by IS NULL) OR (decided_by = platform.asker())))
  grant delete, insert, select, update to foreword_app

respond.desk_lesson
  id uuid not null
  person_id text not null
  topic text not null
  at timestamp with time zone not null
  read_at timestamp with time zone
  CHECK ((topic = 'own-account'::text))
  PRIMARY KEY (id)
  CREATE INDEX desk_lesson_person ON respond.desk_lesson USING btree (person_id, at)
  row level security on
  policy desk_lesson_own for all using (((person_id = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:desk'::text]))) with check (((person_id = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:desk'::text])))
  grant delete, insert, select to foreword_app

respond.desk_opening
  id uuid not null
  item_id uuid not null
  asked_by text not null
  asked_at timestamp with time zone not null
  because text not null
  confirmed_by text
  confirmed_at timestamp with time zone
  ends_at timestamp with time zone
  ended_at timestamp with time zone
  CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL)))
  CHECK (((confirmed_by IS NULL) = (ends_at IS NULL)))
  CHECK (((confirmed_by IS NULL) OR (confirmed_by <> asked_by)))
  CHECK ((ends_at <= (confirmed_at + '04:00:00'::interval)))
  CHECK ((length(because) >= 3))
  FOREIGN KEY (item_id) REFERENCES respond.desk_item(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  CREATE INDEX desk_opening_item ON respond.desk_opening USING btree (item_id)
  CREATE UNIQUE INDEX desk_opening_one ON respond.desk_opening USING btree (item_id) WHERE (ended_at IS NULL)
  CREATE TRIGGER desk_opening_guard BEFORE UPDATE ON respond.desk_opening FOR EACH ROW EXECUTE FUNCTION respond.guard_opening()
  row level security on
  policy desk_opening_asked for insert with check ((platform.has_role(VARIADIC ARRAY['care-lead'::text, 'dpo'::text]) AND (asked_by = platform.asker()) AND (confirmed_by IS NULL) AND (ended_at IS NULL)))
  policy desk_opening_changed for update using ((platform.has_role(VARIADIC ARRAY['care-lead'::text, 'dpo'::text, 'system:desk'::text]) AND (ended_at IS NULL))) with check ((platform.has_role(VARIADIC ARRAY['system:desk'::text]) OR ((platform.asker() = asked_by) OR (platform.asker() = confirmed_by))))
  policy desk_opening_seen for select using (platform.has_role(VARIADIC ARRAY['care-lead'::text, 'dpo'::text, 'auditor'::text, 'system:desk'::text]))
  grant insert, select to foreword_app

respond.desk_place
  account_id uuid not null
  cursor text
  lease_by text
  lease_until timestamp with time zone
  last_look_at timestamp with time zone
  health text not null default 'new'::text
  blind_words text
  blind_since timestamp with time zone
  CHECK ((health = ANY (ARRAY['new'::text, 'seeing'::text, 'blind'::text])))
  PRIMARY KEY (account_id)
  row level security on
  policy desk_place_seen for all using (platform.has_role(VARIADIC ARRAY['system:desk'::text, 'duty-officer'::text, 'response-drafter'::text, 'response-approver'::text, 'publisher'::text])) with check (platform.has_role(VARIADIC ARRAY['system:desk'::text]))
  grant delete, insert, select, update to foreword_app

respond.desk_sealed
  id uuid not null
  item_id uuid not null
  box text not null
  receipt_hash text not null
  FOREIGN KEY (item_id) REFERENCES respond.desk_item(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  UNIQUE (receipt_hash)
  CREATE INDEX desk_sealed_item ON respond.desk_sealed USING btree (item_id)
  row level security on
  policy desk_sealed_added for insert with check (platform.has_role(VARIADIC ARRAY['system:desk'::text]))
  policy desk_sealed_opened for select using ((platform.has_role(VARIADIC ARRAY['care-lead'::text, 'dpo'::text]) AND (EXISTS ( SELECT 1
   FROM respond.desk_opening o
  WHERE ((o.item_id = desk_sealed.item_id) AND (o.confirmed_at IS NOT NULL) AND (o.ended_at IS NULL) AND ((platform.asker() = o.asked_by) OR (platform.asker() = o.confirmed_by)))))))
  grant delete, insert, select to foreword_app

respond.desk_step
  id uuid not null
  item_id uuid not null
  at timestamp with time zone not null
  by text not null
  what text not null
  words text not null default ''::text
  FOREIGN KEY (item_id) REFERENCES respond.desk_item(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  CREATE INDEX desk_step_item ON respond.desk_step USING btree (item_id, at)
  row level security on
  policy desk_step_added for insert with check ((platform.has_role(VARIADIC ARRAY['system:desk'::text]) OR ((by = platform.asker()) AND (EXISTS ( SELECT 1
   FROM respond.desk_item i
  WHERE (i.id = desk_step.item_id))))))
  policy desk_step_seen for select using ((platform.has_role(VARIADIC ARRAY['system:desk'::text]) OR (EXISTS ( SELECT 1
   FROM respond.desk_item i
  WHERE (i.id = desk_step.item_id)))))
  grant insert, select to foreword_app

respond.draft
  id uuid not null
  incident_id uuid
  kind text not null
  purpose text not null
  lang text not null
  line_version_id uuid
  parts jsonb not null
  targets jsonb not null
  consents jsonb not null default '[]'::jsonb
  starts_at timestamp with time zone
  ends_at timestamp with time zone
  corrects uuid
  item_id uuid
  revision integer not null default 1
  state text not null default 'writing'::text
  created_by text not null
  created_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  CHECK ((kind = ANY (ARRAY['reply'::text, 'proactive'::text, 'polling'::text, 'emergency'::text, 'correction'::text])))
  CHECK ((state = ANY (ARRAY['writing'::text, 'submitted'::text, 'withdrawn'::text])))
  FOREIGN KEY (line_version_id) REFERENCES respond.line_version(id)
  PRIMARY KEY (id)
  CREATE INDEX draft_incident ON respond.draft USING btree (incident_id)
  CREATE UNIQUE INDEX draft_item ON respond.draft USING btree (item_id) WHERE (state <> 'withdrawn'::text)
  row level security on
  policy draft_add for insert with check ((platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'response-drafter'::text, 'publisher'::text, 'response-approver'::text]) AND (created_by = platform.asker())))
  policy draft_change for update using (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'response-drafter'::text, 'publisher'::text, 'response-approver'::text, 'siro'::text, 'system:respond'::text]))
  policy draft_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy draft_read for select using (respond.reads_publishing())
  grant delete, insert, select, update to foreword_app

respond.draft_edit
  draft_id uuid not null
  revision integer not null
  by text not null
  at timestamp with time zone not null
  FOREIGN KEY (draft_id) REFERENCES respond.draft(id)
  PRIMARY KEY (draft_id, revision)
  row level security on
  policy edit_add for insert with check ((by = platform.asker()))
  policy edit_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy edit_read for select using (respond.reads_publishing())
  grant delete, insert, select to foreword_app

respond.election
  id uuid not null
  name text not null
  kind text not null
  nation text not null
  area text not null default ''::text
  starts_on date not null
  ends_on date not null
  added_by text not null
  added_at timestamp with time zone not null
  begun_at timestamp with time zone
  removed_at timestamp with time zone
  removed_by text
  removed_because text
  CHECK (((removed_by IS NULL) OR (removed_by <> added_by)))
  CHECK ((ends_on >= starts_on))
  CHECK ((kind = ANY (ARRAY['election'::text, 'referendum'::text])))
  CHECK ((nation = ANY (ARRAY['england'::text, 'scotland'::text, 'wales'::text, 'northern-ireland'::text, 'all'::text])))
  PRIMARY KEY (id)
  row level security on
  policy election_add for insert with check ((platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'publisher'::text, 'policy-owner'::text]) AND (added_by = platform.asker())))
  policy election_change for update using (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'publisher'::text, 'policy-owner'::text, 'siro'::text, 'system:respond'::text]))
  policy election_read for select using (respond.reads_publishing())
  grant insert, select, update to foreword_app

respond.give_account_its_switch() returns trigger security definer
  begin -- With no asker at all it is the owner who moves or restores what was checked before. if platform.asker() = 'nobody' then return new; end if; insert into respond.publish_stop (scope) values (new.id::text); return new; end

respond.goes_on_as(incident uuid) returns uuid stable security definer
  with recursive step as ( select incident as id, 0 as place union all select p.merged_into, place + 1 from step join respond.publish_incident p on p.incident_id = step.id where p.merged_into is not null and place < 100 ) select id from step order by place desc limit 1

respond.guard_account() returns trigger
  begin if platform.asker() = 'nobody' then return new; end if; if new.fewer_asked_by is not null and new.fewer_asked_by is distinct from old.fewer_asked_by and new.fewer_asked_by is distinct from platform.asker() then raise exception 'whoever asks for fewer approvers says so for themselves' using errcode = '42501'; end if; -- Each step stays as it is, to the letter: one that lets more people say yes asks for less. if exists (select 1 from jsonb_array_elements(old.steps) o (step) group by o.step having count(*) > (select count(*) from jsonb_array_elements(new.steps) n (step) where n.step = o.step)) and (old.fewer_asked_by is null or old.fewer_asked_by = platform.asker() or current_setting('foreword.kind', true) <> 'person') then raise exception 'fewer approvers want a second person' using errcode = '42501'; end if; return new; end

respond.guard_approval() returns trigger security definer
  declare s respond.submission; step jsonb; begin if platform.asker() = 'nobody' then return new; end if; select * into s from respond.submission where id = new.submission_id for update; if s.state is distinct from 'waiting' then raise exception 'this no longer waits for anybody' using errcode = '42501'; end if; if new.at >= s.ends_at then raise exception 'its time has passed' using errcode = '42501'; end if; if new.step is distinct from respond.waiting_step(s.id) then raise exception 'another step comes first' using errcode = '42501'; end if; step := s.steps -> new.step; if coalesce((step ->> 'outside')::boolean, false) then if not platform.has_role('system:respond') or not exists (select 1 from respond.outside_link l where 'outside:' || l.id = new."by" and l.submission_id = s.id and l.step = new.step and l.used_at = new.at and l.ends_at > new.at) then raise exception 'this step is for somebody outside, by their link' using errcode = '42501'; end if; return new; end if; if current_setting('foreword.kind', true) <> 'person' or new."by" <> platform.asker() then raise exception 'a person approves for themselves' using errcode = '42501'; end if; if new."by" = any (respond.hands_in(s.id)) then raise exception 'nobody approves what they had a hand in' using errcode = '42501'; end if; if not (exists (select 1 from jsonb_array_elements_text(step -> 'people') one where one = new."by") or (step ->> 'need' = 'any' and platform.has_role(variadic array(select jsonb_array_elements_text(step -> 'roles'))))) then raise exception 'this step is for somebody else' using errcode = '42501'; end if; if not respond.has_right_on_all(s.accounts, new."by", 'approve') then raise exception 'no right to approve for this account' using errcode = '42501'; end if; return new; end

respond.guard_line_version() returns trigger
  begin if (old.line_id, old.number, old.lang, old.text, old.expires_at, old.written_by) is distinct from (new.line_id, new.number, new.lang, new.text, new.expires_at, new.written_by) then raise exception 'a version of a line does not change: write the next one' using errcode = '42501'; end if; if old.decision is not null then raise exception 'this version has been decided' using errcode = '42501'; end if; if new.decided_by is distinct from platform.asker() then raise exception 'whoever decides is whoever asks' using errcode = '42501'; end if; return new; end

respond.guard_opening() returns trigger
  begin if new.confirmed_by is distinct from old.confirmed_by and (old.confirmed_by is not null or new.confirmed_by is distinct from platform.asker() or not platform.has_role('care-lead', 'dpo')) then raise exception 'an opening is confirmed once, by a second person, in their own name'; end if; if old.ends_at is not null and new.ends_at is distinct from old.ends_at then raise exception 'an opening cannot be made longer'; end if; return new; end

respond.guard_publication() returns trigger security definer
  declare s respond.submission; begin if platform.asker() = 'nobody' then return new; end if; if tg_op = 'INSERT' then select * into s from respond.submission where id = new.submission_id; if s.state <> 'released' or not new.account_id = any (s.accounts) or new.state <> 'due' then raise exception 'only what was let go becomes due' using errcode = '42501'; end if; return new; end if; if (old.id, old.submission_id, old.account_id, old.part, old.key, old.likeness, old.until) is distinct from (new.id, new.submission_id, new.account_id, new.part, new.key, new.likeness, new.until) then raise exception 'a post keeps its place' using errcode = '42501'; end if; -- A person stops what is due and puts back what was stopped; what became of a post is the publisher's to say. if new.state <> old.state and not platform.has_role('system:respond') and not (old.state, new.state) in (('due', 'stopped'), ('stopped', 'due'), ('failed', 'due')) then raise exception 'only the publisher says what became of a post' using errcode = '42501'; end if; if old.state = 'out' and new.state <> 'out' then raise exception 'what is out is out' using errcode = '42501'; end if; if new.state = 'sending' and old.state <> 'sending' or new.attempts > old.attempts then -- Held until this transaction ends: a switch or an edit waits for it, or it for them, and then sees what they did. perform 1 from respond.publish_stop where scope in ('all', new.account_id::text) order by scope for share; if exists (select 1 from respond.publish_stop where scope in ('all', new.account_id::text) and stopped_at is not null) then raise exception 'publishing is stopped' using errcode = '42501'; end if; select * into s from respond.submission where id = new.submission_id for share; if s.state <> 'released' then raise exception 'what was approved has been changed or taken back' using errcode = '42501'; end if; end if; if old.state in ('stopped', 'failed') and new.state = 'due' then if not respond.has_right(new.account_id, platform.asker(), 'publish') then raise exception 'no right to publish on this account' using errcode = '42501'; end if; end if; return new; end

respond.guard_right() returns trigger
  begin if old.ended_at is not null then raise exception 'what has ended is asked for anew' using errcode = '42501'; end if; if old.confirmed_by is not null and new.confirmed_by is distinct from old.confirmed_by then raise exception 'this has been confirmed' using errcode = '42501'; end if; return new; end

respond.guard_stop() returns trigger
  begin if new.scope <> old.scope then raise exception 'a switch keeps its place' using errcode = '42501'; end if; if old.stopped_at is null and new.stopped_at is not null then if new.stopped_by is distinct from platform.asker() or length(coalesce(new.stopped_because, '')) < 3 then raise exception 'who stops says so, and why' using errcode = '42501'; end if; elsif old.stopped_at is not null and new.stopped_at is null then if old.stopped_by = platform.asker() or new.started_by is distinct from platform.asker() or length(coalesce(new.started_because, '')) < 3 then raise exception 'who stopped does not start it again, and whoever does says why' using errcode = '42501'; end if; end if; return new; end

respond.guard_submission() returns trigger security definer
  declare d respond.draft; begin if platform.asker() = 'nobody' then return new; end if; if tg_op = 'INSERT' then select * into d from respond.draft where id = new.draft_id for update; if new.submitted_by <> platform.asker() or new.state <> 'waiting' or d.state <> 'writing' or d.revision <> new.revision then raise exception 'only what is being written is submitted, by whoever asks' using errcode = '42501'; end if; if not respond.has_right_on_all(new.accounts, new.submitted_by, 'draft') then raise exception 'no right to draft for this account' using errcode = '42501'; end if; if jsonb_array_length(new.steps) = 0 then if not platform.has_role('duty-officer') or not respond.is_line_unchanged(new) then raise exception 'nothing leaves without a second person' using errcode = '42501'; end if; elsif not exists (select 1 from jsonb_array_elements(new.steps) one where not coalesce((one ->> 'outside')::boolean, false)) then raise exception 'somebody inside approves as well' using errcode = '42501'; end if; if new.bytes::jsonb -> 'steps' <> new.steps or exists (select 1 from jsonb_array_elements(new.steps) one where one ->> 'need' not in ('any', 'all') or (one ->> 'need' = 'all' and jsonb_array_length(one -> 'people') = 0)) then raise exception 'a step names whom it waits for, and what is approved says so' using errcode = '42501'; end if; return new; end if; if (old.id, old.draft_id, old.revision, old.bytes, old.accounts, old.steps, old.line_version_id, old.incident_id, old.is_proactive, old.in_election, old.starts_at, old.ends_at, old.submitted_by, old.submitted_at, old.leaves_by_itself) is distinct from (new.id, new.draft_id, new.revision, new.bytes, new.accounts, new.steps, new.line_version_id, new.incident_id, new.is_proactive, new.in_election, new.starts_at, new.ends_at, new.submitted_by, new.submitted_at, new.leaves_by_itself) then raise exception 'what was submitted does not change' using errcode = '42501'; end if; if new.state = old.state then return new; end if; if not (old.state, new.state) in (('waiting', 'approved'), ('waiting', 'refused'), ('waiting', 'void'), ('approved', 'released'), ('approved', 'void'), ('released', 'void')) then raise exception 'a submission does not go from % to %', old.state, new.state using errcode = '42501'; end if; if new.state in ('approved', 'released') and (respond.waiting_step(new.id) is not null or (jsonb_array_length(new.steps) = 0 and not respond.is_line_unchanged(new))) then raise exception 'a step still waits' using errcode = '42501'; end if; if new.state = 'released' then if not respond.has_right_on_all(new.accounts, new.released_by, 'publish') then raise exception 'no right to publish on this account' using errcode = '42501'; end if; if new.released_by <> platform.asker() and not (new.leaves_by_itself and not new.is_late and new.released_by = new.submitted_by) then raise exception 'whoever lets it leave is whoever asks' using errcode = '42501'; end if; end if; return new; end

respond.hands_in(submission uuid) returns text[] stable security definer
  select array_agg(distinct hand) from ( select d.created_by as hand from respond.submission s join respond.draft d on d.id = s.draft_id where s.id = submission union select e.by from respond.submission s join respond.draft_edit e on e.draft_id = s.draft_id where s.id = submission union select s.submitted_by from respond.submission s where s.id = submission) hands

respond.has_right(account uuid, person text, wanted text) returns boolean stable security definer
  select exists (select 1 from respond.account_right where account_id = account and person_id = person and act = wanted and confirmed_at is not null and ended_at is null)

respond.has_right_on_all(accounts uuid[], person text, wanted text) returns boolean stable security definer
  select cardinality(accounts) > 0 and not exists (select 1 from unnest(accounts) one where not respond.has_right(one, person, wanted))

respond.incident
  id uuid not null
  number text not null
  title text not null
  kind text not null
  play_version integer not null
  play jsonb not null
  severity text not null
  state text not null default 'open'::text
  is_active_case boolean not null default false
  opened_by text not null
  opened_at timestamp with time zone not null
  stood_down_at timestamp with time zone
  closed_at timestamp with time zone
  keep_until timestamp with time zone
  merged_into uuid
  split_from uuid
  split_at timestamp with time zone
  CHECK ((((state = 'closed'::text) = ((closed_at IS NOT NULL) AND (keep_until IS NOT NULL))) OR (state = 'merged'::text)))
  CHECK (((state <> 'stood-down'::text) OR (stood_down_at IS NOT NULL)))
  CHECK (((state = 'merged'::text) = (merged_into IS NOT NULL)))
  CHECK ((severity = ANY (ARRAY['S1'::text, 'S2'::text, 'S3'::text, 'S4'::text, 'S5'::text])))
  CHECK ((state = ANY (ARRAY['open'::text, 'stood-down'::text, 'closed'::text, 'merged'::text])))
  FOREIGN KEY (merged_into) REFERENCES respond.incident(id)
  FOREIGN KEY (split_from) REFERENCES respond.incident(id) ON DELETE SET NULL
  PRIMARY KEY (id)
  UNIQUE (number)
  CREATE INDEX incident_open ON respond.incident USING btree (severity, opened_at) WHERE (state = ANY (ARRAY['open'::text, 'stood-down'::text]))
  CREATE TRIGGER incident_closes BEFORE UPDATE ON respond.incident FOR EACH ROW EXECUTE FUNCTION respond.closes_with_lesson()
  row level security on
  policy incident_added for insert with check (respond.may_work_incidents())
  policy incident_changed for update using (respond.may_work_incidents())
  policy incident_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy incident_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.incident_handover
  id uuid not null
  incident_id uuid not null
  at timestamp with time zone not null
  by text not null
  to_id text not null
  words text not null
  open jsonb not null
  taken_at timestamp with time zone
  CHECK ((to_id <> by))
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE INDEX incident_handover_of ON respond.incident_handover USING btree (incident_id, at)
  row level security on
  policy incident_handover_added for insert with check (respond.may_work_incidents())
  policy incident_handover_changed for update using (respond.may_work_incidents())
  policy incident_handover_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy incident_handover_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.incident_role
  id uuid not null
  incident_id uuid not null
  role text not null
  person_id text not null
  given_by text not null
  since timestamp with time zone not null
  until timestamp with time zone
  CHECK ((role = ANY (ARRAY['lead'::text, 'deputy'::text, 'recorder'::text, 'approver'::text])))
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE UNIQUE INDEX incident_role_one ON respond.incident_role USING btree (incident_id, role) WHERE (until IS NULL)
  row level security on
  policy incident_role_added for insert with check (respond.may_work_incidents())
  policy incident_role_changed for update using (respond.may_work_incidents())
  policy incident_role_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy incident_role_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.incident_signal
  id uuid not null
  incident_id uuid not null
  signal_id uuid not null
  referral_id uuid
  severity text not null
  code text not null
  heard_event bigint not null default 0
  joined_by text not null
  joined_at timestamp with time zone not null
  left_at timestamp with time zone
  left_because text
  CHECK ((left_because = ANY (ARRAY['moved'::text, 'locked'::text, 'closed'::text])))
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE INDEX incident_signal_of ON respond.incident_signal USING btree (incident_id)
  CREATE UNIQUE INDEX incident_signal_one ON respond.incident_signal USING btree (signal_id) WHERE (left_at IS NULL)
  row level security on
  policy incident_signal_added for insert with check (respond.may_work_incidents())
  policy incident_signal_changed for update using (respond.may_work_incidents())
  policy incident_signal_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy incident_signal_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.is_line_unchanged(s respond.submission) returns boolean stable security definer
  select exists (select 1 from respond.line_version v join respond.line l on l.id = v.line_id join respond.publish_incident i on i.incident_id = s.incident_id where v.id = s.line_version_id and v.decision = 'approved' and v.decided_by <> s.submitted_by and v.written_by <> v.decided_by and l.retired_at is null and l.audience = 'anybody' and v.expires_at > s.submitted_at and v.decided_at < i.opened_at and i.severity = 'S1' and i.closed_at is null and not exists (select 1 from respond.line_version n where n.line_id = v.line_id and n.number > v.number and n.decision = 'approved') and jsonb_array_length(s.bytes::jsonb -> 'parts') = 1 and s.bytes::jsonb #>> '{parts,0,text}' = v.text and s.bytes::jsonb ->> 'lang' = v.lang and jsonb_array_length(s.bytes::jsonb #> '{parts,0,images}') = 0)

respond.is_own_hand() returns trigger
  begin if new."by" <> platform.asker() and not platform.has_role('system:respond') then raise exception 'written in the name of another' using errcode = 'insufficient_privilege'; end if; return new; end

respond.is_step_done(submission uuid, place integer, step jsonb) returns boolean stable security definer
  select case when step ->> 'need' = 'all' then not exists (select 1 from jsonb_array_elements_text(step -> 'people') one where not exists (select 1 from respond.approval a where a.submission_id = submission and a.step = place and a.by = one and a.decision = 'approved')) else exists (select 1 from respond.approval a where a.submission_id = submission and a.step = place and a.decision = 'approved') end

respond.item_of_receipt(receipt text) returns uuid stable security definer
  select item_id from respond.desk_sealed where receipt_hash = receipt

respond.lesson
  id uuid not null
  incident_id uuid not null
  happened text not null
  learnt text not null
  owner_id text
  due_on date
  nothing_because text
  gap_id uuid
  by text not null
  at timestamp with time zone not null
  done_by text
  done_at timestamp with time zone
  CHECK ((((nothing_because IS NOT NULL) AND (length(TRIM(BOTH FROM nothing_because)) >= 3)) OR ((length(TRIM(BOTH FROM happened)) >= 3) AND (length(TRIM(BOTH FROM learnt)) >= 3) AND (owner_id IS NOT NULL) AND (due_on IS NOT NULL))))
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE INDEX lesson_of ON respond.lesson USING btree (incident_id)
  CREATE TRIGGER lesson_own_hand BEFORE INSERT ON respond.lesson FOR EACH ROW EXECUTE FUNCTION respond.is_own_hand()
  row level security on
  policy lesson_added for insert with check (respond.may_work_incidents())
  policy lesson_changed for update using (respond.may_work_incidents())
  policy lesson_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy lesson_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.line
  id uuid not null
  title text not null
  audience text not null
  tags text[] not null default '{}'::text[]
  incident_id uuid
  created_by text not null
  created_at timestamp with time zone not null
  retired_at timestamp with time zone
  retired_by text
  CHECK ((audience = ANY (ARRAY['anybody'::text, 'press'::text, 'partners'::text, 'staff'::text])))
  PRIMARY KEY (id)
  row level security on
  policy line_add for insert with check ((platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'response-drafter'::text, 'response-approver'::text, 'policy-owner'::text]) AND (created_by = platform.asker())))
  policy line_change for update using (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'response-approver'::text, 'policy-owner'::text]))
  policy line_read for select using (respond.reads_publishing())
  grant insert, select, update to foreword_app

respond.line_version
  id uuid not null
  line_id uuid not null
  number integer not null
  lang text not null
  text text not null
  expires_at timestamp with time zone not null
  written_by text not null
  written_at timestamp with time zone not null
  decision text
  decided_by text
  decided_at timestamp with time zone
  decision_words text
  mac text
  CHECK (((decided_by IS NULL) OR (decided_by <> written_by)))
  CHECK (((decision IS DISTINCT FROM 'approved'::text) OR (mac IS NOT NULL)))
  CHECK (((decision IS NULL) = (decided_by IS NULL)))
  CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text])))
  FOREIGN KEY (line_id) REFERENCES respond.line(id)
  PRIMARY KEY (id)
  UNIQUE (line_id, number)
  CREATE TRIGGER line_version_guard BEFORE UPDATE ON respond.line_version FOR EACH ROW EXECUTE FUNCTION respond.guard_line_version()
  row level security on
  policy version_add for insert with check ((platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'response-drafter'::text, 'response-approver'::text, 'policy-owner'::text]) AND (written_by = platform.asker()) AND (decision IS NULL)))
  policy version_decide for update using (platform.has_role(VARIADIC ARRAY['response-approver'::text, 'policy-owner'::text, 'siro'::text]))
  policy version_read for select using (respond.reads_publishing())
  grant insert, select, update to foreword_app

respond.may_see_incidents() returns boolean stable
  select platform.has_role('system:respond', 'duty-officer', 'watch-analyst', 'response-drafter', 'response-approver', 'publisher', 'care-lead', 'dpo', 'siro', 'auditor')

respond.may_work_incidents() returns boolean stable
  select platform.has_role('system:respond', 'duty-officer', 'watch-analyst', 'response-drafter', 'response-approver', 'publisher', 'care-lead', 'dpo', 'siro')

respond.media
  hash text not null
  mime text not null
  bytes bytea not null
  added_by text not null
  added_at timestamp with time zone not null
  PRIMARY KEY (hash)
  row level security on
  policy media_add for insert with check (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'response-drafter'::text, 'publisher'::text, 'response-approver'::text]))
  policy media_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy media_read for select using (respond.reads_publishing())
  grant delete, insert, select to foreword_app

respond.outside_link
  id uuid not null
  submission_id uuid not null
  step integer not null
  name text not null
  body text not null
  hash text not null
  made_by text not null
  made_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  used_at timestamp with time zone
  FOREIGN KEY (submission_id) REFERENCES respond.submission(id)
  PRIMARY KEY (id)
  UNIQUE (hash)
  row level security on
  policy link_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy link_make for insert with check (((made_by = platform.asker()) AND (made_by <> ALL (respond.hands_in(submission_id))) AND platform.has_role(VARIADIC ARRAY['response-approver'::text, 'siro'::text, 'duty-officer'::text])))
  policy link_read for select using (respond.reads_publishing())
  policy link_use for update using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  grant delete, insert, select, update to foreword_app

respond.play
  slug text not null
  version integer not null
  body jsonb not null
  by text not null
  at timestamp with time zone not null
  words text not null
  CHECK ((version > 0))
  PRIMARY KEY (slug, version)
  row level security on
  policy play_added for insert with check (((by = platform.asker()) AND platform.has_role(VARIADIC ARRAY['system:respond'::text, 'duty-officer'::text, 'policy-owner'::text])))
  policy play_seen for select using ((respond.may_see_incidents() OR platform.has_role(VARIADIC ARRAY['policy-owner'::text])))
  grant delete, insert, select to foreword_app

respond.publication
  id uuid not null
  submission_id uuid not null
  draft_id uuid not null
  incident_id uuid
  account_id uuid not null
  part integer not null
  key text not null
  likeness text not null
  state text not null default 'due'::text
  due_at timestamp with time zone not null
  until timestamp with time zone not null
  attempts integer not null default 0
  first_tried_at timestamp with time zone
  lease_by uuid
  lease_until timestamp with time zone
  next_try_at timestamp with time zone not null
  native_id text
  url text
  out_at timestamp with time zone
  code text
  words text
  paged_at timestamp with time zone
  corrects uuid
  removed_at timestamp with time zone
  removed_by text
  removed_because text
  removed_copy text
  CHECK ((state = ANY (ARRAY['due'::text, 'sending'::text, 'out'::text, 'failed'::text, 'unknown'::text, 'stopped'::text])))
  FOREIGN KEY (account_id) REFERENCES respond.account(id)
  FOREIGN KEY (corrects) REFERENCES respond.publication(id) DEFERRABLE INITIALLY DEFERRED
  FOREIGN KEY (draft_id) REFERENCES respond.draft(id)
  FOREIGN KEY (submission_id) REFERENCES respond.submission(id)
  PRIMARY KEY (id)
  UNIQUE (key)
  UNIQUE (submission_id, account_id, part)
  CREATE INDEX publication_day ON respond.publication USING btree (due_at)
  CREATE INDEX publication_likeness ON respond.publication USING btree (likeness)
  CREATE INDEX publication_next ON respond.publication USING btree (next_try_at) WHERE (state = ANY (ARRAY['due'::text, 'sending'::text, 'unknown'::text]))
  CREATE TRIGGER publication_guard BEFORE INSERT OR UPDATE ON respond.publication FOR EACH ROW EXECUTE FUNCTION respond.guard_publication()
  row level security on
  policy publication_add for insert with check (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'publisher'::text, 'response-approver'::text, 'siro'::text, 'dpo'::text, 'policy-owner'::text, 'system:respond'::text]))
  policy publication_change for update using (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'publisher'::text, 'response-approver'::text, 'response-drafter'::text, 'siro'::text, 'dpo'::text, 'policy-owner'::text, 'system:respond'::text]))
  policy publication_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy publication_read for select using (respond.reads_publishing())
  grant delete, insert, select, update to foreword_app

respond.publish_incident
  incident_id uuid not null
  severity text not null
  opened_at timestamp with time zone not null
  closed_at timestamp with time zone
  merged_into uuid
  forbids text[] not null default '{}'::text[]
  is_active_case boolean not null default false
  PRIMARY KEY (incident_id)
  row level security on
  policy incident_note for all using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy incident_read for select using (respond.reads_publishing())
  grant insert, select, update to foreword_app

respond.publish_stop
  scope text not null
  stopped_at timestamp with time zone
  stopped_by text
  stopped_because text
  incident_id uuid
  started_at timestamp with time zone
  started_by text
  started_because text
  PRIMARY KEY (scope)
  CREATE TRIGGER stop_guard BEFORE UPDATE ON respond.publish_stop FOR EACH ROW EXECUTE FUNCTION respond.guard_stop()
  row level security on
  policy stop_read for select using (respond.reads_publishing())
  policy stop_use for update using (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'publisher'::text, 'response-approver'::text, 'siro'::text, 'dpo'::text]))
  grant select, update to foreword_app

respond.reads_publishing() returns boolean stable
  select platform.has_role('system:respond', 'duty-officer', 'response-drafter', 'response-approver', 'publisher', 'policy-owner', 'siro', 'dpo', 'auditor')

respond.spend
  network text not null
  account text not null
  month date not null
  spent bigint not null default 0
  CHECK ((spent >= 0))
  PRIMARY KEY (network, account, month)
  row level security on
  policy spend_counted for all using (platform.has_role(VARIADIC ARRAY['system:spend'::text])) with check (platform.has_role(VARIADIC ARRAY['system:spend'::text]))
  policy spend_seen for select using (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'publisher'::text, 'administrator'::text, 'auditor'::text, 'system:spend'::text]))
  grant delete, insert, select, update to foreword_app

respond.spend_entry
  key text not null
  network text not null
  account text not null
  month date not null
  cost bigint not null
  CHECK ((cost >= 0))
  PRIMARY KEY (key)
  CREATE INDEX spend_entry_month ON respond.spend_entry USING btree (month)
  row level security on
  policy spend_entry_counted for all using (platform.has_role(VARIADIC ARRAY['system:spend'::text])) with check (platform.has_role(VARIADIC ARRAY['system:spend'::text]))
  grant delete, insert, select, update to foreword_app

respond.submission
  id uuid not null
  draft_id uuid not null
  revision integer not null
  bytes text not null
  accounts uuid[] not null
  steps jsonb not null
  line_version_id uuid
  incident_id uuid
  is_proactive boolean not null
  in_election boolean not null
  starts_at timestamp with time zone
  ends_at timestamp with time zone not null
  submitted_by text not null
  submitted_at timestamp with time zone not null
  leaves_by_itself boolean not null default false
  state text not null default 'waiting'::text
  approved_at timestamp with time zone
  is_late boolean not null default false
  released_by text
  released_at timestamp with time zone
  ended_because text
  CHECK (((NOT (in_election AND is_proactive)) OR (jsonb_array_length(steps) >= 2)))
  CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'released'::text, 'refused'::text, 'void'::text])))
  FOREIGN KEY (draft_id) REFERENCES respond.draft(id)
  FOREIGN KEY (line_version_id) REFERENCES respond.line_version(id)
  PRIMARY KEY (id)
  UNIQUE (draft_id, revision)
  CREATE INDEX submission_state ON respond.submission USING btree (state) WHERE (state = ANY (ARRAY['waiting'::text, 'approved'::text, 'released'::text]))
  CREATE TRIGGER submission_guard BEFORE INSERT OR UPDATE ON respond.submission FOR EACH ROW EXECUTE FUNCTION respond.guard_submission()
  row level security on
  policy submission_add for insert with check (platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'response-drafter'::text, 'publisher'::text, 'response-approver'::text]))
  policy submission_change for update using (respond.reads_publishing())
  policy submission_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy submission_read for select using (respond.reads_publishing())
  grant delete, insert, select, update to foreword_app

respond.task
  id uuid not null
  incident_id uuid not null
  step text
  place integer not null
  words text not null
  for_role text not null
  due_at timestamp with time zone
  owner_id text
  state text not null default 'open'::text
  missed_at timestamp with time zone
  ended_by text
  ended_at timestamp with time zone
  ended_because text
  added_by text not null
  added_at timestamp with time zone not null
  CHECK (((state <> 'not-needed'::text) OR (length(TRIM(BOTH FROM ended_because)) >= 3)))
  CHECK (((state <> 'open'::text) = (ended_at IS NOT NULL)))
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'not-needed'::text])))
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE INDEX task_of ON respond.task USING btree (incident_id, place)
  CREATE UNIQUE INDEX task_step ON respond.task USING btree (incident_id, step) WHERE (step IS NOT NULL)
  row level security on
  policy task_added for insert with check (respond.may_work_incidents())
  policy task_changed for update using (respond.may_work_incidents())
  policy task_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy task_seen for select using (respond.may_see_incidents())
  grant delete, insert, select, update to foreword_app

respond.timeline
  id uuid not null
  incident_id uuid not null
  at timestamp with time zone not null
  by text not null
  what text not null
  words text not null default ''::text
  facts jsonb not null default '{}'::jsonb
  event_id bigint
  FOREIGN KEY (incident_id) REFERENCES respond.incident(id)
  PRIMARY KEY (id)
  CREATE INDEX timeline_of ON respond.timeline USING btree (incident_id, at)
  CREATE UNIQUE INDEX timeline_once ON respond.timeline USING btree (incident_id, event_id) WHERE (event_id IS NOT NULL)
  CREATE TRIGGER timeline_own_hand BEFORE INSERT ON respond.timeline FOR EACH ROW EXECUTE FUNCTION respond.is_own_hand()
  row level security on
  policy timeline_added for insert with check (respond.may_work_incidents())
  policy timeline_changed for update using (respond.may_work_incidents())
  policy timeline_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:respond'::text]))
  policy timeline_seen for select using (respond.may_see_incidents())
  grant delete, insert, select to foreword_app

respond.waiting_step(submission uuid) returns integer stable security definer
  select min(place)::int - 1 from respond.submission s, jsonb_array_elements(s.steps) with ordinality as step (one, place) where s.id = submission and not respond.is_step_done(submission, place::int - 1, one)

respond.works_desk() returns boolean stable
  select platform.has_role('system:desk', 'duty-officer', 'response-drafter', 'response-approver', 'publisher')

schema assure
  grant usage to foreword_app

schema people
  grant usage to foreword_app

schema platform
  grant usage to foreword_app

schema policy
  grant usage to foreword_app

schema respond
  grant usage to foreword_app

schema watch
  grant usage to foreword_app

watch.alert
  id uuid not null
  kind text not null
  signal_id uuid
  source_id uuid
  delivery_id uuid
  severity text not null
  code text
  also text[] not null default '{}'::text[]
  locked_to text
  raised_at timestamp with time zone not null
  acknowledge_by timestamp with time zone
  acknowledged_at timestamp with time zone
  acknowledged_by text
  rungs jsonb not null default '[]'::jsonb
  next_rung_at timestamp with time zone
  step smallint not null default 0
  closed_at timestamp with time zone
  paged_key text
  href text
  person_ids text[] not null default '{}'::text[]
  CHECK ((kind = ANY (ARRAY['signal'::text, 'blind'::text, 'undelivered'::text, 'test'::text, 'paged'::text])))
  FOREIGN KEY (signal_id) REFERENCES watch.signal(id) ON DELETE CASCADE
  FOREIGN KEY (source_id) REFERENCES watch.source(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  UNIQUE (paged_key)
  CREATE INDEX alert_open ON watch.alert USING btree (raised_at) WHERE ((acknowledged_at IS NULL) AND (closed_at IS NULL))
  CREATE INDEX alert_signal ON watch.alert USING btree (signal_id)
  CREATE UNIQUE INDEX alert_one_open ON watch.alert USING btree (kind, COALESCE(signal_id, source_id), severity) WHERE ((acknowledged_at IS NULL) AND (closed_at IS NULL) AND (kind = ANY (ARRAY['signal'::text, 'blind'::text])))
  row level security on
  policy alert_seen for all using ((platform.has_role(VARIADIC ARRAY['system:watch'::text]) OR
CASE
    WHEN (locked_to = 'guardian'::text) THEN platform.has_role(VARIADIC ARRAY['guardian'::text])
    WHEN (locked_to = 'care'::text) THEN platform.has_role(VARIADIC ARRAY['care-lead'::text])
    ELSE (platform.has_role(VARIADIC ARRAY['watch-analyst'::text, 'duty-officer'::text, 'care-lead'::text, 'dpo'::text, 'siro'::text, 'administrator'::text]) OR (platform.asker() = ANY (person_ids)))
END)) with check (true)
  grant delete, insert, select, update to foreword_app

watch.alert_rule
  person_id text not null
  channel text not null
  least_severity text not null
  codes text[] not null default '{}'::text[]
  quiet_from time without time zone
  quiet_to time without time zone
  has_digest boolean not null default false
  CHECK ((channel = ANY (ARRAY['email'::text, 'notify-email'::text, 'notify-text'::text])))
  PRIMARY KEY (person_id, channel)
  row level security on
  policy alert_rule_own for all using (((person_id = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:watch'::text])))
  grant delete, insert, select, update to foreword_app

watch.blind_spell
  id uuid not null
  source_id uuid not null
  code text not null
  words text not null
  since timestamp with time zone not null
  until timestamp with time zone
  FOREIGN KEY (source_id) REFERENCES watch.source(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  CREATE INDEX blind_spell_source ON watch.blind_spell USING btree (source_id, since)
  row level security OFF
  grant delete, insert, select, update to foreword_app

watch.channel
  id uuid not null
  kind text not null
  name text not null
  secret_box text not null
  least_severity text not null
  state text not null default 'on'::text
  added_by text not null
  added_at timestamp with time zone not null
  CHECK ((kind = ANY (ARRAY['teams'::text, 'slack'::text, 'webhook'::text])))
  CHECK ((state = ANY (ARRAY['on'::text, 'off'::text])))
  PRIMARY KEY (id)
  row level security on
  policy channel_seen for all using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'administrator'::text, 'duty-officer'::text]))
  grant delete, insert, select, update to foreword_app

watch.control
  single boolean not null default true
  stopped_at timestamp with time zone
  stopped_by text
  because text
  CHECK (single)
  PRIMARY KEY (single)
  row level security on
  policy control_seen for select using (true)
  policy control_set for update using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'dpo'::text]))
  grant insert, select, update to foreword_app

watch.decision
  id uuid not null
  signal_id uuid not null
  at timestamp with time zone not null
  by text not null
  what text not null
  words text not null
  facts jsonb not null default '{}'::jsonb
  FOREIGN KEY (signal_id) REFERENCES watch.signal(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  CREATE INDEX decision_signal ON watch.decision USING btree (signal_id, at)
  row level security on
  policy decision_seen for all using ((EXISTS ( SELECT 1
   FROM watch.signal s
  WHERE (s.id = decision.signal_id)))) with check (((by = platform.asker()) OR platform.has_role(VARIADIC ARRAY['system:watch'::text])))
  grant delete, insert, select to foreword_app

watch.delivery
  id uuid not null
  alert_id uuid
  step smallint not null default 0
  digest_on date
  person_id text
  channel_id uuid
  channel text not null
  is_rung boolean not null default false
  state text not null
  not_before timestamp with time zone
  tries smallint not null default 0
  turn integer not null default 0
  last_words text
  at timestamp with time zone not null
  changed_at timestamp with time zone not null
  CHECK ((channel = ANY (ARRAY['email'::text, 'notify-email'::text, 'notify-text'::text, 'teams'::text, 'slack'::text, 'webhook'::text])))
  CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'handed-over'::text, 'failed'::text, 'given-up'::text])))
  FOREIGN KEY (alert_id) REFERENCES watch.alert(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  CREATE INDEX delivery_alert ON watch.delivery USING btree (alert_id)
  CREATE INDEX delivery_state ON watch.delivery USING btree (state) WHERE (state = ANY (ARRAY['waiting'::text, 'held'::text, 'failed'::text, 'given-up'::text]))
  CREATE UNIQUE INDEX delivery_digest ON watch.delivery USING btree (digest_on, person_id) WHERE (digest_on IS NOT NULL)
  CREATE UNIQUE INDEX delivery_once ON watch.delivery USING btree (alert_id, step, channel, COALESCE(person_id, (channel_id)::text)) WHERE (alert_id IS NOT NULL)
  row level security on
  policy delivery_seen for all using ((platform.has_role(VARIADIC ARRAY['system:watch'::text]) OR (person_id = platform.asker()) OR (EXISTS ( SELECT 1
   FROM watch.alert a
  WHERE (a.id = delivery.alert_id))) OR ((digest_on IS NOT NULL) AND platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'administrator'::text]))))
  grant delete, insert, select, update to foreword_app

watch.fold_choice
  id uuid not null
  choice text not null
  a bigint[] not null
  b bigint[] not null
  signal_a uuid
  signal_b uuid
  by text not null
  at timestamp with time zone not null
  CHECK ((choice = ANY (ARRAY['apart'::text, 'together'::text])))
  FOREIGN KEY (signal_a) REFERENCES watch.signal(id) ON DELETE SET NULL
  FOREIGN KEY (signal_b) REFERENCES watch.signal(id) ON DELETE SET NULL
  PRIMARY KEY (id)
  CREATE INDEX fold_choice_a ON watch.fold_choice USING btree (signal_a)
  CREATE INDEX fold_choice_b ON watch.fold_choice USING btree (signal_b)
  row level security OFF
  grant delete, insert, select, update to foreword_app

watch.handover
  id uuid not null
  by text not null
  taken_by text
  at timestamp with time zone not null
  taken_at timestamp with time zone
  words text not null
  facts jsonb not null
  PRIMARY KEY (id)
  row level security on
  policy handover_seen for all using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'watch-analyst'::text, 'duty-officer'::text]))
  grant delete, insert, select, update to foreword_app

watch.heartbeat
  source_id uuid not null
  slot smallint not null
  beats double precision not null
  minutes double precision not null
  CHECK (((slot >= 0) AND (slot <= 167)))
  FOREIGN KEY (source_id) REFERENCES watch.source(id) ON DELETE CASCADE
  PRIMARY KEY (source_id, slot)
  row level security OFF
  grant delete, insert, select, update to foreword_app

watch.hit
  post_id uuid not null
  query_id uuid not null
  is_shadow boolean not null default false
  at timestamp with time zone not null
  FOREIGN KEY (post_id) REFERENCES watch.post(id) ON DELETE CASCADE
  FOREIGN KEY (query_id) REFERENCES watch.query(id)
  PRIMARY KEY (post_id, query_id)
  CREATE INDEX hit_query ON watch.hit USING btree (query_id, at)
  row level security OFF
  grant delete, insert, select, update to foreword_app

watch.may_see(locked_to text) returns boolean stable
  select case when platform.has_role('system:watch') then true when locked_to = 'guardian' then platform.has_role('guardian') when locked_to = 'care' then platform.has_role('care-lead') else platform.has_role('watch-analyst', 'duty-officer', 'care-lead') end

watch.observation
  id uuid not null
  post_id uuid not null
  at timestamp with time zone not null
  seen text not null
  version text
  title text
  text text
  CHECK ((seen = ANY (ARRAY['first'::text, 'edited'::text, 'not-there'::text, 'there-again'::text])))
  FOREIGN KEY (post_id) REFERENCES watch.post(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  CREATE INDEX observation_post ON watch.observation USING btree (post_id, at)
  row level security on
  policy observation_seen for all using ((platform.has_role(VARIADIC ARRAY['system:watch'::text]) OR (EXISTS ( SELECT 1
   FROM watch.post p
  WHERE (p.id = observation.post_id)))))
  grant delete, insert, select to foreword_app

watch.post
  id uuid not null
  source_id uuid
  key text not null
  network text not null
  native_id text
  version text not null
  kind text not null
  url text
  author_handle text
  author_name text
  author_class text not null
  followers integer
  title text not null
  text text not null
  lang text
  links jsonb not null
  tags jsonb not null
  mentions jsonb not null
  media jsonb not null
  reply_to text
  counts jsonb
  published_at timestamp with time zone not null
  seen_at timestamp with time zone not null
  gone_at timestamp with time zone
  fold bigint[] not null
  locked_to text
  keep_class text not null
  keep_until timestamp with time zone not null
  CHECK ((author_class = ANY (ARRAY['public'::text, 'press'::text, 'official'::text, 'staff'::text, 'ex-staff'::text, 'anonymous'::text, 'parody'::text])))
  CHECK ((keep_class = ANY (ARRAY['noise'::text, 'routine'::text, 'evidence'::text, 'locked'::text])))
  CHECK ((locked_to = ANY (ARRAY['guardian'::text, 'care'::text])))
  FOREIGN KEY (source_id) REFERENCES watch.source(id)
  PRIMARY KEY (id)
  UNIQUE (key)
  CREATE INDEX post_keep ON watch.post USING btree (keep_until)
  CREATE INDEX post_seen ON watch.post USING btree (seen_at DESC)
  row level security on
  policy post_seen for all using (watch.may_see(locked_to)) with check (watch.may_see(locked_to))
  grant delete, insert, select, update to foreword_app

watch.profile_view
  viewer text not null
  signal_id uuid not null
  author_hash text not null
  views smallint not null
  last_at timestamp with time zone not null
  FOREIGN KEY (signal_id) REFERENCES watch.signal(id) ON DELETE CASCADE
  PRIMARY KEY (viewer, signal_id, author_hash)
  CREATE INDEX profile_view_signal ON watch.profile_view USING btree (signal_id)
  row level security on
  policy profile_view_seen for all using (((viewer = platform.asker()) OR platform.has_role(VARIADIC ARRAY['auditor'::text, 'system:watch'::text])))
  grant delete, insert, select, update to foreword_app

watch.protected_name
  kind text not null
  hash text not null
  words smallint not null
  added_at timestamp with time zone not null
  CHECK ((kind = ANY (ARRAY['staff'::text, 'councillor'::text, 'member-of-parliament'::text, 'journalist'::text, 'union'::text, 'campaigner'::text])))
  PRIMARY KEY (kind, hash)
  row level security on
  policy protected_name_use for all using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'dpo'::text, 'administrator'::text]))
  grant delete, insert, select, update to foreword_app

watch.query
  id uuid not null
  watch_id uuid not null
  words text not null
  state text not null default 'on'::text
  added_by text not null
  added_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  approved_by text
  approved_at timestamp with time zone
  CHECK (((approved_by IS NULL) = (approved_at IS NULL)))
  CHECK (((approved_by IS NULL) OR (approved_by <> added_by)))
  CHECK ((state = ANY (ARRAY['on'::text, 'shadow'::text, 'off'::text])))
  FOREIGN KEY (watch_id) REFERENCES watch.watch(id)
  PRIMARY KEY (id)
  CREATE INDEX query_watch ON watch.query USING btree (watch_id)
  row level security OFF
  grant delete, insert, select, update to foreword_app

watch.referral
  id uuid not null
  signal_id uuid not null
  route text not null
  owner_id text
  opened_by text not null
  opened_at timestamp with time zone not null
  words text not null
  state text not null default 'open'::text
  closed_by text
  closed_at timestamp with time zone
  outcome text
  locked_to text
  CHECK ((locked_to = ANY (ARRAY['guardian'::text, 'care'::text])))
  CHECK ((route = ANY (ARRAY['incident'::text, 'care'::text, 'standards'::text, 'guardian'::text])))
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
  FOREIGN KEY (signal_id) REFERENCES watch.signal(id)
  PRIMARY KEY (id)
  CREATE INDEX referral_signal ON watch.referral USING btree (signal_id)
  row level security on
  policy referral_seen for all using ((platform.has_role(VARIADIC ARRAY['system:watch'::text]) OR
CASE COALESCE(locked_to, route)
    WHEN 'guardian'::text THEN platform.has_role(VARIADIC ARRAY['guardian'::text])
    WHEN 'care'::text THEN (platform.has_role(VARIADIC ARRAY['care-lead'::text]) OR ((locked_to IS NULL) AND platform.has_role(VARIADIC ARRAY['duty-officer'::text])))
    WHEN 'standards'::text THEN platform.has_role(VARIADIC ARRAY['hr-caseworker'::text, 'duty-officer'::text])
    ELSE platform.has_role(VARIADIC ARRAY['duty-officer'::text, 'watch-analyst'::text])
END)) with check (true)
  grant delete, insert, select, update to foreword_app

watch.refusal
  id uuid not null
  at timestamp with time zone not null
  by text not null
  red_line smallint not null
  kind text not null
  words text not null
  PRIMARY KEY (id)
  row level security on
  policy refusal_forgotten for delete using (platform.has_role(VARIADIC ARRAY['system:watch'::text]))
  policy refusal_made for insert with check ((by = platform.asker()))
  policy refusal_seen for select using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'dpo'::text, 'siro'::text, 'auditor'::text]))
  grant delete, insert, select to foreword_app

watch.shift
  id uuid not null
  person_id text not null
  place smallint not null
  starts_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  added_by text not null
  CHECK (((place >= 1) AND (place <= 5)))
  CHECK ((ends_at > starts_at))
  PRIMARY KEY (id)
  CREATE INDEX shift_time ON watch.shift USING btree (starts_at, ends_at)
  row level security on
  policy shift_run for all using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'duty-officer'::text, 'administrator'::text]))
  policy shift_seen for select using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'watch-analyst'::text, 'duty-officer'::text, 'care-lead'::text, 'guardian'::text, 'dpo'::text, 'siro'::text, 'administrator'::text]))
  grant delete, insert, select, update to foreword_app

watch.signal
  id uuid not null
  gist text not null
  lang text
  code text not null
  also text[] not null default '{}'::text[]
  severity text not null
  score smallint not null
  reasons jsonb not null
  base jsonb not null
  fold bigint[] not null default '{}'::bigint[]
  state text not null
  locked_to text
  posts integer not null
  reach bigint not null default 0
  networks text[] not null
  watch_ids uuid[] not null
  first_at timestamp with time zone not null
  last_at timestamp with time zone not null
  raised_at timestamp with time zone not null
  claimed_by text
  claimed_at timestamp with time zone
  acknowledge_by timestamp with time zone
  acknowledged_at timestamp with time zone
  acknowledged_by text
  decide_by timestamp with time zone
  decided_at timestamp with time zone
  merged_into uuid
  set_by text
  keep_until timestamp with time zone not null
  CHECK (((score >= 0) AND (score <= 100)))
  CHECK ((locked_to = ANY (ARRAY['guardian'::text, 'care'::text])))
  CHECK ((severity = ANY (ARRAY['S1'::text, 'S2'::text, 'S3'::text, 'S4'::text, 'S5'::text])))
  CHECK ((state = ANY (ARRAY['new'::text, 'claimed'::text, 'watching'::text, 'set-aside'::text, 'escalated'::text, 'merged'::text, 'note'::text])))
  FOREIGN KEY (merged_into) REFERENCES watch.signal(id)
  PRIMARY KEY (id)
  CREATE INDEX signal_fold ON watch.signal USING gin (fold)
  CREATE INDEX signal_keep ON watch.signal USING btree (keep_until)
  CREATE INDEX signal_last ON watch.signal USING btree (last_at DESC)
  CREATE INDEX signal_merged ON watch.signal USING btree (merged_into) WHERE (merged_into IS NOT NULL)
  CREATE INDEX signal_open ON watch.signal USING btree (severity, raised_at) WHERE (state = ANY (ARRAY['new'::text, 'claimed'::text, 'watching'::text]))
  row level security on
  policy signal_seen for all using (watch.may_see(locked_to)) with check (true)
  grant delete, insert, select, update to foreword_app

watch.signal_post
  signal_id uuid not null
  post_id uuid not null
  is_copy boolean not null
  FOREIGN KEY (post_id) REFERENCES watch.post(id) ON DELETE CASCADE
  FOREIGN KEY (signal_id) REFERENCES watch.signal(id) ON DELETE CASCADE
  PRIMARY KEY (signal_id, post_id)
  CREATE INDEX signal_post_post ON watch.signal_post USING btree (post_id)
  row level security on
  policy signal_post_seen for all using ((platform.has_role(VARIADIC ARRAY['system:watch'::text]) OR (EXISTS ( SELECT 1
   FROM watch.signal s
  WHERE (s.id = signal_post.signal_id)))))
  grant delete, insert, select, update to foreword_app

watch.source
  id uuid not null
  network text not null
  name text not null
  settings jsonb not null
  secret_box text
  voice text not null default 'public'::text
  state text not null default 'on'::text
  added_by text not null
  added_at timestamp with time zone not null
  cursor text
  lease_by text
  lease_until timestamp with time zone
  last_look_at timestamp with time zone
  next_look_at timestamp with time zone
  last_post_at timestamp with time zone
  seeing_since timestamp with time zone
  health text not null default 'new'::text
  blind_code text
  blind_words text
  blind_since timestamp with time zone
  notes jsonb not null default '[]'::jsonb
  CHECK ((health = ANY (ARRAY['new'::text, 'seeing'::text, 'blind'::text])))
  CHECK ((state = ANY (ARRAY['on'::text, 'paused'::text, 'removed'::text])))
  CHECK ((voice = ANY (ARRAY['public'::text, 'press'::text, 'official'::text])))
  PRIMARY KEY (id)
  row level security on
  policy source_seen for all using (platform.has_role(VARIADIC ARRAY['system:watch'::text, 'watch-analyst'::text, 'duty-officer'::text, 'administrator'::text, 'dpo'::text, 'auditor'::text, 'care-lead'::text]))
  grant delete, insert, select, update to foreword_app

watch.stories_like(marks bigint[], since timestamp with time zone) returns TABLE(id uuid, locked_to text, fold bigint[]) stable security definer
  select s.id, s.locked_to, s.fold from watch.signal s where platform.has_role('system:watch') and s.fold operator(pg_catalog.&&) marks and s.last_at > since and s.merged_into is null order by s.last_at desc limit 3000

watch.watch
  id uuid not null
  name text not null
  purpose text not null
  lawful_basis text not null
  owner_id text not null
  dpia_reference text not null
  starts_on date not null
  ends_on date not null
  state text not null
  proposed_by text not null
  proposed_at timestamp with time zone not null
  decided_by text
  decided_at timestamp with time zone
  decision_words text
  ended_at timestamp with time zone
  ended_because text
  CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
  CHECK ((ends_on <= (starts_on + '1 year'::interval)))
  CHECK ((state = ANY (ARRAY['proposed'::text, 'active'::text, 'refused'::text, 'ended'::text])))
  PRIMARY KEY (id)
  row level security OFF
  grant delete, insert, select, update to foreword_app

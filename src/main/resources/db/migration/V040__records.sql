-- Records: copies for those who ask for them, how long what is kept, and what the law makes us remove.

-- The exemptions of the Freedom of Information Act, 5 USC 552(b). Every black bar names one.
CREATE TABLE redaction_ground (
  id    text PRIMARY KEY CHECK (id ~ '^b[1-9][a-f]?$'),
  label text NOT NULL UNIQUE,
  text  text NOT NULL
);
INSERT INTO redaction_ground VALUES
('b1', '(b)(1)', 'Classified in the interest of national defense or foreign policy.'),
('b2', '(b)(2)', 'Solely about internal rules and practices for staff.'),
('b3', '(b)(3)', 'Exempted by another statute.'),
('b4', '(b)(4)', 'Trade secrets, and commercial or financial information that is privileged or confidential.'),
('b5', '(b)(5)', 'Memoranda between or within agencies that a party in litigation could not get by law; deliberations not older than 25 years.'),
('b6', '(b)(6)', 'Files whose disclosure would be a clearly unwarranted invasion of personal privacy.'),
('b7a', '(b)(7)(A)', 'Law enforcement: could interfere with enforcement proceedings.'),
('b7b', '(b)(7)(B)', 'Law enforcement: would deprive a person of a fair trial.'),
('b7c', '(b)(7)(C)', 'Law enforcement: could be an unwarranted invasion of personal privacy.'),
('b7d', '(b)(7)(D)', 'Law enforcement: could disclose a confidential source.'),
('b7e', '(b)(7)(E)', 'Law enforcement: would disclose techniques or guidelines and could help to get around the law.'),
('b7f', '(b)(7)(F)', 'Law enforcement: could endanger somebody''s life or safety.'),
('b8', '(b)(8)', 'Examination of financial institutions by those who supervise them.'),
('b9', '(b)(9)', 'Geological and geophysical information about wells.');

-- A copy as it would leave the house: nothing that is under a bar is in it.
CREATE TABLE case_copy (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  purpose        text NOT NULL CHECK (purpose <> ''),
  prepared_by    text NOT NULL,
  prepared_at    timestamptz NOT NULL,
  passages       int  NOT NULL CHECK (passages > 0),
  -- Gone where the law made us remove somebody from the case afterwards; the hash stays.
  archive        bytea,
  sha256         text NOT NULL CHECK (sha256 = encode(sha256(archive), 'hex')),
  removed_for    text,
  removed_at     timestamptz,
  UNIQUE (id, prepared_by),
  CHECK ((archive IS NULL) = (removed_at IS NOT NULL) AND (removed_for IS NULL) = (removed_at IS NULL))
);
CREATE INDEX case_copy_case ON case_copy (application_id);

-- What is under each bar is kept as a salted hash; the salt never leaves the house, so nobody can guess the words.
CREATE TABLE case_redaction (
  copy_id      text NOT NULL REFERENCES case_copy,
  passage      text NOT NULL,
  ground       text NOT NULL REFERENCES redaction_ground,
  harm         text NOT NULL DEFAULT '', -- what disclosure would foreseeably do, 5 USC 552(a)(8)(A)
  length_class text NOT NULL CHECK (length_class IN ('word', 'line', 'paragraph', 'page')),
  salt         bytea NOT NULL CHECK (octet_length(salt) = 32),
  passage_hash bytea NOT NULL CHECK (octet_length(passage_hash) = 32),
  PRIMARY KEY (copy_id, passage)
);

-- The second person's word. The composite key carries the first along: the database itself refuses two of one person.
CREATE TABLE case_copy_decision (
  copy_id     text PRIMARY KEY,
  prepared_by text NOT NULL,
  approved    boolean NOT NULL,
  note        text NOT NULL DEFAULT '',
  decided_by  text NOT NULL,
  decided_at  timestamptz NOT NULL,
  FOREIGN KEY (copy_id, prepared_by) REFERENCES case_copy (id, prepared_by),
  CONSTRAINT copy_second_person CHECK (decided_by <> prepared_by),
  CONSTRAINT copy_refusal_says_why CHECK (approved OR note <> '')
);

-- Nothing of a case is disposed of while somebody holds it.
CREATE TABLE legal_hold (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  reasons        text NOT NULL CHECK (reasons <> ''),
  placed_by      text NOT NULL,
  placed_at      timestamptz NOT NULL,
  lifted_by      text,
  lifted_at      timestamptz CHECK (lifted_at >= placed_at),
  lift_reasons   text CHECK (lift_reasons <> ''),
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL) AND (lifted_at IS NULL) = (lift_reasons IS NULL))
);
CREATE UNIQUE INDEX legal_hold_one ON legal_hold (application_id) WHERE lifted_at IS NULL;

-- How long each kind of record is kept, since when, and on whose authority.
CREATE TABLE retention_rule (
  kind       text PRIMARY KEY,
  position   int  NOT NULL UNIQUE,
  title      text NOT NULL,
  keep_days  int  NOT NULL CHECK (keep_days BETWEEN 1 AND 36500),
  begins     text NOT NULL,
  source     text NOT NULL CHECK (source <> ''),
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);
INSERT INTO retention_rule VALUES
('undecided-applications', 1, 'Applications withdrawn, returned or closed unanswered', 1095, 'the end of the case', 'Proposed schedule, item 1; 44 USC 3303a', 'system', '2026-11-01'),
('denied-applications', 2, 'Applications denied', 2555, 'the denial', 'Proposed schedule, item 2; 44 USC 3303a', 'system', '2026-11-01'),
('approved-applications', 3, 'Applications approved', 2555, 'the end of the license', 'Proposed schedule, item 3; 44 USC 3303a; five years of 15 CFR 762.6 and two more', 'system', '2026-11-01'),
('documents', 4, 'Documents of cases that are over', 2555, 'the end of the case or of its license', 'Proposed schedule, item 4', 'system', '2026-11-01'),
('screening-evidence', 5, 'Evidence of denied-party screening of cases that are over', 1825, 'the screening', '15 CFR 762.6: five years', 'system', '2026-11-01'),
('letters', 6, 'Letters of cases that are over', 1095, 'the sending', 'Proposed schedule, item 6', 'system', '2026-11-01'),
('usage-items', 7, 'Figures of usage reports of licenses that are over', 1825, 'the end of the period', 'Proposed schedule, item 7', 'system', '2026-11-01'),
('webhook-deliveries', 8, 'Deliveries of webhooks', 180, 'the last attempt', 'GRS 3.2, item 030: when no longer needed', 'system', '2026-11-01'),
('idempotent-answers', 9, 'Answers kept for repeated requests', 365, 'the answer', 'GRS 3.2, item 030: when no longer needed', 'system', '2026-11-01');

CREATE TABLE disposal (
  id          text PRIMARY KEY,
  kind        text NOT NULL REFERENCES retention_rule,
  items       int  NOT NULL CHECK (items > 0),
  digest      text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'), -- of the ids, one a line
  before      timestamptz NOT NULL,
  disposed_at timestamptz NOT NULL
);

-- Of a case whose records were disposed of the row stays, as an index: who asked for what, when, and what came of it.
ALTER TABLE application ADD COLUMN disposed_at timestamptz;

-- Bytes that are gone: a text takes their place, and their hash stays.
CREATE TABLE document_removal (
  document_id     text PRIMARY KEY REFERENCES document,
  original_sha256 text NOT NULL,
  original_size   bigint NOT NULL,
  removed_at      timestamptz NOT NULL
);

-- A person's data, to be removed from one case because the law says so.
CREATE TABLE erasure (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  party          text NOT NULL CHECK (party ~ '^(signatory|beneficial-owner-[0-9]{1,3})$'),
  -- The words to be removed; none once they are.
  words          text[] NOT NULL,
  documents      text[] NOT NULL DEFAULT '{}',
  ground         text NOT NULL CHECK (ground IN ('5-usc-552a-d', 'court-order', 'gdpr-17')),
  authority      text NOT NULL CHECK (authority <> ''),
  requested_by   text NOT NULL,
  requested_at   timestamptz NOT NULL,
  done_at        timestamptz,
  UNIQUE (id, requested_by),
  CHECK ((done_at IS NULL) = (cardinality(words) > 0))
);
ALTER TABLE case_copy ADD FOREIGN KEY (removed_for) REFERENCES erasure;

CREATE TABLE erasure_decision (
  erasure_id   text PRIMARY KEY,
  requested_by text NOT NULL,
  approved     boolean NOT NULL,
  note         text NOT NULL DEFAULT '',
  decided_by   text NOT NULL,
  decided_at   timestamptz NOT NULL,
  FOREIGN KEY (erasure_id, requested_by) REFERENCES erasure (id, requested_by),
  CONSTRAINT erasure_second_person CHECK (decided_by <> requested_by),
  CONSTRAINT erasure_refusal_says_why CHECK (approved OR note <> '')
);

-- What was there, as a salted hash: whoever has the original can prove that it was.
CREATE TABLE erased_field (
  erasure_id text NOT NULL REFERENCES erasure,
  position   int  NOT NULL,
  relation   text NOT NULL,
  field      text NOT NULL,
  salt       bytea NOT NULL CHECK (octet_length(salt) = 32),
  hash       bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (erasure_id, position)
);

CREATE TRIGGER case_copy_stays BEFORE UPDATE OR DELETE ON case_copy FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_redaction_stays BEFORE UPDATE OR DELETE ON case_redaction
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_copy_decision_stays BEFORE UPDATE OR DELETE ON case_copy_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER disposal_stays BEFORE UPDATE OR DELETE ON disposal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_removal_stays BEFORE UPDATE OR DELETE ON document_removal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER erasure_decision_stays BEFORE UPDATE OR DELETE ON erasure_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER erased_field_stays BEFORE UPDATE OR DELETE ON erased_field
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A copy whose archive is gone has nothing that could go out.
CREATE FUNCTION refuse_void_copy() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF NEW.approved AND EXISTS (SELECT 1 FROM case_copy WHERE id = NEW.copy_id AND archive IS NULL) THEN
    RAISE EXCEPTION 'a copy that was removed by law is not approved' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_copy_decision_on_what_is_there BEFORE INSERT ON case_copy_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_void_copy();

-- Rows that only ever come still stay, but for the two functions below, which run as the owner and say so. The
-- application's role may change or delete none of these rows, whatever it says. The journal has no such door.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('countersign.removal', true) = 'lawful' AND TG_LEVEL = 'ROW'
     AND TG_TABLE_NAME NOT LIKE 'journal%' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of % is refused: its rows are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE FUNCTION refuse_usage_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('countersign.removal', true) = 'lawful' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.superseded_by IS NULL AND NEW.superseded_by IS NOT NULL
     AND to_jsonb(NEW) - 'superseded_by' = to_jsonb(OLD) - 'superseded_by' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of a usage report is refused: a correction is a report of its own', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

-- When a case is over for good: it is closed, nothing of its license lives, nobody appeals, nobody holds it.
CREATE FUNCTION is_over(wanted text) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM application WHERE id = wanted AND status IN
           ('approved', 'approved-with-conditions', 'denied', 'returned', 'withdrawn', 'closed-unanswered'))
     AND NOT EXISTS (SELECT 1 FROM license WHERE application_id = wanted AND status IN ('issued', 'suspended'))
     AND NOT EXISTS (SELECT 1 FROM appeal a WHERE a.application_id = wanted
                     AND NOT EXISTS (SELECT 1 FROM appeal_decision d WHERE d.appeal_id = a.id))
     AND NOT EXISTS (SELECT 1 FROM legal_hold WHERE application_id = wanted AND lifted_at IS NULL)
$$;

-- When it ended: with the last entry the journal has of it.
CREATE FUNCTION over_since(wanted text) RETURNS timestamptz LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT coalesce((SELECT max(j.at) FROM journal j
                   WHERE j.subject = (SELECT reference FROM application WHERE id = wanted)
                     AND j.action NOT LIKE 'copy-%' AND j.action NOT LIKE 'hold-%'
                     AND j.action NOT LIKE 'erasure-%'),
                  (SELECT received_at FROM application WHERE id = wanted))
$$;

CREATE FUNCTION status_of_kind(kind text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE kind
    WHEN 'undecided-applications' THEN ARRAY['withdrawn', 'returned', 'closed-unanswered']
    WHEN 'denied-applications'    THEN ARRAY['denied']
    WHEN 'approved-applications'  THEN ARRAY['approved', 'approved-with-conditions']
  END
$$;

-- The ids of what is due by the schedule, the first so many of them.
CREATE FUNCTION records_due(wanted text, at timestamptz, most int) RETURNS SETOF text LANGUAGE plpgsql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  cutoff timestamptz := at - make_interval(days => (SELECT keep_days FROM retention_rule WHERE kind = wanted));
BEGIN
  CASE wanted
    WHEN 'idempotent-answers' THEN RETURN QUERY
      SELECT lab_id || ' ' || idempotency_key FROM idempotent_answer WHERE answered_at < cutoff
      ORDER BY answered_at LIMIT most;
    WHEN 'webhook-deliveries' THEN RETURN QUERY
      SELECT id FROM webhook_delivery WHERE status <> 'queued' AND coalesce(delivered_at, give_up_at) < cutoff
      ORDER BY position LIMIT most;
    WHEN 'letters' THEN RETURN QUERY
      SELECT id FROM notice WHERE sent_at < cutoff AND is_over(application_id) ORDER BY sent_at LIMIT most;
    WHEN 'screening-evidence' THEN RETURN QUERY
      SELECT id FROM screening WHERE screened_at < cutoff AND is_over(application_id) ORDER BY screened_at LIMIT most;
    WHEN 'documents' THEN RETURN QUERY
      SELECT d.id FROM document d WHERE uploaded_at < cutoff
        AND NOT EXISTS (SELECT 1 FROM document_removal r WHERE r.document_id = d.id)
        AND is_over(application_id) AND over_since(application_id) < cutoff
      ORDER BY uploaded_at LIMIT most;
    WHEN 'usage-items' THEN RETURN QUERY
      SELECT u.license_id || ' ' || u.report_id FROM usage_report u JOIN license l ON l.id = u.license_id
      WHERE u.period_end < cutoff::date AND l.status IN ('revoked', 'expired', 'surrendered')
        AND is_over(l.application_id)
      ORDER BY u.period_end LIMIT most;
    ELSE RETURN QUERY
      SELECT id FROM application WHERE status = ANY (status_of_kind(wanted)) AND disposed_at IS NULL
        AND received_at < cutoff AND is_over(id) AND over_since(id) < cutoff
      ORDER BY number LIMIT most;
  END CASE;
END $$;

CREATE FUNCTION take_document_away(wanted text, at timestamptz, why text) RETURNS void LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE left_behind bytea := convert_to(why || E'\n' || wanted || E'\n', 'UTF8');
BEGIN
  INSERT INTO document_removal SELECT id, sha256, size, at FROM document WHERE id = wanted
    ON CONFLICT DO NOTHING;
  DELETE FROM document_content WHERE document_id = wanted;
  INSERT INTO document_content (document_id, part, bytes) VALUES (wanted, 0, left_behind);
  UPDATE document SET media_type = 'text/plain', size = octet_length(left_behind), store = 'postgresql',
    sha256 = encode(sha256(left_behind), 'hex') WHERE id = wanted;
END $$;

CREATE FUNCTION dispose_screenings(due text[]) RETURNS void LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE hits text[] := ARRAY(SELECT id FROM screening_hit WHERE screening_id = ANY (due));
BEGIN
  DELETE FROM match_overturned WHERE hit_id = ANY (hits);
  DELETE FROM hit_resolution WHERE hit_id = ANY (hits);
  DELETE FROM screening_hit WHERE id = ANY (hits);
  DELETE FROM screening WHERE id = ANY (due);
END $$;

-- Disposes of the first so many records of one kind that are due, and says which. A second call finds none of them.
CREATE FUNCTION dispose_records(wanted text, at timestamptz, most int) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  due text[];
  item text;
  gone text := '[disposed of under the retention schedule]';
BEGIN
  -- One run at a time, on whichever node.
  PERFORM pg_advisory_xact_lock(hashtext('dispose_records'));
  due := ARRAY(SELECT records_due(wanted, at, least(most, 1000)));
  IF cardinality(due) = 0 THEN
    RETURN due;
  END IF;
  PERFORM set_config('countersign.removal', 'lawful', true);
  CASE wanted
    WHEN 'idempotent-answers' THEN
      DELETE FROM idempotent_answer WHERE lab_id || ' ' || idempotency_key = ANY (due);
    WHEN 'webhook-deliveries' THEN
      DELETE FROM webhook_attempt WHERE delivery_id = ANY (due);
      DELETE FROM webhook_delivery WHERE id = ANY (due);
    WHEN 'letters' THEN
      DELETE FROM notice WHERE id = ANY (due);
    WHEN 'screening-evidence' THEN
      PERFORM dispose_screenings(due);
    WHEN 'usage-items' THEN
      DELETE FROM usage_report WHERE license_id || ' ' || report_id = ANY (due);
    WHEN 'documents' THEN
      FOREACH item IN ARRAY due LOOP
        PERFORM take_document_away(item, at, 'Disposed of under the retention schedule.');
      END LOOP;
    ELSE
      FOR item IN SELECT id FROM document WHERE application_id = ANY (due)
          AND id NOT IN (SELECT document_id FROM document_removal) LOOP
        PERFORM take_document_away(item, at, 'Disposed of under the retention schedule.');
      END LOOP;
      DELETE FROM notice WHERE application_id = ANY (due);
      PERFORM dispose_screenings(ARRAY(SELECT id FROM screening WHERE application_id = ANY (due)));
      UPDATE answer SET answer = gone WHERE question_id IN (SELECT id FROM question WHERE application_id = ANY (due));
      UPDATE rebuttal SET text = gone, evidence = '{}' WHERE application_id = ANY (due);
      UPDATE application SET disposed_at = at, submission =
        jsonb_set(jsonb_set(jsonb_set(jsonb_set(submission,
          '{customer,signatory}', jsonb_build_object('name', gone, 'title', gone, 'email', 'removed@removed.invalid')),
          '{customer,beneficialOwners}', '[]'),
          '{useCase,summary}', to_jsonb(gone)),
          '{useCase,description}', to_jsonb(gone))
      WHERE id = ANY (due);
  END CASE;
  PERFORM set_config('countersign.removal', '', true);
  RETURN due;
END $$;

-- Carries out what two people have agreed on: every field of the case that has the words gets a marker instead.
CREATE FUNCTION erase_person(wanted text, at timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  e erasure;
  marker text := '[removed on ' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ' by law]';
  word text;
  pattern text;
  instead text;
  target record;
  field record;
  hit record;
  known bytea;
  fields int := 0;
  item text;
BEGIN
  SELECT * INTO e FROM erasure WHERE id = wanted FOR UPDATE;
  IF e.id IS NULL OR e.done_at IS NOT NULL
     OR NOT EXISTS (SELECT 1 FROM erasure_decision WHERE erasure_id = wanted AND approved) THEN
    RAISE EXCEPTION 'nothing is removed without two people' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Nobody cuts or approves a copy of this case meanwhile, on whichever node.
  PERFORM pg_advisory_xact_lock(hashtext('case_copy'), hashtext(e.application_id));
  PERFORM set_config('countersign.removal', 'lawful', true);
  FOR target IN SELECT * FROM (VALUES
      ('application', 'id = $1'), ('notice', 'application_id = $1'), ('screening', 'application_id = $1'),
      ('screening_hit', 'screening_id IN (SELECT id FROM screening WHERE application_id = $1)'),
      ('hit_resolution', 'hit_id IN (SELECT h.id FROM screening_hit h JOIN screening s ON s.id = h.screening_id WHERE s.application_id = $1)'),
      ('vote', 'sign_off_id IN (SELECT id FROM sign_off WHERE application_id = $1)'),
      ('vote_condition', 'vote_id IN (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = $1)'),
      ('condition_change', 'vote_id IN (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = $1)'),
      ('countersignature', 'vote_id IN (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = $1)'),
      ('question', 'application_id = $1'), ('answer', 'question_id IN (SELECT id FROM question WHERE application_id = $1)'),
      ('commerce_decision', 'application_id = $1'), ('decision', 'application_id = $1'),
      ('escalation_vote', 'application_id = $1'), ('escalation_response', 'application_id = $1'),
      ('denial_notice', 'application_id = $1'), ('rebuttal', 'application_id = $1'),
      ('rebuttal_decision', 'application_id = $1'), ('appeal', 'application_id = $1'),
      ('appeal_decision', 'appeal_id IN (SELECT id FROM appeal WHERE application_id = $1)'),
      ('revocation', 'application_id = $1'),
      ('compliance_answer', 'revocation_id IN (SELECT id FROM revocation WHERE application_id = $1)'),
      ('license_suspension', 'license_id IN (SELECT id FROM license WHERE application_id = $1)'),
      ('finding_check', 'finding_id IN (SELECT f.id FROM finding f JOIN license l ON l.id = f.license_id WHERE l.application_id = $1)'),
      ('audit_result', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('audit_request', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('audit_evidence', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('document', 'application_id = $1'), ('case_copy', 'application_id = $1'),
      ('case_redaction', 'copy_id IN (SELECT id FROM case_copy WHERE application_id = $1)'),
      ('case_copy_decision', 'copy_id IN (SELECT id FROM case_copy WHERE application_id = $1)')
      ) AS t (relation, condition) LOOP
    FOR field IN SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
        WHERE a.attrelid = target.relation::regclass AND a.attnum > 0 AND NOT a.attisdropped
          AND format_type(a.atttypid, NULL) IN ('text', 'text[]', 'jsonb')
          AND a.attname NOT IN ('id', 'application_id', 'reference', 'tracking_key', 'status', 'media_type', 'sha256')
          AND a.attname NOT LIKE '%\_id'
          AND (target.relation NOT LIKE 'case\_%' OR a.attname IN ('purpose', 'harm', 'note')) LOOP
      FOREACH word IN ARRAY e.words LOOP
        -- As JSON and arrays write it where quotes or backslashes are in it.
        -- A literal, whatever is in it.
        pattern := '***=' || CASE field.type WHEN 'text' THEN word
                     ELSE substr(to_jsonb(word)::text, 2, length(to_jsonb(word)::text) - 2) END;
        instead := CASE WHEN position('@' IN word) > 0 THEN 'removed@removed.invalid' ELSE marker END;
        FOR hit IN EXECUTE format('SELECT ctid AS row, %1$I::text AS original FROM %2$I WHERE %3$s AND %1$I::text ~* $2',
            field.name, target.relation, target.condition) USING e.application_id, pattern LOOP
          fields := fields + 1;
          known := decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
          INSERT INTO erased_field VALUES (wanted, fields, target.relation, field.name, known,
            sha256(known || convert_to(hit.original, 'UTF8')));
        END LOOP;
        EXECUTE format('UPDATE %2$I SET %1$I = regexp_replace(%1$I::text, $2, $3, ''gi'')::%4$s WHERE %3$s AND %1$I::text ~* $2',
          field.name, target.relation, target.condition, field.type) USING e.application_id, pattern, instead;
      END LOOP;
    END LOOP;
  END LOOP;
  -- What is the person's and is no word that can be looked for.
  IF e.party = 'signatory' THEN
    UPDATE application SET submission = jsonb_set(submission, '{customer,signatory,title}', to_jsonb(marker))
    WHERE id = e.application_id;
  ELSE
    UPDATE application SET submission =
      submission #- ARRAY['customer', 'beneficialOwners', substr(e.party, 18), 'dateOfBirth']
    WHERE id = e.application_id;
  END IF;
  FOREACH item IN ARRAY e.documents LOOP
    PERFORM take_document_away(item, at, 'Removed on ' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ' by law.');
  END LOOP;
  -- The bytes are compressed, so nobody looks for words in them: every copy made so far goes, let go or not.
  UPDATE case_copy SET archive = NULL, removed_for = wanted, removed_at = at
  WHERE application_id = e.application_id AND archive IS NOT NULL;
  UPDATE erasure SET words = '{}', done_at = at WHERE id = wanted;
  PERFORM set_config('countersign.removal', '', true);
  RETURN fields;
END $$;

-- Who asked for what stays; the rest changes through the function above only.
REVOKE ALL ON FUNCTION dispose_records(text, timestamptz, int), erase_person(text, timestamptz),
  take_document_away(text, timestamptz, text), dispose_screenings(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dispose_records(text, timestamptz, int), erase_person(text, timestamptz) TO ${applicationRole};
GRANT SELECT ON redaction_ground TO ${applicationRole};
GRANT SELECT, INSERT ON case_copy, case_redaction, case_copy_decision, legal_hold, disposal, erasure, erasure_decision
  TO ${applicationRole};
GRANT SELECT ON document_removal, erased_field TO ${applicationRole};
GRANT UPDATE (lifted_by, lifted_at, lift_reasons) ON legal_hold TO ${applicationRole};
GRANT SELECT ON retention_rule TO ${applicationRole};
GRANT UPDATE (keep_days, source, changed_by, changed_at) ON retention_rule TO ${applicationRole};

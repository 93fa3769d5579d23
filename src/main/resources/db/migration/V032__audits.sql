-- An audit from its opening to its end: what was drawn, asked, sent, found and confirmed. Until now only its result.
ALTER TABLE audit
  ADD COLUMN occasion     text NOT NULL DEFAULT 'scheduled' CHECK (occasion IN ('scheduled', 'ordered')),
  ADD COLUMN two_auditors boolean NOT NULL DEFAULT false,
  ADD COLUMN opened_at    timestamptz,
  -- Moot: the license has come to its end.
  ADD COLUMN state        text NOT NULL DEFAULT 'closed' CHECK (state IN ('open', 'closed', 'moot')),
  ADD COLUMN closed_at    timestamptz;
UPDATE audit SET opened_at = audited_at, closed_at = audited_at;

-- What an auditor has found. Rows stay, also when the second auditor sends the audit back.
CREATE TABLE audit_result (
  audit_id      text NOT NULL REFERENCES audit,
  round         int  NOT NULL CHECK (round > 0),
  result        text NOT NULL CHECK (result IN ('passed', 'findings', 'failed')),
  findings      text NOT NULL DEFAULT '',
  remedy_due_on date,
  audited_by    text NOT NULL,
  audited_at    timestamptz NOT NULL,
  PRIMARY KEY (audit_id, round),
  UNIQUE (audit_id, round, audited_by),
  CHECK (result = 'passed' OR findings <> ''),
  CHECK (result <> 'findings' OR remedy_due_on IS NOT NULL)
);
INSERT INTO audit_result
  SELECT id, 1, result, findings, remedy_due_on, audited_by, audited_at FROM audit;

ALTER TABLE audit
  DROP COLUMN result, DROP COLUMN findings, DROP COLUMN remedy_due_on, DROP COLUMN audited_by, DROP COLUMN audited_at,
  ALTER COLUMN occasion DROP DEFAULT,
  ALTER COLUMN two_auditors DROP DEFAULT,
  ALTER COLUMN opened_at SET NOT NULL,
  ALTER COLUMN state SET DEFAULT 'open',
  ADD CHECK ((state = 'open') = (closed_at IS NULL));
-- Overviews want the few that are open; the others stay for ever and grow.
CREATE INDEX audit_open ON audit (license_id) WHERE state = 'open';

-- The second auditor's word, where the risk is severe. The composite key carries the first auditor along, so that the
-- database itself refuses one person in both places.
CREATE TABLE audit_confirmation (
  audit_id     text NOT NULL,
  round        int  NOT NULL,
  audited_by   text NOT NULL,
  accepted     boolean NOT NULL,
  note         text NOT NULL DEFAULT '',
  confirmed_by text NOT NULL,
  confirmed_at timestamptz NOT NULL,
  PRIMARY KEY (audit_id, round),
  FOREIGN KEY (audit_id, round, audited_by) REFERENCES audit_result (audit_id, round, audited_by),
  CONSTRAINT second_auditor CHECK (confirmed_by <> audited_by),
  CONSTRAINT sending_back_says_why CHECK (accepted OR note <> '')
);

-- Who ordered an audit out of its turn, and why.
CREATE TABLE audit_order (
  audit_id   text PRIMARY KEY REFERENCES audit,
  reasons    text NOT NULL CHECK (reasons <> ''),
  ordered_by text NOT NULL,
  ordered_at timestamptz NOT NULL
);

-- What is looked at, with all that is needed to draw it again.
CREATE TABLE audit_sample (
  audit_id     text PRIMARY KEY REFERENCES audit,
  seed         text NOT NULL CHECK (seed ~ '^[0-9a-f]{64}$'),
  items        text[] NOT NULL,
  weights      int[]  NOT NULL,
  items_sha256 text NOT NULL CHECK (items_sha256 ~ '^[0-9a-f]{64}$'),
  by_risk      text[] NOT NULL CHECK (by_risk <@ items),
  at_random    text[] NOT NULL CHECK (at_random <@ items AND NOT at_random && by_risk),
  CHECK (cardinality(items) = cardinality(weights))
);

CREATE TABLE audit_request (
  id       text PRIMARY KEY,
  audit_id text NOT NULL REFERENCES audit,
  question text NOT NULL CHECK (question <> ''),
  due_on   timestamptz NOT NULL CHECK (due_on >= asked_at),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  UNIQUE (audit_id, id)
);

-- What the lab sends: words with links, or a file.
CREATE TABLE audit_evidence (
  id            text PRIMARY KEY,
  audit_id      text NOT NULL REFERENCES audit,
  request_id    text,
  text          text NOT NULL DEFAULT '',
  links         text[] NOT NULL DEFAULT '{}',
  document_id   text REFERENCES document,
  received_from text NOT NULL,
  received_at   timestamptz NOT NULL,
  FOREIGN KEY (audit_id, request_id) REFERENCES audit_request (audit_id, id),
  -- The same file twice is one piece.
  UNIQUE (audit_id, document_id),
  CHECK (text <> '' OR document_id IS NOT NULL)
);
CREATE INDEX audit_evidence_audit ON audit_evidence (audit_id);

-- Whoever audits, confirms or looks whether a finding is put right has said nothing in the case before.
CREATE FUNCTION took_part(application text, who text) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
                 WHERE s.application_id = application AND v.drafted_by = who)
      OR EXISTS (SELECT 1 FROM countersignature c JOIN vote v ON v.id = c.vote_id JOIN sign_off s ON s.id = v.sign_off_id
                 WHERE s.application_id = application AND c.signed_by = who)
      OR EXISTS (SELECT 1 FROM commerce_decision WHERE application_id = application AND signed_by = who)
      OR EXISTS (SELECT 1 FROM escalation_vote WHERE application_id = application AND voted_by = who)
      OR EXISTS (SELECT 1 FROM rebuttal_decision WHERE application_id = application AND decided_by = who)
      OR EXISTS (SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
                 WHERE a.application_id = application AND d.decided_by = who)
      OR EXISTS (SELECT 1 FROM recusal WHERE application_id = application AND person = who)
$$;

CREATE FUNCTION refuse_partial_auditor() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  who text := coalesce(to_jsonb(NEW) ->> 'confirmed_by', to_jsonb(NEW) ->> 'audited_by', to_jsonb(NEW) ->> 'checked_by');
BEGIN
  -- Of a finding that outlived a renewal both cases count: the one it is about and the one it is held in.
  IF EXISTS (SELECT 1 FROM (
       SELECT license_id AS id FROM audit WHERE id = to_jsonb(NEW) ->> 'audit_id'
       UNION ALL SELECT license_id FROM finding WHERE id = to_jsonb(NEW) ->> 'finding_id'
       UNION ALL SELECT held_against FROM finding WHERE id = to_jsonb(NEW) ->> 'finding_id') about
     JOIN license l USING (id) WHERE took_part(l.application_id, who)) THEN
    RAISE EXCEPTION 'a license is audited by people who took no part in its case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER auditor_is_new BEFORE INSERT ON audit_result FOR EACH ROW EXECUTE FUNCTION refuse_partial_auditor();
CREATE TRIGGER second_auditor_is_new BEFORE INSERT ON audit_confirmation
  FOR EACH ROW EXECUTE FUNCTION refuse_partial_auditor();
CREATE TRIGGER checker_is_new BEFORE INSERT ON finding_check FOR EACH ROW EXECUTE FUNCTION refuse_partial_auditor();

-- Nothing is added to an audit that is over.
CREATE FUNCTION refuse_late_audit_row() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF (SELECT state FROM audit WHERE id = NEW.audit_id) <> 'open' THEN
    RAISE EXCEPTION 'this audit is closed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER result_in_time BEFORE INSERT ON audit_result FOR EACH ROW EXECUTE FUNCTION refuse_late_audit_row();
CREATE TRIGGER confirmation_in_time BEFORE INSERT ON audit_confirmation
  FOR EACH ROW EXECUTE FUNCTION refuse_late_audit_row();
CREATE TRIGGER request_in_time BEFORE INSERT ON audit_request FOR EACH ROW EXECUTE FUNCTION refuse_late_audit_row();
CREATE TRIGGER evidence_in_time BEFORE INSERT ON audit_evidence FOR EACH ROW EXECUTE FUNCTION refuse_late_audit_row();

CREATE TRIGGER sample_in_time BEFORE INSERT ON audit_sample FOR EACH ROW EXECUTE FUNCTION refuse_late_audit_row();
CREATE TRIGGER order_in_time BEFORE INSERT ON audit_order FOR EACH ROW EXECUTE FUNCTION refuse_late_audit_row();

-- Closed once, on a result, and on two people's word where the license is of severe risk.
CREATE FUNCTION refuse_odd_audit_end() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE last audit_result;
BEGIN
  SELECT * INTO last FROM audit_result WHERE audit_id = NEW.id ORDER BY round DESC LIMIT 1;
  IF OLD.state <> 'open'
     OR NEW.state = 'closed' AND (last IS NULL OR NEW.two_auditors AND NOT EXISTS (
       SELECT 1 FROM audit_confirmation WHERE audit_id = NEW.id AND round = last.round AND accepted))
     OR NEW.state = 'moot' AND (SELECT status FROM license WHERE id = NEW.license_id) IN ('issued', 'suspended') THEN
    RAISE EXCEPTION 'an audit that is % cannot become % now', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_ends_in_order BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_odd_audit_end();

CREATE TRIGGER audit_stays BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_result_stays BEFORE UPDATE OR DELETE ON audit_result
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_confirmation_stays BEFORE UPDATE OR DELETE ON audit_confirmation
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_order_stays BEFORE UPDATE OR DELETE ON audit_order
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_sample_stays BEFORE UPDATE OR DELETE ON audit_sample
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_request_stays BEFORE UPDATE OR DELETE ON audit_request
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_evidence_stays BEFORE UPDATE OR DELETE ON audit_evidence
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What is proposed to the agencies that signed, because an audit failed, a finding was not put right or reports stayed out.
CREATE TABLE sanction_proposal (
  id          text PRIMARY KEY,
  license_id  text NOT NULL REFERENCES license,
  ground      text NOT NULL CHECK (ground IN ('audit', 'finding-overdue', 'usage-reports')),
  evidence    text NOT NULL CHECK (evidence <> ''),
  proposed_at timestamptz NOT NULL,
  -- Moot: what it was proposed for is over, or the license is.
  state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided', 'moot')),
  closed_at   timestamptz,
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX sanction_proposal_license ON sanction_proposal (license_id);
CREATE UNIQUE INDEX sanction_proposed_once_at_a_time ON sanction_proposal (license_id, ground) WHERE state = 'open';

CREATE TABLE sanction_decision (
  proposal_id      text PRIMARY KEY REFERENCES sanction_proposal,
  outcome          text NOT NULL CHECK (outcome IN ('suspend', 'revoke', 'leave')),
  reasons          text NOT NULL CHECK (reasons <> ''),
  public_reasons   text NOT NULL DEFAULT '',
  internal_reasons text NOT NULL DEFAULT '',
  agency           text NOT NULL REFERENCES agency,
  decided_by       text NOT NULL,
  decided_at       timestamptz NOT NULL
);

CREATE FUNCTION refuse_odd_sanction() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  p   sanction_proposal;
  app text;
BEGIN
  SELECT * INTO p FROM sanction_proposal WHERE id = NEW.proposal_id;
  app := (SELECT application_id FROM license WHERE id = p.license_id);
  IF p.state <> 'open' THEN
    RAISE EXCEPTION 'this proposal is closed' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM sign_off WHERE application_id = app AND agency = NEW.agency) THEN
    RAISE EXCEPTION 'a sanction is decided by an agency that has signed the case' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM recusal WHERE application_id = app AND person = NEW.decided_by) THEN
    RAISE EXCEPTION 'this person has stepped back from the case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sanction_is_decided_by_signatories BEFORE INSERT ON sanction_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_odd_sanction();

CREATE FUNCTION refuse_odd_proposal_end() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF OLD.state <> 'open'
     OR (NEW.state = 'decided') <> EXISTS (SELECT 1 FROM sanction_decision WHERE proposal_id = NEW.id) THEN
    RAISE EXCEPTION 'a proposal that is % cannot become % now', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposal_ends_in_order BEFORE UPDATE ON sanction_proposal
  FOR EACH ROW EXECUTE FUNCTION refuse_odd_proposal_end();
CREATE TRIGGER sanction_proposal_stays BEFORE DELETE ON sanction_proposal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sanction_decision_stays BEFORE UPDATE OR DELETE ON sanction_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON audit_result, audit_confirmation, audit_order, audit_sample, audit_request, audit_evidence,
  sanction_proposal, sanction_decision TO ${applicationRole};
GRANT UPDATE (state, closed_at) ON audit, sanction_proposal TO ${applicationRole};

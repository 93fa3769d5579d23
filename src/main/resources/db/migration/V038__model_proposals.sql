-- A changed diagram, table or form, kept until a second process owner says what becomes of it.

CREATE SEQUENCE model_proposal_number;

CREATE TABLE model_proposal (
  id          text PRIMARY KEY,
  number      bigint NOT NULL UNIQUE,
  title       text NOT NULL CHECK (title <> ''),
  source      text NOT NULL,
  proposed_by text NOT NULL CHECK (proposed_by <> ''),
  proposed_at timestamptz NOT NULL,
  -- SHA-256 over its files, by name: name, SHA-256 of what was in force, SHA-256 of what is proposed, one line each.
  fingerprint text NOT NULL,
  -- Until somebody decides.
  open        boolean NOT NULL DEFAULT true,
  UNIQUE (id, proposed_by, fingerprint)
);
-- Sent twice, kept once, whichever node it reaches.
CREATE UNIQUE INDEX model_proposed_once ON model_proposal (fingerprint) WHERE open;

CREATE TABLE proposed_model (
  proposal_id    text NOT NULL REFERENCES model_proposal,
  file           text NOT NULL CHECK (file ~ '^[a-z0-9]+(-[a-z0-9]+)*[.](bpmn|dmn|form)$'),
  content        bytea NOT NULL,
  sha256         text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
  -- What was in force when it was proposed; none for a file that is new.
  before_version int,
  before_content bytea,
  before_sha256  text CHECK (before_sha256 IS NOT DISTINCT FROM encode(sha256(before_content), 'hex')),
  PRIMARY KEY (proposal_id, file),
  CHECK ((before_version IS NULL) = (before_content IS NULL)),
  CHECK (before_sha256 IS DISTINCT FROM sha256)
);

-- One decision a proposal; about these very files; by somebody else, or taken back by whoever made it.
CREATE TABLE model_decision (
  proposal_id   text PRIMARY KEY,
  proposed_by   text NOT NULL,
  fingerprint   text NOT NULL,
  outcome       text NOT NULL CHECK (outcome IN ('accepted', 'refused', 'withdrawn')),
  reasons       text NOT NULL,
  decided_by    text NOT NULL CHECK (decided_by <> ''),
  decided_at    timestamptz NOT NULL,
  deployment_id text,
  FOREIGN KEY (proposal_id, proposed_by, fingerprint) REFERENCES model_proposal (id, proposed_by, fingerprint),
  CHECK ((outcome = 'withdrawn') = (decided_by = proposed_by)),
  CHECK (outcome = 'withdrawn' OR reasons <> ''),
  CHECK ((outcome = 'accepted') = (deployment_id IS NOT NULL))
);

-- Asked when the transaction ends, when the files are there: the fingerprint is theirs, and none is added later.
CREATE FUNCTION refuse_foreign_fingerprint() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  proposal text := CASE TG_TABLE_NAME WHEN 'model_proposal' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'proposal_id' END;
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM model_proposal p
      WHERE p.id = proposal AND p.fingerprint = (
        SELECT encode(sha256(convert_to(string_agg(
            m.file || ' ' || coalesce(m.before_sha256, '-') || ' ' || m.sha256 || E'\n', '' ORDER BY m.file COLLATE "C"),
          'UTF8')), 'hex')
        FROM proposed_model m WHERE m.proposal_id = p.id)) THEN
    RAISE EXCEPTION 'a proposal is its files, all of them and no others' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER proposal_has_its_files AFTER INSERT ON model_proposal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_foreign_fingerprint();
CREATE CONSTRAINT TRIGGER file_belongs_to_proposal AFTER INSERT ON proposed_model
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_foreign_fingerprint();

CREATE FUNCTION close_model_proposal() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  UPDATE model_proposal SET open = false WHERE id = NEW.proposal_id;
  RETURN NULL;
END $$;
CREATE TRIGGER decision_closes_proposal AFTER INSERT ON model_decision
  FOR EACH ROW EXECUTE FUNCTION close_model_proposal();

CREATE FUNCTION refuse_changed_proposal() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF to_jsonb(NEW) - 'open' <> to_jsonb(OLD) - 'open' OR NEW.open
     OR NOT EXISTS (SELECT 1 FROM model_decision d WHERE d.proposal_id = NEW.id) THEN
    RAISE EXCEPTION 'a proposal stays as it was made, and is closed by a decision only'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER model_proposal_stays BEFORE UPDATE ON model_proposal
  FOR EACH ROW EXECUTE FUNCTION refuse_changed_proposal();
CREATE TRIGGER model_proposal_is_kept BEFORE DELETE ON model_proposal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proposed_model_stays BEFORE UPDATE OR DELETE ON proposed_model
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER model_decision_stays BEFORE UPDATE OR DELETE ON model_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The other process owners are told by the same mail as everybody else.
ALTER TABLE notice
  DROP CONSTRAINT notice_is_about_one_thing,
  ADD COLUMN proposal_id text REFERENCES model_proposal,
  ADD CONSTRAINT notice_is_about_one_thing CHECK (num_nonnulls(application_id, directive_id, lab_id, proposal_id) = 1),
  ADD UNIQUE (proposal_id, kind, about, recipient);

GRANT USAGE ON SEQUENCE model_proposal_number TO ${applicationRole};
GRANT SELECT, INSERT ON model_proposal, proposed_model, model_decision TO ${applicationRole};
-- For the trigger, and for SELECT … FOR UPDATE.
GRANT UPDATE (open) ON model_proposal TO ${applicationRole};

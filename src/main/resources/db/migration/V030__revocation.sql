-- A license is taken away for cause after written notice and a chance to comply, or at once under an exception
-- that is named (5 USC 558(c)).
CREATE TABLE revocation (
  id             text PRIMARY KEY,
  license_id     text NOT NULL REFERENCES license,
  application_id text NOT NULL REFERENCES application,
  ground         text NOT NULL CHECK (ground <> ''),
  evidence       text NOT NULL CHECK (evidence <> ''),
  -- What would cure it.
  cure           text NOT NULL CHECK (cure <> ''),
  -- Without notice and chance; then the license is suspended until it is decided.
  exception      text CHECK (exception IN ('wilfulness', 'public-health-interest-or-safety')),
  opened_by      text NOT NULL,
  opened_for     text NOT NULL REFERENCES agency,
  opened_at      timestamptz NOT NULL,
  comply_by      timestamptz CHECK (comply_by > opened_at),
  -- Moot: the license has come to its end in another way.
  state          text NOT NULL CHECK (state IN ('open', 'revoked', 'kept', 'moot')),
  closed_at      timestamptz,
  UNIQUE (id, opened_by),
  CHECK ((exception IS NULL) = (comply_by IS NOT NULL)),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX revocation_license ON revocation (license_id);
CREATE UNIQUE INDEX revocation_one_at_a_time ON revocation (license_id) WHERE state = 'open';

CREATE TABLE compliance_answer (
  revocation_id text PRIMARY KEY REFERENCES revocation,
  text          text NOT NULL CHECK (text <> ''),
  evidence      text[] NOT NULL DEFAULT '{}',
  received_from text NOT NULL,
  received_at   timestamptz NOT NULL
);
CREATE TRIGGER compliance_answer_stays BEFORE UPDATE OR DELETE ON compliance_answer
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The second person's word. The composite key carries the first person along, so that the database itself refuses
-- a revocation by one person alone; who opened it can only take it back.
CREATE TABLE revocation_decision (
  revocation_id    text PRIMARY KEY,
  opened_by        text NOT NULL,
  outcome          text NOT NULL CHECK (outcome IN ('revoke', 'keep')),
  withdrawn        boolean NOT NULL,
  reasons          text NOT NULL CHECK (reasons <> ''),
  public_reasons   text NOT NULL DEFAULT '',
  internal_reasons text NOT NULL DEFAULT '',
  decided_by       text NOT NULL,
  decided_at       timestamptz NOT NULL,
  FOREIGN KEY (revocation_id, opened_by) REFERENCES revocation (id, opened_by),
  CONSTRAINT second_person_revokes CHECK (withdrawn = (decided_by = opened_by)),
  CONSTRAINT withdrawn_is_kept CHECK (NOT withdrawn OR outcome = 'keep')
);
CREATE TRIGGER revocation_decision_stays BEFORE UPDATE OR DELETE ON revocation_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_hasty_revocation() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE r revocation;
BEGIN
  SELECT * INTO r FROM revocation WHERE id = NEW.revocation_id;
  IF r.state <> 'open' THEN
    RAISE EXCEPTION 'this revocation is closed' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT NEW.withdrawn AND r.exception IS NULL AND NEW.decided_at < r.comply_by
     AND NOT EXISTS (SELECT 1 FROM compliance_answer WHERE revocation_id = r.id) THEN
    RAISE EXCEPTION 'the time to comply is not over' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM recusal WHERE application_id = r.application_id AND person = NEW.decided_by) THEN
    RAISE EXCEPTION 'this person has stepped back from the case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revocation_waits BEFORE INSERT ON revocation_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_hasty_revocation();

-- Opened over a living license, closed once, as it was decided or because the license is gone.
CREATE FUNCTION refuse_odd_revocation_step() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  stands text := (SELECT status FROM license WHERE id = NEW.license_id AND application_id = NEW.application_id);
  said   text := (SELECT outcome FROM revocation_decision WHERE revocation_id = NEW.id);
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR stands IS NULL OR stands NOT IN ('issued', 'suspended') THEN
      RAISE EXCEPTION 'a revocation begins open, over a living license' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.state <> 'open' OR NOT coalesce(CASE NEW.state
      WHEN 'revoked' THEN said = 'revoke'
      WHEN 'kept'    THEN said = 'keep'
      WHEN 'moot'    THEN said IS NULL AND stands IN ('expired', 'surrendered') END, false) THEN
    RAISE EXCEPTION 'a revocation that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revocation_steps_follow BEFORE INSERT OR UPDATE ON revocation
  FOR EACH ROW EXECUTE FUNCTION refuse_odd_revocation_step();

-- No license is revoked without the word of the second person.
CREATE FUNCTION refuse_unsigned_revocation() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM revocation r JOIN revocation_decision d ON d.revocation_id = r.id
                 WHERE r.license_id = NEW.id AND d.outcome = 'revoke') THEN
    RAISE EXCEPTION 'a license is revoked on two signatures' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revoked_is_signed BEFORE UPDATE ON license
  FOR EACH ROW WHEN (NEW.status = 'revoked' AND OLD.status <> 'revoked') EXECUTE FUNCTION refuse_unsigned_revocation();
CREATE FUNCTION refuse_born_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no license begins revoked' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER revoked_is_no_beginning BEFORE INSERT ON license
  FOR EACH ROW WHEN (NEW.status = 'revoked') EXECUTE FUNCTION refuse_born_revoked();

-- At the commit: what was decided has been done, and an exception has been acted on at once.
CREATE FUNCTION refuse_half_revocation() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  r    revocation;
  said text;
BEGIN
  SELECT * INTO r FROM revocation
    WHERE id = CASE TG_TABLE_NAME WHEN 'revocation' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'revocation_id' END;
  SELECT outcome INTO said FROM revocation_decision WHERE revocation_id = r.id;
  IF said IS NOT NULL AND r.state IS DISTINCT FROM (CASE said WHEN 'revoke' THEN 'revoked' ELSE 'kept' END)
     OR r.state = 'revoked' AND (SELECT status FROM license WHERE id = r.license_id) <> 'revoked' THEN
    RAISE EXCEPTION 'what was decided on a revocation is done at once' USING ERRCODE = 'check_violation';
  END IF;
  IF r.exception IS NOT NULL AND NOT EXISTS (SELECT 1 FROM license_suspension s
      WHERE s.license_id = r.license_id AND s.ground = 'revocation' AND s.suspended_at >= r.opened_at) THEN
    RAISE EXCEPTION 'a revocation under an exception suspends the license' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER revocation_is_whole AFTER INSERT OR UPDATE ON revocation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_half_revocation();
CREATE CONSTRAINT TRIGGER revocation_decision_is_done AFTER INSERT ON revocation_decision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_half_revocation();

-- And what it has put upon the license stays until the revocation is closed, or an appeal against it has succeeded.
CREATE FUNCTION refuse_early_lifting() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM revocation WHERE license_id = NEW.license_id AND state = 'open' AND exception IS NOT NULL)
     AND NOT EXISTS (SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
                     WHERE a.ground = 'suspension' AND a.subject = NEW.id AND d.outcome = 'reversed') THEN
    RAISE EXCEPTION 'a license stays suspended until its revocation is decided' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER suspension_at_once_stays BEFORE UPDATE ON license_suspension
  FOR EACH ROW WHEN (OLD.ground = 'revocation' AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL)
  EXECUTE FUNCTION refuse_early_lifting();
CREATE TRIGGER suspension_ends_once BEFORE UPDATE ON license_suspension
  FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL) EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON revocation, compliance_answer, revocation_decision TO ${applicationRole};
GRANT UPDATE (state, closed_at) ON revocation TO ${applicationRole};

-- A renewal filed in time keeps a license alive until it is decided (5 USC 558(c)). The license itself says so, so
-- that the green light needs to look nowhere else.
ALTER TABLE application ADD COLUMN renews text REFERENCES license;
CREATE UNIQUE INDEX application_renews_once_at_a_time ON application (renews)
  WHERE renews IS NOT NULL
    AND status IN ('received', 'in-review', 'waiting-for-applicant', 'escalated', 'intent-to-deny');
-- What has become of a license is looked up by it.
CREATE INDEX application_renews ON application (renews) WHERE renews IS NOT NULL;
ALTER TABLE license ADD COLUMN kept_alive_by text REFERENCES application;

-- At the commit: kept alive is what an open renewal of it, filed in time, keeps alive, and nothing else.
CREATE FUNCTION refuse_dishonest_life() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  l license;
  renewed text := CASE TG_TABLE_NAME WHEN 'license' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'renews' END;
BEGIN
  SELECT * INTO l FROM license WHERE id = renewed;
  IF l.kept_alive_by IS DISTINCT FROM (CASE WHEN l.status IN ('issued', 'suspended') THEN (
      SELECT a.id FROM application a WHERE a.renews = l.id
        AND a.status IN ('received', 'in-review', 'waiting-for-applicant', 'escalated', 'intent-to-deny')
        AND a.received_at < l.expires_on
        AND (a.lab_id, a.release_id, a.customer_id) = (l.lab_id, l.release_id, l.customer_id)) END) THEN
    RAISE EXCEPTION 'a license is kept alive by an open renewal that was filed in time, and by nothing else'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER life_has_a_ground AFTER UPDATE ON license DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.kept_alive_by IS NOT NULL OR NEW.kept_alive_by IS NOT NULL) EXECUTE FUNCTION refuse_dishonest_life();
CREATE CONSTRAINT TRIGGER renewal_keeps_alive AFTER INSERT OR UPDATE ON application DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.renews IS NOT NULL) EXECUTE FUNCTION refuse_dishonest_life();
CREATE TRIGGER life_is_given_later BEFORE INSERT ON license
  FOR EACH ROW WHEN (NEW.kept_alive_by IS NOT NULL) EXECUTE FUNCTION refuse_change();

-- Nobody gets by renewal what is just being taken away.
CREATE FUNCTION refuse_renewal_under_revocation() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM application a JOIN revocation r ON r.license_id = a.renews
             WHERE a.id = NEW.application_id AND r.state = 'open') THEN
    RAISE EXCEPTION 'the license that is renewed is being revoked' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER renewal_waits_for_revocation BEFORE INSERT ON license
  FOR EACH ROW EXECUTE FUNCTION refuse_renewal_under_revocation();

GRANT UPDATE (kept_alive_by) ON license TO ${applicationRole};

-- At the commit: what still binds the license that is renewed binds the new one, and the same agency holds it.
CREATE FUNCTION refuse_lost_condition() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM application a JOIN license_condition c ON c.license_id = a.renews AND c.released_at IS NULL
    WHERE a.id = NEW.application_id AND NOT EXISTS (
      SELECT 1 FROM license_condition n WHERE n.license_id = NEW.id AND n.agency = c.agency AND n.text = c.text)) THEN
    RAISE EXCEPTION 'a renewed license carries the conditions of the one before' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER renewal_carries_conditions AFTER INSERT ON license
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_lost_condition();

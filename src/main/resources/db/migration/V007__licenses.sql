-- What a director of Commerce decided on the whole case.
CREATE TABLE commerce_decision (
  application_id text PRIMARY KEY REFERENCES application,
  outcome        text NOT NULL CHECK (outcome IN ('approve', 'refuse')),
  reasons        text NOT NULL DEFAULT '',
  signed_by      text NOT NULL,
  signed_at      timestamptz NOT NULL,
  CHECK (outcome = 'approve' OR reasons <> '')
);

CREATE TABLE license (
  id              text PRIMARY KEY,
  application_id  text NOT NULL UNIQUE REFERENCES application,
  lab_id          text NOT NULL REFERENCES lab,
  release_id      text NOT NULL REFERENCES release,
  customer_id     text NOT NULL,
  foreign_persons boolean NOT NULL,
  band            text NOT NULL CHECK (band IN ('low', 'moderate', 'high', 'severe')),
  status          text NOT NULL CHECK (status IN ('issued', 'suspended', 'revoked', 'expired', 'surrendered')),
  issued_at       timestamptz NOT NULL,
  expires_on      timestamptz NOT NULL CHECK (expires_on > issued_at),
  audit_days      int  NOT NULL CHECK (audit_days > 0)
);
CREATE INDEX license_green_light ON license (release_id, customer_id);
CREATE INDEX license_lab ON license (lab_id);

CREATE TABLE license_condition (
  id          text PRIMARY KEY,
  license_id  text NOT NULL REFERENCES license,
  agency      text NOT NULL REFERENCES agency,
  text        text NOT NULL,
  released_at timestamptz
);
CREATE INDEX license_condition_license ON license_condition (license_id);

-- No license without Commerce, and none unless every agency the case needs has a countersigned,
-- concurring vote. Derived from the rows at the moment of issue, whatever moved the process there.
CREATE FUNCTION refuse_unsigned_license() RETURNS trigger LANGUAGE plpgsql
  -- Fixed, so that no table of the same name elsewhere can be put in the place of ours.
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM commerce_decision
                 WHERE application_id = NEW.application_id AND outcome = 'approve') THEN
    RAISE EXCEPTION 'no license: Commerce has not countersigned' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM sign_off WHERE application_id = NEW.application_id)
     OR EXISTS (
       SELECT 1 FROM sign_off s WHERE s.application_id = NEW.application_id AND NOT EXISTS (
         SELECT 1 FROM vote v JOIN countersignature c ON c.vote_id = v.id
         WHERE v.sign_off_id = s.id AND c.accepted AND v.vote IN ('concur', 'concur-with-conditions'))) THEN
    RAISE EXCEPTION 'no license: a required agency has not concurred' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER license_is_signed BEFORE INSERT ON license
  FOR EACH ROW EXECUTE FUNCTION refuse_unsigned_license();

CREATE TABLE audit (
  id         text PRIMARY KEY,
  license_id text NOT NULL REFERENCES license,
  due_on     timestamptz NOT NULL,
  result     text NOT NULL CHECK (result IN ('passed', 'findings', 'failed')),
  findings   text NOT NULL DEFAULT '',
  remedy_due_on date,
  audited_by text NOT NULL,
  audited_at timestamptz NOT NULL,
  CHECK (result = 'passed' OR findings <> '')
);
CREATE INDEX audit_license ON audit (license_id);

GRANT SELECT, INSERT ON commerce_decision, audit TO ${applicationRole};
GRANT SELECT, INSERT ON license, license_condition TO ${applicationRole};
GRANT UPDATE (status) ON license TO ${applicationRole};
GRANT UPDATE (released_at) ON license_condition TO ${applicationRole};

-- What an audit or a usage report has shown that must be put right, by when, and who saw that it was.

CREATE TABLE finding (
  id         text PRIMARY KEY,
  license_id text NOT NULL REFERENCES license,
  source     text NOT NULL CHECK (source IN ('audit', 'usage')),
  -- The audit, or the report by its id.
  found_in   text NOT NULL,
  text       text NOT NULL CHECK (text <> ''),
  raised_by  text NOT NULL,
  raised_at  timestamptz NOT NULL,
  due_on     timestamptz NOT NULL CHECK (due_on >= raised_at)
);
CREATE INDEX finding_license ON finding (license_id);

-- Whoever looked whether it is put right; the last word counts. Never the person who raised it.
CREATE TABLE finding_check (
  finding_id text NOT NULL REFERENCES finding,
  number     int  NOT NULL CHECK (number > 0),
  mended     boolean NOT NULL,
  note       text NOT NULL CHECK (note <> ''),
  -- When it is not mended: the new date.
  due_on     timestamptz CHECK (mended = (due_on IS NULL)),
  checked_by text NOT NULL,
  checked_at timestamptz NOT NULL,
  PRIMARY KEY (finding_id, number)
);
CREATE UNIQUE INDEX finding_closed_once ON finding_check (finding_id) WHERE mended;

CREATE FUNCTION refuse_own_check() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM finding WHERE id = NEW.finding_id AND raised_by = NEW.checked_by) THEN
    RAISE EXCEPTION 'who raised a finding does not close it' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM finding_check WHERE finding_id = NEW.finding_id AND mended) THEN
    RAISE EXCEPTION 'this finding is closed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER finding_is_checked_by_another BEFORE INSERT ON finding_check
  FOR EACH ROW EXECUTE FUNCTION refuse_own_check();
CREATE TRIGGER finding_stays BEFORE UPDATE OR DELETE ON finding
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_check_stays BEFORE UPDATE OR DELETE ON finding_check
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON finding, finding_check TO ${applicationRole};

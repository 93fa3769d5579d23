-- What an audit or a usage report has shown that must be put right, by when, and who saw that it was.

CREATE TABLE finding (
  id           text PRIMARY KEY,
  license_id   text NOT NULL REFERENCES license,
  -- The license that answers for it: the one it is about or, once that was renewed, the new one.
  held_against text NOT NULL REFERENCES license,
  source       text NOT NULL CHECK (source IN ('audit', 'usage')),
  -- The audit, or the report by its id.
  found_in     text NOT NULL,
  text         text NOT NULL CHECK (text <> ''),
  raised_by    text NOT NULL,
  raised_at    timestamptz NOT NULL,
  due_on       timestamptz NOT NULL CHECK (due_on >= raised_at),
  -- Until a check says that it is put right.
  open         boolean NOT NULL DEFAULT true
);
CREATE INDEX finding_license ON finding (license_id);
CREATE INDEX finding_held_against ON finding (held_against);
-- Overviews want the few that are open; the others stay for ever and grow.
CREATE INDEX finding_open ON finding (held_against) WHERE open;

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

-- A finding stays as it was raised. It is closed by a check, and goes over to a license that renews the one it is held against.
CREATE FUNCTION refuse_finding_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.open AND NEW.held_against = NEW.license_id THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE'
     AND to_jsonb(NEW) - ARRAY['open', 'held_against'] = to_jsonb(OLD) - ARRAY['open', 'held_against']
     AND (NEW.open = OLD.open
          OR OLD.open AND EXISTS (SELECT 1 FROM finding_check WHERE finding_id = OLD.id AND mended))
     AND (NEW.held_against = OLD.held_against
          OR OLD.open AND EXISTS (SELECT 1 FROM license l JOIN application a ON a.id = l.application_id
                                  WHERE l.id = NEW.held_against AND a.renews = OLD.held_against)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of this finding is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER finding_stays BEFORE INSERT OR UPDATE OR DELETE ON finding
  FOR EACH ROW EXECUTE FUNCTION refuse_finding_change();

-- The application may add a check and not close a finding without one.
CREATE FUNCTION close_finding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  UPDATE finding SET open = false WHERE id = NEW.finding_id;
  RETURN NULL;
END $$;
CREATE TRIGGER finding_is_closed AFTER INSERT ON finding_check
  FOR EACH ROW WHEN (NEW.mended) EXECUTE FUNCTION close_finding();

CREATE TRIGGER finding_check_stays BEFORE UPDATE OR DELETE ON finding_check
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON finding, finding_check TO ${applicationRole};
GRANT UPDATE (held_against) ON finding TO ${applicationRole};

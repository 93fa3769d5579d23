-- What the watch over a license has done, so that nothing comes twice and anybody can count it.

-- The audits that were due, each opened once.
CREATE TABLE audit_due (
  license_id text NOT NULL REFERENCES license,
  due_on     timestamptz NOT NULL,
  opened_at  timestamptz NOT NULL,
  PRIMARY KEY (license_id, due_on)
);

-- From the first missing usage report of a license until none is missing.
CREATE TABLE overdue_report (
  id           text PRIMARY KEY,
  license_id   text NOT NULL REFERENCES license,
  -- The oldest that is missing.
  period_start date NOT NULL,
  period_end   date NOT NULL CHECK (period_end >= period_start),
  due_on       timestamptz NOT NULL,
  opened_at    timestamptz NOT NULL CHECK (opened_at >= due_on),
  ended_at     timestamptz CHECK (ended_at >= opened_at),
  UNIQUE (license_id, period_start, opened_at)
);
CREATE UNIQUE INDEX overdue_report_open ON overdue_report (license_id) WHERE ended_at IS NULL;

CREATE TABLE overdue_step (
  overdue_id text NOT NULL REFERENCES overdue_report,
  step       text NOT NULL CHECK (step IN ('reminder', 'warning', 'suspension', 'proposal')),
  -- Proposals come again.
  number     int  NOT NULL CHECK (number = 1 OR step = 'proposal' AND number > 0),
  taken_at   timestamptz NOT NULL,
  PRIMARY KEY (overdue_id, step, number)
);
CREATE FUNCTION refuse_step_out_of_order() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM overdue_report WHERE id = NEW.overdue_id AND ended_at IS NOT NULL) THEN
    RAISE EXCEPTION 'nothing is overdue any more' USING ERRCODE = 'check_violation';
  END IF;
  -- Nobody is suspended without the warning: notice and a chance to comply (5 USC 558(c)).
  IF NEW.step <> 'reminder' AND NOT EXISTS (SELECT 1 FROM overdue_step WHERE overdue_id = NEW.overdue_id
       AND step = CASE NEW.step WHEN 'warning' THEN 'reminder' WHEN 'suspension' THEN 'warning' ELSE 'suspension' END) THEN
    RAISE EXCEPTION 'no step of the overdue ladder is left out' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.step = 'suspension' AND EXISTS (SELECT 1 FROM overdue_step WHERE overdue_id = NEW.overdue_id
       AND step = 'warning' AND (taken_at AT TIME ZONE 'UTC')::date >= (NEW.taken_at AT TIME ZONE 'UTC')::date) THEN
    RAISE EXCEPTION 'nobody is suspended on the day of the warning' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER overdue_steps_follow BEFORE INSERT ON overdue_step
  FOR EACH ROW EXECUTE FUNCTION refuse_step_out_of_order();

-- It ends once, and nothing else of it changes.
CREATE FUNCTION refuse_odd_overdue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
     AND to_jsonb(NEW) - 'ended_at' = to_jsonb(OLD) - 'ended_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of an overdue report is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER overdue_report_stays BEFORE UPDATE OR DELETE ON overdue_report
  FOR EACH ROW EXECUTE FUNCTION refuse_odd_overdue_change();

CREATE TRIGGER audit_due_stays BEFORE UPDATE OR DELETE ON audit_due
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overdue_step_stays BEFORE UPDATE OR DELETE ON overdue_step
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON audit_due, overdue_report, overdue_step TO ${applicationRole};
GRANT UPDATE (ended_at) ON overdue_report TO ${applicationRole};

-- Overviews want the few that are suspended, and not to read every license for them.
CREATE INDEX license_suspended ON license (id) WHERE status = 'suspended';

-- What labs report of the use of each license, one row a report, in one table a month of the period's end: old months stay
-- where they are and new rows stay fast.

-- The day after which no period of a license begins.
ALTER TABLE license ADD COLUMN ended_at timestamptz;
GRANT UPDATE (ended_at) ON license TO ${applicationRole};

-- Counted once, whatever its month: a table in parts cannot promise that by itself.
CREATE TABLE usage_report_key (
  license_id     text  NOT NULL REFERENCES license,
  report_id      text  NOT NULL CHECK (report_id ~ '^[!-~]{1,100}$'),
  -- In which month it lies.
  period_end     date  NOT NULL,
  -- Of the report as it was understood: the same id with other content is another report.
  content_sha256 bytea NOT NULL CHECK (octet_length(content_sha256) = 32),
  PRIMARY KEY (license_id, report_id)
);

CREATE SEQUENCE usage_report_number;

CREATE TABLE usage_report (
  license_id    text   NOT NULL,
  report_id     text   NOT NULL,
  -- Days in UTC, the last one included.
  period_start  date   NOT NULL,
  period_end    date   NOT NULL,
  number        bigint NOT NULL DEFAULT nextval('usage_report_number'),
  requests      bigint NOT NULL CHECK (requests >= 0),
  tokens        bigint NOT NULL CHECK (tokens >= 0),
  active_users  bigint NOT NULL CHECK (active_users >= 0),
  foreign_users bigint NOT NULL CHECK (foreign_users >= 0),
  by_use_case   jsonb  NOT NULL CHECK (jsonb_typeof(by_use_case) = 'object'),
  incidents     bigint NOT NULL CHECK (incidents >= 0),
  countries     text[],
  remarks       text[] NOT NULL,
  supersedes    text,
  received_at   timestamptz NOT NULL,
  superseded_by text,
  PRIMARY KEY (license_id, period_end, report_id),
  CHECK (period_end >= period_start AND period_end - period_start < 366),
  CHECK (foreign_users <= active_users),
  CHECK (report_id NOT IN (supersedes, superseded_by))
) PARTITION BY RANGE (period_end);
-- Of two reports of one period only the later one counts.
CREATE UNIQUE INDEX usage_report_counted ON usage_report (license_id, period_end, period_start)
  WHERE superseded_by IS NULL;

CREATE FUNCTION refuse_usage_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.superseded_by IS NULL AND NEW.superseded_by IS NOT NULL
     AND to_jsonb(NEW) - 'superseded_by' = to_jsonb(OLD) - 'superseded_by' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of a usage report is refused: a correction is a report of its own', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER usage_report_stays BEFORE UPDATE OR DELETE ON usage_report
  FOR EACH ROW EXECUTE FUNCTION refuse_usage_change();

-- At the commit: what no longer counts was corrected by a report of the very same days.
CREATE FUNCTION refuse_made_up_correction() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM usage_report WHERE license_id = NEW.license_id AND report_id = NEW.superseded_by
                 AND period_end = NEW.period_end AND period_start = NEW.period_start
                 AND supersedes = NEW.report_id) THEN
    RAISE EXCEPTION 'a usage report is corrected by another report of the same days'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER usage_report_is_corrected AFTER INSERT OR UPDATE ON usage_report
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.superseded_by IS NOT NULL)
  EXECUTE FUNCTION refuse_made_up_correction();
CREATE TRIGGER usage_report_key_stays BEFORE UPDATE OR DELETE ON usage_report_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Opens a month before its first report. Made apart and then attached, which holds up no report of another month.
CREATE FUNCTION open_usage_month(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  part text := 'usage_report_' || to_char(month, 'YYYY_MM');
BEGIN
  IF extract(day FROM month) <> 1 OR month < '2020-01-01' OR month >= '2200-01-01' THEN
    RAISE EXCEPTION 'no month of usage reports begins on %', month USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('usage_report'), hashtext(part));
  IF to_regclass(part) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE usage_report INCLUDING ALL)', part);
    EXECUTE format('ALTER TABLE usage_report ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   part, month, (month + interval '1 month')::date);
  END IF;
END $$;
REVOKE ALL ON FUNCTION open_usage_month(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_usage_month(date) TO ${applicationRole};

-- What a report shows outside the published bounds, and the finding it belongs to: of each kind a license has one that is open.
CREATE TABLE usage_deviation (
  license_id text NOT NULL,
  report_id  text NOT NULL,
  kind       text NOT NULL,
  finding_id text NOT NULL REFERENCES finding,
  said       text NOT NULL CHECK (said <> ''),
  PRIMARY KEY (license_id, kind, report_id),
  FOREIGN KEY (license_id, report_id) REFERENCES usage_report_key
);
CREATE INDEX usage_deviation_finding ON usage_deviation (finding_id);
CREATE TRIGGER usage_deviation_stays BEFORE UPDATE OR DELETE ON usage_deviation
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT USAGE ON SEQUENCE usage_report_number TO ${applicationRole};
GRANT SELECT, INSERT ON usage_report_key, usage_report, usage_deviation TO ${applicationRole};
GRANT UPDATE (superseded_by) ON usage_report TO ${applicationRole};

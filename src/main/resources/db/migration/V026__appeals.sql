-- What an appeal undoes, and what it does not.

-- A confirmed match that was overturned on appeal. What intake wrote stays on record; the hit counts as cleared.
CREATE TABLE match_overturned (
  hit_id        text PRIMARY KEY REFERENCES hit_resolution,
  overturned_by text NOT NULL CHECK (overturned_by <> ''),
  overturned_at timestamptz NOT NULL
);
CREATE TRIGGER match_overturned_stays BEFORE UPDATE OR DELETE ON match_overturned
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON match_overturned TO ${applicationRole};

CREATE OR REPLACE FUNCTION is_screened(application text) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  WITH latest AS (
    SELECT lists, screened_at FROM screening
    WHERE application_id = application AND occasion <> 'list-change' AND result <> 'unavailable'
    ORDER BY screened_at DESC, id LIMIT 1
  ), in_force AS (
    SELECT id, version FROM screening_list WHERE retired_at IS NULL AND version > 0
  )
  SELECT EXISTS (SELECT 1 FROM latest) AND EXISTS (SELECT 1 FROM in_force)
     AND NOT EXISTS (
       SELECT 1 FROM latest, in_force
       WHERE NOT latest.lists @> jsonb_build_array(jsonb_build_object('list', in_force.id, 'version', in_force.version)))
     AND NOT EXISTS (
       SELECT 1 FROM screening s JOIN screening_hit h ON h.screening_id = s.id
       LEFT JOIN hit_resolution r ON r.hit_id = h.id
       LEFT JOIN match_overturned o ON o.hit_id = h.id
       WHERE s.application_id = application AND o.hit_id IS NULL
         AND (r.hit_id IS NULL
              OR r.resolution = 'true-match' AND s.screened_at >= (SELECT screened_at FROM latest)))
$$;

-- Does a reversal stand in for the signatures? It overrules what was said before it, whatever that was. Where an
-- agency had said nothing by then, as none has when a match was confirmed, there is nothing to overrule.
CREATE FUNCTION reversal_overrules(application text) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  WITH asked AS (
    SELECT DISTINCT ON (agency) id, agency FROM sign_off WHERE application_id = application ORDER BY agency, round DESC
  )
  SELECT EXISTS (
    SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
    WHERE a.application_id = application AND a.ground = 'denial' AND d.outcome = 'reversed'
      AND EXISTS (SELECT 1 FROM asked WHERE agency = 'commerce')
      AND NOT EXISTS (
        SELECT 1 FROM asked s
        WHERE NOT EXISTS (SELECT 1 FROM silence q WHERE q.sign_off_id = s.id AND q.recorded_at <= d.decided_at)
          AND NOT EXISTS (
            SELECT 1 FROM vote v JOIN countersignature c ON c.vote_id = v.id
            WHERE v.sign_off_id = s.id AND c.accepted AND v.vote <> 'need-information'
              AND c.signed_at <= d.decided_at)))
$$;

CREATE OR REPLACE FUNCTION refuse_unsigned_license() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF reversal_overrules(NEW.application_id) THEN
    RETURN NEW;
  END IF;
  IF (SELECT outcome FROM commerce_decision WHERE application_id = NEW.application_id
      ORDER BY round DESC LIMIT 1) IS DISTINCT FROM 'approve' THEN
    RAISE EXCEPTION 'no license: Commerce has not countersigned' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT agencies_consent(NEW.application_id) THEN
    RAISE EXCEPTION 'no license: a required agency has not concurred' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

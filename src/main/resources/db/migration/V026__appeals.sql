-- What an appeal undoes, and what it does not.

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

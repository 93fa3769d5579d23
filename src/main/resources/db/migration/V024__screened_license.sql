-- The lists move on while a case is decided: no license goes into force but for parties screened against the lists of
-- that moment.

-- A case is screened when it is received, and again before its license.
ALTER TABLE screening DROP CONSTRAINT screening_occasion_check;
ALTER TABLE screening ADD CONSTRAINT screening_occasion_check
  CHECK (occasion IN ('application', 'license', 'list-change'));

DROP FUNCTION is_cleared(text);

-- A confirmed match that was overturned on appeal. What intake wrote stays on record; the hit counts as cleared.
CREATE TABLE match_overturned (
  hit_id        text PRIMARY KEY REFERENCES hit_resolution,
  overturned_by text NOT NULL CHECK (overturned_by <> ''),
  overturned_at timestamptz NOT NULL
);
CREATE TRIGGER match_overturned_stays BEFORE UPDATE OR DELETE ON match_overturned
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON match_overturned TO ${applicationRole};

-- Is the last screening of everybody behind an application of the very versions now in force, does no hit wait for a
-- person, and has nobody confirmed a match in it or since? A match that was confirmed earlier is found again by a later
-- screening and looked at again, unless the entry has gone.
CREATE FUNCTION is_screened(application text) RETURNS boolean LANGUAGE sql STABLE
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

-- Whoever has screened for a license keeps the lists as they are until the license is there for all to see; whoever
-- changes a list waits for that, and then finds the license when licenses are screened again. Many issue at once.
CREATE FUNCTION hold_screening_lists() RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock_shared(x'53435245454e'::bigint)
$$;
CREATE FUNCTION wait_for_screened_licenses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(x'53435245454e'::bigint);
  RETURN NEW;
END $$;
CREATE TRIGGER list_waits_for_licenses BEFORE UPDATE OF version ON screening_list
  FOR EACH ROW WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION wait_for_screened_licenses();
CREATE TRIGGER list_waits_for_licenses_at_first BEFORE INSERT ON screening_list
  FOR EACH ROW WHEN (NEW.version > 0) EXECUTE FUNCTION wait_for_screened_licenses();

-- No license in force without that, whatever moved the process there.
CREATE FUNCTION refuse_unscreened_license() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  PERFORM hold_screening_lists();
  IF NOT is_screened(NEW.application_id) THEN
    RAISE EXCEPTION 'no license: its parties are not screened against the lists in force'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER license_parties_are_screened BEFORE INSERT ON license
  FOR EACH ROW WHEN (NEW.status = 'issued') EXECUTE FUNCTION refuse_unscreened_license();

-- A license that an appeal has won is owed at once; it is issued suspended when its parties are not screened yet.
CREATE FUNCTION hold_unscreened_license() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  INSERT INTO license_suspension (id, license_id, ground, reasons, suspended_at, suspended_by)
  VALUES (gen_random_uuid(), NEW.id, 'unscreened',
          'The parties behind this license are still to be screened against the lists in force.',
          NEW.issued_at, 'system');
  RETURN NEW;
END $$;
CREATE TRIGGER unscreened_license_is_held AFTER INSERT ON license
  FOR EACH ROW WHEN (NEW.status = 'suspended') EXECUTE FUNCTION hold_unscreened_license();

-- It is let go when they are screened, or when the match that was found suspends it in its own right.
CREATE FUNCTION refuse_unscreened_release() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  PERFORM hold_screening_lists();
  IF NOT is_screened((SELECT application_id FROM license WHERE id = NEW.license_id))
     AND NOT EXISTS (SELECT 1 FROM license_suspension
                     WHERE license_id = NEW.license_id AND ground = 'screening' AND lifted_at IS NULL) THEN
    RAISE EXCEPTION 'the parties of this license are not screened against the lists in force'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER unscreened_stays_held BEFORE UPDATE ON license_suspension
  FOR EACH ROW WHEN (OLD.ground = 'unscreened' AND OLD.lifted_at IS NULL)
  EXECUTE FUNCTION refuse_unscreened_release();

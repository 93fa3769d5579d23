-- Who acts is in the engine's directory: somebody who signed in once, or a member of the demonstration. A role that may not read
-- the directory finds nobody there, and so decides nothing.
CREATE OR REPLACE FUNCTION act_for(matter text, who text, role text, member_of text) RETURNS void LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  groups text[] := groups_of(who);
BEGIN
  IF who IS NULL OR who = 'system' THEN
    RAISE EXCEPTION 'a decision is somebody''s' USING ERRCODE = 'DU001';
  END IF;
  IF groups IS NULL THEN
    RAISE EXCEPTION 'nobody here is called %', who USING ERRCODE = 'DU001';
  END IF;
  PERFORM refuse_unfit(who, groups);
  IF member_of <> ALL (groups) THEN
    RAISE EXCEPTION 'only a member of % does this, and % is none', member_of, who USING ERRCODE = 'DU001';
  END IF;
  IF EXISTS (SELECT 1 FROM recusal r WHERE r.application_id = matter AND r.person = who) THEN
    RAISE EXCEPTION 'this person has stepped back from the case' USING ERRCODE = 'DU001';
  END IF;
  PERFORM take_duty(matter, who, role);
END $$;

-- Three agencies review every case, whatever a decision table says; others may be asked as well.
CREATE FUNCTION refuse_license_not_asked_for() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  missing text;
BEGIN
  SELECT string_agg(a, ', ' ORDER BY a) INTO missing FROM unnest(ARRAY['oncd', 'ostp', 'commerce']) a
    WHERE NOT EXISTS (SELECT 1 FROM sign_off s WHERE s.application_id = NEW.application_id AND s.agency = a);
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'no license: never asked: %', missing USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- The name makes it come after license_is_signed, which has the more telling words.
CREATE TRIGGER license_was_asked_for BEFORE INSERT ON license
  FOR EACH ROW EXECUTE FUNCTION refuse_license_not_asked_for();

-- What is no decision is somebody's of ours as well. Decisions are also made by the clock, and by applicants who withdraw.
CREATE OR REPLACE FUNCTION keep_unfit_out() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  who text := to_jsonb(NEW) ->> TG_ARGV[0];
  groups text[] := groups_of(who);
BEGIN
  IF groups IS NULL AND who <> 'system' AND TG_TABLE_NAME <> 'decision' THEN
    RAISE EXCEPTION 'nobody here is called %', who USING ERRCODE = 'DU001';
  END IF;
  PERFORM refuse_unfit(who, groups);
  RETURN NEW;
END $$;

-- Copies, holds and removals are made by the people of the records, diagrams changed by process owners.
CREATE FUNCTION keep_to_group() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  who text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  IF (TG_ARGV[1] = ANY (groups_of(who))) IS NOT TRUE THEN
    RAISE EXCEPTION 'only a member of % does this, and % is none', TG_ARGV[1], who USING ERRCODE = 'DU001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER who_prepares_keeps_records BEFORE INSERT ON case_copy
  FOR EACH ROW EXECUTE FUNCTION keep_to_group('prepared_by', 'records');
CREATE TRIGGER who_decides_keeps_records BEFORE INSERT ON case_copy_decision
  FOR EACH ROW EXECUTE FUNCTION keep_to_group('decided_by', 'records');
CREATE TRIGGER who_holds_keeps_records BEFORE INSERT ON legal_hold
  FOR EACH ROW EXECUTE FUNCTION keep_to_group('placed_by', 'records');
CREATE TRIGGER who_asks_keeps_records BEFORE INSERT ON erasure
  FOR EACH ROW EXECUTE FUNCTION keep_to_group('requested_by', 'records');
CREATE TRIGGER who_decides_keeps_records BEFORE INSERT ON erasure_decision
  FOR EACH ROW EXECUTE FUNCTION keep_to_group('decided_by', 'records');
CREATE TRIGGER who_proposes_is_owner BEFORE INSERT ON model_proposal
  FOR EACH ROW EXECUTE FUNCTION keep_to_group('proposed_by', 'process-owners');
CREATE TRIGGER who_decides_is_owner BEFORE INSERT ON model_decision
  FOR EACH ROW EXECUTE FUNCTION keep_to_group('decided_by', 'process-owners');

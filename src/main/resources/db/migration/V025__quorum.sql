-- A committee or a board decides when more than half of its seats have voted; every agency of the case has one.
CREATE OR REPLACE FUNCTION refuse_uncounted_decision() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE approving int; denying int; seats int;
BEGIN
  SELECT count(*) FILTER (WHERE outcome = 'approve'), count(*) FILTER (WHERE outcome = 'deny')
    INTO approving, denying FROM escalation_vote
  WHERE application_id = NEW.application_id AND round = NEW.round AND level = NEW.level;
  IF NEW.outcome = 'approve' AND approving <= denying OR NEW.outcome = 'deny' AND denying <= approving THEN
    RAISE EXCEPTION 'the votes of the % do not say %', NEW.level, NEW.outcome USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.outcome <> 'none' AND NEW.level IN ('committee', 'board') THEN
    SELECT count(DISTINCT agency) INTO seats FROM sign_off WHERE application_id = NEW.application_id;
    IF 2 * (approving + denying) <= seats THEN
      RAISE EXCEPTION 'no more than half of the % has voted', NEW.level USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;

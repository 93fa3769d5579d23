-- Rules of the review that code keeps and the database keeps as well.

-- Silence is recorded when the days of a sign-off are over. Pauses move that day later, nothing moves it earlier.
CREATE FUNCTION refuse_early_silence() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF NEW.due_on < (SELECT due_on FROM sign_off WHERE id = NEW.sign_off_id) THEN
    RAISE EXCEPTION 'the days of this sign-off are not over' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER silence_is_not_early BEFORE INSERT ON silence
  FOR EACH ROW EXECUTE FUNCTION refuse_early_silence();

-- Who countersigns the case for Commerce has drafted no vote in it.
CREATE FUNCTION refuse_drafter_of_the_case() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
             WHERE s.application_id = NEW.application_id AND v.drafted_by = NEW.signed_by) THEN
    RAISE EXCEPTION 'who drafted a vote of the case does not countersign it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drafters_do_not_decide BEFORE INSERT ON commerce_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_drafter_of_the_case();

-- An objection rests on a published criterion, a concurrence with conditions has one.
CREATE FUNCTION refuse_unfounded_position() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE this text := (SELECT vote FROM vote WHERE id = NEW.vote_id);
BEGIN
  IF NEW.accepted AND this = 'object'
     AND NOT EXISTS (SELECT 1 FROM vote_criterion WHERE vote_id = NEW.vote_id) THEN
    RAISE EXCEPTION 'an objection names a published criterion' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.accepted AND this = 'concur-with-conditions'
     AND NOT EXISTS (SELECT 1 FROM vote_condition WHERE vote_id = NEW.vote_id) THEN
    RAISE EXCEPTION 'a concurrence with conditions names them' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER position_is_founded BEFORE INSERT ON countersignature
  FOR EACH ROW EXECUTE FUNCTION refuse_unfounded_position();

-- What was signed stays as it was signed: nothing is put to a draft after the second person has answered it.
CREATE FUNCTION refuse_addition_to_signed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM countersignature WHERE vote_id = NEW.vote_id) THEN
    RAISE EXCEPTION 'this vote has been signed as it is' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_criteria_are_complete BEFORE INSERT ON vote_criterion
  FOR EACH ROW EXECUTE FUNCTION refuse_addition_to_signed();
CREATE TRIGGER signed_conditions_are_complete BEFORE INSERT ON vote_condition
  FOR EACH ROW EXECUTE FUNCTION refuse_addition_to_signed();
CREATE TRIGGER vote_criterion_stays BEFORE UPDATE OR DELETE ON vote_criterion
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vote_condition_stays BEFORE UPDATE OR DELETE ON vote_condition
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

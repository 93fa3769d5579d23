-- Conditions are released or changed by the agency that set them: before the license and after.

-- Before: what became of a condition that a vote has set. The vote itself stays as it was signed.
CREATE TABLE condition_change (
  vote_id    text NOT NULL,
  position   int  NOT NULL,
  step       int  NOT NULL CHECK (step > 0),
  text       text CHECK (text <> ''), -- none: released
  reasons    text NOT NULL CHECK (reasons <> ''),
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (vote_id, position, step),
  FOREIGN KEY (vote_id, position) REFERENCES vote_condition
);
CREATE TRIGGER condition_change_stays BEFORE UPDATE OR DELETE ON condition_change
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- After: a condition is released once and for good, and one that replaces another is of the same agency.
UPDATE license_condition c SET set_at = l.issued_at FROM license l WHERE l.id = c.license_id AND c.set_at IS NULL;
ALTER TABLE license_condition
  ALTER COLUMN set_at SET NOT NULL,
  ADD CONSTRAINT replaced_once UNIQUE (replaces);

CREATE FUNCTION refuse_odd_condition() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.released_at IS NOT NULL OR NEW.released_at IS NULL OR NEW.released_by IS NULL THEN
      RAISE EXCEPTION 'a condition is released once, by somebody, and stays released' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.replaces IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM license_condition
      WHERE id = NEW.replaces AND license_id = NEW.license_id AND agency = NEW.agency AND released_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a condition is replaced by its own agency, when it is released' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER condition_of_one_agency BEFORE INSERT OR UPDATE ON license_condition
  FOR EACH ROW EXECUTE FUNCTION refuse_odd_condition();

-- Who has stepped back from a case votes on no level of the ladder, and carries nothing up.
CREATE FUNCTION refuse_recused_on_the_ladder() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE who text;
BEGIN
  IF TG_TABLE_NAME = 'escalation_vote' THEN
    who := NEW.voted_by;
  ELSE
    who := NEW.responded_by;
  END IF;
  IF EXISTS (SELECT 1 FROM recusal WHERE application_id = NEW.application_id AND person = who) THEN
    RAISE EXCEPTION 'this person has stepped back from the case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recused_do_not_vote BEFORE INSERT ON escalation_vote
  FOR EACH ROW EXECUTE FUNCTION refuse_recused_on_the_ladder();
CREATE TRIGGER recused_do_not_respond BEFORE INSERT ON escalation_response
  FOR EACH ROW EXECUTE FUNCTION refuse_recused_on_the_ladder();

GRANT SELECT, INSERT ON condition_change TO ${applicationRole};

-- Separation of duties as the database keeps it, against our own code and against whoever has its role. What it refuses
-- has the code DU001, by which the application knows that a person is barred and nothing is broken.

-- In one matter a person has one role. The key is the rule: of two transactions at once the second waits for the first
-- and is refused, whatever its isolation lets it see. Rows are added by the triggers below and by nothing else.
CREATE TABLE duty (
  -- A case, a directive, or one question of a case that some may not answer twice.
  matter text NOT NULL CHECK (matter <> ''),
  person text NOT NULL CHECK (person <> ''),
  -- The agency or office acted for; of a question, the side taken.
  role   text NOT NULL CHECK (role <> ''),
  PRIMARY KEY (matter, person)
);
CREATE TRIGGER duty_stays BEFORE UPDATE OR DELETE ON duty FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER duties_stay BEFORE TRUNCATE ON duty FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Runs as the owner: the application adds to the table through it, and cannot write there otherwise.
CREATE FUNCTION take_duty(matter text, person text, role text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  INSERT INTO duty VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;
  IF NOT EXISTS (SELECT 1 FROM duty d WHERE d.matter = $1 AND d.person = $2 AND d.role = $3) THEN
    RAISE EXCEPTION 'nobody acts for two in one matter: % does not act as % here', $2, $3
      USING ERRCODE = 'DU001';
  END IF;
END $$;
REVOKE ALL ON FUNCTION take_duty(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_duty(text, text, text) TO ${applicationRole};

-- The groups a person is in, as the engine's directory has them; null of somebody whom it does not know. The engine makes its
-- tables after ours, and a role that may not read them (the owner of ours, as a rule) finds nobody there.
CREATE FUNCTION groups_of(who text) RETURNS text[] LANGUAGE plpgsql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF to_regclass('public.act_id_membership') IS NULL OR to_regclass('public.act_id_user') IS NULL THEN
    RETURN NULL;
  END IF;
  IF NOT has_table_privilege('public.act_id_membership', 'SELECT')
     OR NOT has_table_privilege('public.act_id_user', 'SELECT') THEN
    RETURN NULL;
  END IF;
  -- Apart from the above: to ask a table is forbidden as a whole, whatever else the question says.
  IF NOT EXISTS (SELECT 1 FROM public.act_id_user WHERE id_ = who) THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY(SELECT m.group_id_::text FROM public.act_id_membership m WHERE m.user_id_ = who);
END $$;

-- Groups that bar from deciding: administrators and process owners decide nothing, auditors nothing but audits.
CREATE FUNCTION refuse_unfit(who text, groups text[]) RETURNS void LANGUAGE plpgsql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF groups && ARRAY['administrators', 'camunda-admin'] THEN
    RAISE EXCEPTION 'an administrator decides nothing: %', who USING ERRCODE = 'DU001';
  END IF;
  IF 'process-owners' = ANY (groups) THEN
    RAISE EXCEPTION 'a process owner decides nothing: %', who USING ERRCODE = 'DU001';
  END IF;
  IF 'auditors' = ANY (groups) AND EXISTS (
      SELECT 1 FROM unnest(groups) g WHERE g IN ('intake', 'operating-committee', 'appeals')
        OR regexp_replace(g, '-directors$', '') IN (SELECT id FROM agency)) THEN
    RAISE EXCEPTION 'an auditor has no other office: %', who USING ERRCODE = 'DU001';
  END IF;
END $$;

-- Somebody acts in a matter for an agency or an office, as a member of a group. Whom the directory does not know is
-- judged by the matter alone.
CREATE FUNCTION act_for(matter text, who text, role text, member_of text) RETURNS void LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  groups text[] := groups_of(who);
BEGIN
  IF who IS NULL OR who = 'system' THEN
    RAISE EXCEPTION 'a decision is somebody''s' USING ERRCODE = 'DU001';
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

-- Votes, signatures and decisions of the review.
CREATE FUNCTION keep_duties_of_review() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  app text;
  office text;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'vote' THEN
      SELECT application_id, agency INTO app, office FROM sign_off WHERE id = NEW.sign_off_id;
      PERFORM act_for(app, NEW.drafted_by, office, office);
      -- Whoever drafts a vote never countersigns the case, in whichever order.
      PERFORM take_duty('countersigning ' || app, NEW.drafted_by, 'drafter');
    WHEN 'countersignature' THEN
      SELECT application_id, agency INTO app, office FROM sign_off
        WHERE id = (SELECT sign_off_id FROM vote WHERE id = NEW.vote_id);
      PERFORM act_for(app, NEW.signed_by, office, office || '-directors');
    WHEN 'commerce_decision' THEN
      PERFORM act_for(NEW.application_id, NEW.signed_by, 'commerce', 'commerce-directors');
      PERFORM take_duty('countersigning ' || NEW.application_id, NEW.signed_by, 'countersigner');
    WHEN 'rebuttal_decision' THEN
      PERFORM act_for(NEW.application_id, NEW.decided_by, 'commerce', 'commerce-directors');
    WHEN 'escalation_vote' THEN
      IF NEW.level IN ('chair', 'principals') THEN
        PERFORM act_for(NEW.application_id, NEW.voted_by, 'operating-committee', 'operating-committee');
      ELSE
        PERFORM act_for(NEW.application_id, NEW.voted_by, NEW.voter, NEW.voter || '-directors');
      END IF;
    WHEN 'escalation_response' THEN
      PERFORM act_for(NEW.application_id, NEW.responded_by, NEW.agency, NEW.agency || '-directors');
    WHEN 'hit_resolution' THEN
      SELECT s.application_id INTO app FROM screening_hit h JOIN screening s ON s.id = h.screening_id
        WHERE h.id = NEW.hit_id;
      PERFORM act_for(app, NEW.resolved_by, 'intake', 'intake');
    WHEN 'appeal_decision' THEN
      SELECT application_id INTO app FROM appeal WHERE id = NEW.appeal_id;
      PERFORM act_for(app, NEW.decided_by, 'appeals', 'appeals');
      -- Having decided one appeal is a part in the case, too.
      PERFORM take_duty('appeals of ' || app, NEW.decided_by, NEW.appeal_id);
  END CASE;
  RETURN NEW;
END $$;
CREATE TRIGGER who_drafts_is_apart BEFORE INSERT ON vote
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();
CREATE TRIGGER who_signs_is_apart BEFORE INSERT ON countersignature
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();
CREATE TRIGGER who_decides_is_apart BEFORE INSERT ON commerce_decision
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();
CREATE TRIGGER who_considers_is_apart BEFORE INSERT ON rebuttal_decision
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();
CREATE TRIGGER who_votes_is_apart BEFORE INSERT ON escalation_vote
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();
CREATE TRIGGER who_responds_is_apart BEFORE INSERT ON escalation_response
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();
CREATE TRIGGER who_resolves_is_apart BEFORE INSERT ON hit_resolution
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();
CREATE TRIGGER who_judges_is_apart BEFORE INSERT ON appeal_decision
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_review();

-- A condition is changed by a director of the agency that set it, or let go by who has so decided on appeal.
CREATE FUNCTION keep_duties_of_conditions() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  app text;
  office text;
  who text;
BEGIN
  IF TG_TABLE_NAME = 'condition_change' THEN
    who := NEW.changed_by;
    SELECT application_id, agency INTO app, office FROM sign_off
      WHERE id = (SELECT sign_off_id FROM vote WHERE id = NEW.vote_id);
  ELSE
    who := NEW.released_by;
    office := NEW.agency;
    SELECT application_id INTO app FROM license WHERE id = NEW.license_id;
  END IF;
  IF EXISTS (SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
             WHERE a.application_id = app AND a.ground = 'condition' AND d.outcome = 'reversed' AND d.decided_by = who) THEN
    PERFORM act_for(app, who, 'appeals', 'appeals');
  ELSE
    PERFORM act_for(app, who, office, office || '-directors');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER who_changes_is_apart BEFORE INSERT ON condition_change
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_conditions();
CREATE TRIGGER who_releases_is_apart BEFORE UPDATE ON license_condition
  FOR EACH ROW WHEN (NEW.released_by IS NOT NULL AND OLD.released_by IS NULL)
  EXECUTE FUNCTION keep_duties_of_conditions();

-- What is taken from a license, and who looks at how it is kept.
CREATE FUNCTION keep_duties_of_oversight() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  app text;
  office text;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'revocation' THEN
      PERFORM act_for(NEW.application_id, NEW.opened_by, NEW.opened_for, NEW.opened_for || '-directors');
    WHEN 'revocation_decision' THEN
      SELECT application_id, CASE WHEN NEW.withdrawn THEN opened_for ELSE 'commerce' END INTO app, office
        FROM revocation WHERE id = NEW.revocation_id;
      PERFORM act_for(app, NEW.decided_by, office, office || '-directors');
    WHEN 'sanction_decision' THEN
      SELECT l.application_id INTO app FROM sanction_proposal p JOIN license l ON l.id = p.license_id
        WHERE p.id = NEW.proposal_id;
      PERFORM act_for(app, NEW.decided_by, NEW.agency, NEW.agency || '-directors');
    WHEN 'audit_result' THEN
      SELECT l.application_id INTO app FROM audit a JOIN license l ON l.id = a.license_id WHERE a.id = NEW.audit_id;
      PERFORM act_for(app, NEW.audited_by, 'auditors', 'auditors');
    WHEN 'audit_confirmation' THEN
      SELECT l.application_id INTO app FROM audit a JOIN license l ON l.id = a.license_id WHERE a.id = NEW.audit_id;
      PERFORM act_for(app, NEW.confirmed_by, 'auditors', 'auditors');
    WHEN 'finding_check' THEN
      -- Of a finding that outlived a renewal, in both cases.
      FOR app IN SELECT DISTINCT l.application_id FROM finding f JOIN license l ON l.id IN (f.license_id, f.held_against)
                 WHERE f.id = NEW.finding_id ORDER BY 1 LOOP
        PERFORM act_for(app, NEW.checked_by, 'auditors', 'auditors');
      END LOOP;
  END CASE;
  RETURN NEW;
END $$;
CREATE TRIGGER who_opens_is_apart BEFORE INSERT ON revocation
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_oversight();
CREATE TRIGGER who_revokes_is_apart BEFORE INSERT ON revocation_decision
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_oversight();
CREATE TRIGGER who_sanctions_is_apart BEFORE INSERT ON sanction_decision
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_oversight();
CREATE TRIGGER who_audits_is_apart BEFORE INSERT ON audit_result
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_oversight();
CREATE TRIGGER who_confirms_is_apart BEFORE INSERT ON audit_confirmation
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_oversight();
CREATE TRIGGER who_checks_is_apart BEFORE INSERT ON finding_check
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_oversight();

-- A directive and each change of it: two people, of two agencies, and each for the same one throughout.
CREATE FUNCTION keep_duties_of_directive() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  first_person text;
  first_agency text;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'directive' THEN
      PERFORM act_for(NEW.id, NEW.drafted_by, NEW.drafted_for, NEW.drafted_for || '-directors');
    WHEN 'directive_change' THEN
      PERFORM act_for(NEW.directive_id, NEW.drafted_by, NEW.drafted_for, NEW.drafted_for || '-directors');
    WHEN 'directive_signature' THEN
      IF NEW.step = 0 THEN
        SELECT drafted_by, drafted_for INTO first_person, first_agency FROM directive WHERE id = NEW.directive_id;
      ELSE
        SELECT drafted_by, drafted_for INTO first_person, first_agency FROM directive_change
          WHERE directive_id = NEW.directive_id AND step = NEW.step;
      END IF;
      IF first_person IS NULL OR first_person = NEW.signed_by OR first_agency = NEW.signed_for THEN
        RAISE EXCEPTION 'a directive is countersigned by somebody of another agency' USING ERRCODE = 'DU001';
      END IF;
      IF first_agency || '-directors' = ANY (groups_of(NEW.signed_by)) THEN
        RAISE EXCEPTION 'who directs the drafting agency is of no other: %', NEW.signed_by
          USING ERRCODE = 'DU001';
      END IF;
      PERFORM act_for(NEW.directive_id, NEW.signed_by, NEW.signed_for, NEW.signed_for || '-directors');
  END CASE;
  RETURN NEW;
END $$;
CREATE TRIGGER who_drafts_is_apart BEFORE INSERT ON directive
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_directive();
CREATE TRIGGER who_changes_is_apart BEFORE INSERT ON directive_change
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_directive();
CREATE TRIGGER who_signs_is_apart BEFORE INSERT ON directive_signature
  FOR EACH ROW EXECUTE FUNCTION keep_duties_of_directive();

-- What is no decision and still moves a case is nobody's who may decide nothing.
CREATE FUNCTION keep_unfit_out() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  who text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  PERFORM refuse_unfit(who, groups_of(who));
  RETURN NEW;
END $$;
CREATE TRIGGER who_asks_is_fit BEFORE INSERT ON sign_off FOR EACH ROW EXECUTE FUNCTION keep_unfit_out('requested_by');
CREATE TRIGGER who_asks_is_fit BEFORE INSERT ON question FOR EACH ROW EXECUTE FUNCTION keep_unfit_out('asked_by');
CREATE TRIGGER who_asks_is_fit BEFORE INSERT ON audit_request FOR EACH ROW EXECUTE FUNCTION keep_unfit_out('asked_by');
CREATE TRIGGER who_orders_is_fit BEFORE INSERT ON audit_order FOR EACH ROW EXECUTE FUNCTION keep_unfit_out('ordered_by');
CREATE TRIGGER who_steps_back_is_fit BEFORE INSERT ON recusal FOR EACH ROW EXECUTE FUNCTION keep_unfit_out('person');
CREATE TRIGGER who_decides_is_fit BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION keep_unfit_out('decided_by');

-- What is on record already binds who did it; the first part somebody took is the one they have.
INSERT INTO duty (matter, person, role)
SELECT matter, person, role FROM (
  SELECT s.application_id AS matter, v.drafted_by AS person, s.agency AS role, v.drafted_at AS at
    FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
  UNION ALL SELECT s.application_id, c.signed_by, s.agency, c.signed_at
    FROM countersignature c JOIN vote v ON v.id = c.vote_id JOIN sign_off s ON s.id = v.sign_off_id
  UNION ALL SELECT application_id, signed_by, 'commerce', signed_at FROM commerce_decision
  UNION ALL SELECT application_id, decided_by, 'commerce', decided_at FROM rebuttal_decision
  UNION ALL SELECT application_id, voted_by,
      CASE WHEN level IN ('chair', 'principals') THEN 'operating-committee' ELSE voter END, voted_at FROM escalation_vote
  UNION ALL SELECT application_id, responded_by, agency, responded_at FROM escalation_response
  UNION ALL SELECT s.application_id, r.resolved_by, 'intake', r.resolved_at
    FROM hit_resolution r JOIN screening_hit h ON h.id = r.hit_id JOIN screening s ON s.id = h.screening_id
  UNION ALL SELECT a.application_id, d.decided_by, 'appeals', d.decided_at
    FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
  UNION ALL SELECT application_id, opened_by, opened_for, opened_at FROM revocation
  UNION ALL SELECT r.application_id, d.decided_by, CASE WHEN d.withdrawn THEN r.opened_for ELSE 'commerce' END, d.decided_at
    FROM revocation r JOIN revocation_decision d ON d.revocation_id = r.id
  UNION ALL SELECT l.application_id, d.decided_by, d.agency, d.decided_at
    FROM sanction_decision d JOIN sanction_proposal p ON p.id = d.proposal_id JOIN license l ON l.id = p.license_id
  UNION ALL SELECT l.application_id, r.audited_by, 'auditors', r.audited_at
    FROM audit_result r JOIN audit a ON a.id = r.audit_id JOIN license l ON l.id = a.license_id
  UNION ALL SELECT l.application_id, c.confirmed_by, 'auditors', c.confirmed_at
    FROM audit_confirmation c JOIN audit a ON a.id = c.audit_id JOIN license l ON l.id = a.license_id
  UNION ALL SELECT l.application_id, c.checked_by, 'auditors', c.checked_at
    FROM finding_check c JOIN finding f ON f.id = c.finding_id JOIN license l ON l.id IN (f.license_id, f.held_against)
  UNION ALL SELECT id, drafted_by, drafted_for, drafted_at FROM directive
  UNION ALL SELECT directive_id, drafted_by, drafted_for, drafted_at FROM directive_change
  UNION ALL SELECT directive_id, signed_by, signed_for, signed_at FROM directive_signature
  UNION ALL SELECT 'countersigning ' || s.application_id, v.drafted_by, 'drafter', v.drafted_at
    FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
  UNION ALL SELECT 'countersigning ' || application_id, signed_by, 'countersigner', signed_at FROM commerce_decision
  UNION ALL SELECT 'appeals of ' || a.application_id, d.decided_by, a.id, d.decided_at
    FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id) taken
WHERE person <> 'system' ORDER BY at
ON CONFLICT DO NOTHING;

GRANT SELECT ON duty TO ${applicationRole};

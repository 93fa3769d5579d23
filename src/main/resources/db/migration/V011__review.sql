-- The review in full: clocks, questions, silence, recusal, escalation, intent to deny, appeal.

-- Of a case that is decided, one row; of one decided again, on appeal or after a remand, the next row.
ALTER TABLE decision DROP CONSTRAINT decision_pkey;
ALTER TABLE decision DROP CONSTRAINT decision_outcome_check;
ALTER TABLE decision
  ADD COLUMN round int NOT NULL DEFAULT 1 CHECK (round > 0),
  ADD COLUMN public_reasons text NOT NULL DEFAULT '',
  ADD COLUMN internal_reasons text NOT NULL DEFAULT '',
  ADD PRIMARY KEY (application_id, round),
  ADD CHECK (outcome IN ('approved', 'approved-with-conditions', 'denied', 'returned', 'withdrawn', 'closed-unanswered'));

-- The ledger of clocks. Whose clock (holder: an agency, intake, the applicant, ...) was started, paused,
-- resumed or stopped, by whom and why. Days and unit: of a start the time allowed, of a pause its cap.
-- due_on: of a start or resumption when the clock runs out, of a pause when it ends at the latest.
CREATE TABLE clock_event (
  seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  clock          text NOT NULL,
  holder         text NOT NULL,
  event          text NOT NULL CHECK (event IN ('started', 'paused', 'resumed', 'stopped')),
  at             timestamptz NOT NULL,
  actor          text NOT NULL CHECK (actor <> ''),
  ground         text NOT NULL CHECK (ground <> ''),
  days           int CHECK (days > 0),
  unit           text CHECK (unit IN ('calendar', 'working')),
  due_on         timestamptz,
  CHECK ((days IS NULL) = (unit IS NULL)),
  CHECK (event <> 'started' OR days IS NOT NULL),
  CHECK ((event = 'stopped') = (due_on IS NULL))
);
CREATE INDEX clock_event_case ON clock_event (application_id, clock, holder, seq);

CREATE FUNCTION refuse_odd_clock_event() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE before text; since timestamptz;
BEGIN
  SELECT event, at INTO before, since FROM clock_event
  WHERE application_id = NEW.application_id AND clock = NEW.clock AND holder = NEW.holder
  ORDER BY seq DESC LIMIT 1;
  IF NOT (CASE NEW.event
       WHEN 'started' THEN before IS NULL OR before = 'stopped'
       WHEN 'paused'  THEN before IN ('started', 'resumed')
       WHEN 'resumed' THEN before = 'paused'
       ELSE before IN ('started', 'paused', 'resumed') END)
     OR before IS NULL AND NEW.event <> 'started'
     OR NEW.at < since THEN
    RAISE EXCEPTION 'the clock % of % cannot be % now', NEW.clock, NEW.holder, NEW.event
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clock_events_follow BEFORE INSERT ON clock_event
  FOR EACH ROW EXECUTE FUNCTION refuse_odd_clock_event();
CREATE TRIGGER clock_event_stays BEFORE UPDATE OR DELETE ON clock_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A deadline that passed, found by the system itself. The applicant can appeal it.
CREATE TABLE missed_deadline (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  clock          text NOT NULL,
  holder         text NOT NULL,
  due_on         timestamptz NOT NULL,
  recorded_at    timestamptz NOT NULL CHECK (recorded_at >= due_on),
  UNIQUE (application_id, clock, holder, due_on)
);
CREATE TRIGGER missed_deadline_stays BEFORE UPDATE OR DELETE ON missed_deadline
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Sign-offs: an agency is asked once a round; a remand or a rebuttal opens the next.
ALTER TABLE sign_off DROP CONSTRAINT sign_off_application_id_agency_key;
ALTER TABLE sign_off
  ADD COLUMN round int NOT NULL DEFAULT 1 CHECK (round > 0),
  ADD COLUMN requested_by text NOT NULL DEFAULT 'system',
  ALTER COLUMN policy_version DROP NOT NULL,
  ALTER COLUMN policy_sha256 DROP NOT NULL,
  ADD CONSTRAINT sign_off_asked_once UNIQUE (application_id, agency, round);

ALTER TABLE vote
  ADD COLUMN public_reasons text NOT NULL DEFAULT '',
  ADD COLUMN internal_reasons text NOT NULL DEFAULT '',
  ADD COLUMN cure text NOT NULL DEFAULT '',
  ADD CHECK (vote <> 'need-information' OR question <> '');

-- An agency that let its time pass. Recorded as silence: it is nobody's signature.
CREATE TABLE silence (
  sign_off_id text PRIMARY KEY REFERENCES sign_off,
  due_on      timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  CHECK (recorded_at >= due_on)
);
CREATE TRIGGER silence_stays BEFORE UPDATE OR DELETE ON silence
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- One position a sign-off: one accepted vote other than a question, or silence.
CREATE OR REPLACE FUNCTION refuse_second_position() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE asked text; this text;
BEGIN
  IF TG_TABLE_NAME = 'silence' THEN
    asked := NEW.sign_off_id; this := 'silence';
  ELSE
    SELECT sign_off_id, vote INTO asked, this FROM vote WHERE id = NEW.vote_id;
    IF NOT NEW.accepted THEN RETURN NEW; END IF;
  END IF;
  PERFORM 1 FROM sign_off WHERE id = asked FOR UPDATE;
  IF EXISTS (SELECT 1 FROM silence WHERE sign_off_id = asked)
     OR EXISTS (SELECT 1 FROM countersignature c JOIN vote v ON v.id = c.vote_id
                WHERE c.accepted AND v.vote <> 'need-information' AND v.sign_off_id = asked) THEN
    RAISE EXCEPTION 'this sign-off already has a position' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_position BEFORE INSERT ON silence
  FOR EACH ROW EXECUTE FUNCTION refuse_second_position();

-- Who has stepped back from a case, and why.
CREATE TABLE recusal (
  application_id text NOT NULL REFERENCES application,
  person         text NOT NULL,
  reasons        text NOT NULL CHECK (reasons <> ''),
  recused_at     timestamptz NOT NULL,
  PRIMARY KEY (application_id, person)
);
CREATE TRIGGER recusal_stays BEFORE UPDATE OR DELETE ON recusal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_recused() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE who text; app text;
BEGIN
  IF TG_TABLE_NAME = 'vote' THEN
    who := NEW.drafted_by;
    app := (SELECT application_id FROM sign_off WHERE id = NEW.sign_off_id);
  ELSIF TG_TABLE_NAME = 'countersignature' THEN
    who := NEW.signed_by;
    app := (SELECT s.application_id FROM sign_off s JOIN vote v ON v.sign_off_id = s.id WHERE v.id = NEW.vote_id);
  ELSE
    who := NEW.signed_by;
    app := NEW.application_id;
  END IF;
  IF EXISTS (SELECT 1 FROM recusal WHERE application_id = app AND person = who) THEN
    RAISE EXCEPTION 'this person has stepped back from the case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recused_do_not_draft BEFORE INSERT ON vote FOR EACH ROW EXECUTE FUNCTION refuse_recused();
CREATE TRIGGER recused_do_not_sign BEFORE INSERT ON countersignature FOR EACH ROW EXECUTE FUNCTION refuse_recused();
CREATE TRIGGER recused_do_not_decide BEFORE INSERT ON commerce_decision FOR EACH ROW EXECUTE FUNCTION refuse_recused();

-- What the applicant was asked; asker is intake or an agency.
CREATE TABLE question (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  asker          text NOT NULL,
  question       text NOT NULL CHECK (question <> ''),
  asked_by       text NOT NULL,
  asked_at       timestamptz NOT NULL,
  remind_on      timestamptz NOT NULL,
  due_on         timestamptz NOT NULL CHECK (due_on > asked_at),
  state          text NOT NULL CHECK (state IN ('open', 'answered', 'unanswered', 'dropped')),
  closed_at      timestamptz,
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX question_case ON question (application_id);
CREATE UNIQUE INDEX question_one_at_a_time ON question (application_id, asker) WHERE state = 'open';

CREATE TABLE answer (
  question_id text PRIMARY KEY REFERENCES question,
  answer      text NOT NULL CHECK (answer <> ''),
  attachments text[] NOT NULL DEFAULT '{}',
  answered_by text NOT NULL,
  answered_at timestamptz NOT NULL
);
CREATE TRIGGER answer_stays BEFORE UPDATE OR DELETE ON answer
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Commerce may decide a case again after a rebuttal or a remand.
ALTER TABLE commerce_decision DROP CONSTRAINT commerce_decision_pkey;
ALTER TABLE commerce_decision
  ADD COLUMN round int NOT NULL DEFAULT 1 CHECK (round > 0),
  ADD COLUMN public_reasons text NOT NULL DEFAULT '',
  ADD COLUMN internal_reasons text NOT NULL DEFAULT '',
  ADD COLUMN criteria text[] NOT NULL DEFAULT '{}',
  ADD COLUMN evidence text NOT NULL DEFAULT '',
  ADD COLUMN cure text NOT NULL DEFAULT '',
  ADD PRIMARY KEY (application_id, round);

-- The ladder of a disagreement: chair, committee, board, principals. A case may climb it again after a rebuttal.
CREATE TABLE escalation (
  application_id text NOT NULL REFERENCES application,
  round          int  NOT NULL CHECK (round > 0),
  opened_at      timestamptz NOT NULL,
  PRIMARY KEY (application_id, round)
);

CREATE TABLE escalation_vote (
  application_id   text NOT NULL,
  round            int  NOT NULL,
  level            text NOT NULL CHECK (level IN ('chair', 'committee', 'board', 'principals')),
  voter            text NOT NULL, -- the agency voting; of chair and principals the level's own name
  outcome          text NOT NULL CHECK (outcome IN ('approve', 'deny')),
  reasons          text NOT NULL CHECK (reasons <> ''),
  public_reasons   text NOT NULL DEFAULT '',
  internal_reasons text NOT NULL DEFAULT '',
  voted_by         text NOT NULL,
  voted_at         timestamptz NOT NULL,
  PRIMARY KEY (application_id, round, level, voter),
  FOREIGN KEY (application_id, round) REFERENCES escalation
);

-- What a level decided. 'none': its time passed, or no side had a majority; the case goes up.
CREATE TABLE escalation_decision (
  application_id text NOT NULL,
  round          int  NOT NULL,
  level          text NOT NULL CHECK (level IN ('chair', 'committee', 'board', 'principals')),
  outcome        text NOT NULL CHECK (outcome IN ('approve', 'deny', 'none')),
  decided_at     timestamptz NOT NULL,
  PRIMARY KEY (application_id, round, level),
  FOREIGN KEY (application_id, round) REFERENCES escalation
);

-- An agency's answer in the days it has to carry a decision up.
CREATE TABLE escalation_response (
  application_id text NOT NULL,
  round          int  NOT NULL,
  level          text NOT NULL CHECK (level IN ('chair', 'committee')),
  agency         text NOT NULL REFERENCES agency,
  escalates      boolean NOT NULL,
  reasons        text NOT NULL DEFAULT '',
  responded_by   text NOT NULL,
  responded_at   timestamptz NOT NULL,
  PRIMARY KEY (application_id, round, level, agency),
  FOREIGN KEY (application_id, round) REFERENCES escalation,
  CHECK (NOT escalates OR reasons <> '')
);

-- A decision of a level is what its votes say, whatever the process believes.
CREATE FUNCTION refuse_uncounted_decision() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE approving int; denying int;
BEGIN
  SELECT count(*) FILTER (WHERE outcome = 'approve'), count(*) FILTER (WHERE outcome = 'deny')
    INTO approving, denying FROM escalation_vote
  WHERE application_id = NEW.application_id AND round = NEW.round AND level = NEW.level;
  IF NEW.outcome = 'approve' AND approving <= denying OR NEW.outcome = 'deny' AND denying <= approving THEN
    RAISE EXCEPTION 'the votes of the % do not say %', NEW.level, NEW.outcome USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER votes_decide BEFORE INSERT ON escalation_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_uncounted_decision();

CREATE TRIGGER escalation_stays BEFORE UPDATE OR DELETE ON escalation
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER escalation_vote_stays BEFORE UPDATE OR DELETE ON escalation_vote
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER escalation_decision_stays BEFORE UPDATE OR DELETE ON escalation_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER escalation_response_stays BEFORE UPDATE OR DELETE ON escalation_response
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Notice that access is about to be denied, and what the applicant said to it.
CREATE TABLE denial_notice (
  application_id text NOT NULL REFERENCES application,
  round          int  NOT NULL CHECK (round > 0),
  ground         text NOT NULL CHECK (ground IN ('true-match', 'commerce', 'escalation')),
  reasons        text NOT NULL CHECK (reasons <> ''),
  public_reasons text NOT NULL DEFAULT '',
  criteria       text[] NOT NULL CHECK (cardinality(criteria) > 0),
  evidence       text NOT NULL CHECK (evidence <> ''),
  curable        text NOT NULL CHECK (curable <> ''),
  contact        text NOT NULL CHECK (contact <> ''),
  notified_at    timestamptz NOT NULL,
  rebuttal_by    timestamptz NOT NULL CHECK (rebuttal_by > notified_at),
  final_on       timestamptz NOT NULL CHECK (final_on >= rebuttal_by),
  PRIMARY KEY (application_id, round)
);
CREATE TRIGGER denial_notice_stays BEFORE UPDATE OR DELETE ON denial_notice
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE rebuttal (
  application_id text NOT NULL,
  round          int  NOT NULL,
  text           text NOT NULL CHECK (text <> ''),
  evidence       text[] NOT NULL DEFAULT '{}',
  received_from  text NOT NULL,
  received_at    timestamptz NOT NULL,
  PRIMARY KEY (application_id, round),
  FOREIGN KEY (application_id, round) REFERENCES denial_notice
);
CREATE TRIGGER rebuttal_stays BEFORE UPDATE OR DELETE ON rebuttal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE rebuttal_decision (
  application_id   text NOT NULL,
  round            int  NOT NULL,
  outcome          text NOT NULL CHECK (outcome IN ('refuse', 'reopen')),
  reasons          text NOT NULL CHECK (reasons <> ''),
  public_reasons   text NOT NULL DEFAULT '',
  internal_reasons text NOT NULL DEFAULT '',
  decided_by       text NOT NULL,
  decided_at       timestamptz NOT NULL,
  PRIMARY KEY (application_id, round),
  FOREIGN KEY (application_id, round) REFERENCES rebuttal
);
CREATE TRIGGER rebuttal_decision_stays BEFORE UPDATE OR DELETE ON rebuttal_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE appeal (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  number         int  NOT NULL CHECK (number > 0),
  ground         text NOT NULL CHECK (ground IN ('denial', 'condition', 'suspension', 'missed-deadline')),
  subject        text NOT NULL, -- the condition, suspension or missed deadline; of a denial the application
  text           text NOT NULL CHECK (text <> ''),
  filed_by       text NOT NULL,
  filed_at       timestamptz NOT NULL,
  target_on      timestamptz NOT NULL,
  UNIQUE (application_id, number),
  UNIQUE (application_id, ground, subject)
);
CREATE TRIGGER appeal_stays BEFORE UPDATE OR DELETE ON appeal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE appeal_decision (
  appeal_id        text PRIMARY KEY REFERENCES appeal,
  outcome          text NOT NULL CHECK (outcome IN ('upheld', 'reversed', 'remanded')),
  agency           text REFERENCES agency,
  reasons          text NOT NULL CHECK (reasons <> ''),
  public_reasons   text NOT NULL DEFAULT '',
  internal_reasons text NOT NULL DEFAULT '',
  decided_by       text NOT NULL,
  decided_at       timestamptz NOT NULL,
  CHECK ((outcome = 'remanded') = (agency IS NOT NULL))
);
CREATE TRIGGER appeal_decision_stays BEFORE UPDATE OR DELETE ON appeal_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Who took part in a case may not decide its appeal.
CREATE FUNCTION refuse_judge_of_own_case() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE app text := (SELECT application_id FROM appeal WHERE id = NEW.appeal_id);
BEGIN
  IF EXISTS (SELECT 1 FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
             WHERE s.application_id = app AND v.drafted_by = NEW.decided_by)
     OR EXISTS (SELECT 1 FROM countersignature c JOIN vote v ON v.id = c.vote_id JOIN sign_off s ON s.id = v.sign_off_id
                WHERE s.application_id = app AND c.signed_by = NEW.decided_by)
     OR EXISTS (SELECT 1 FROM commerce_decision WHERE application_id = app AND signed_by = NEW.decided_by)
     OR EXISTS (SELECT 1 FROM escalation_vote WHERE application_id = app AND voted_by = NEW.decided_by)
     OR EXISTS (SELECT 1 FROM rebuttal_decision WHERE application_id = app AND decided_by = NEW.decided_by)
     OR EXISTS (SELECT 1 FROM recusal WHERE application_id = app AND person = NEW.decided_by) THEN
    RAISE EXCEPTION 'an appeal is decided by somebody who took no part in the case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_is_new BEFORE INSERT ON appeal_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_judge_of_own_case();

-- A condition is released, or changed by releasing it for one that replaces it, by its own agency.
ALTER TABLE license_condition
  ADD COLUMN replaces text REFERENCES license_condition,
  ADD COLUMN set_at timestamptz,
  ADD COLUMN released_by text,
  ADD COLUMN release_reasons text,
  ADD CHECK (released_by IS NULL OR released_at IS NOT NULL AND release_reasons <> '');
GRANT UPDATE (released_by, release_reasons) ON license_condition TO ${applicationRole};

-- Does the last word of each required agency, or of the ladder, let a license be issued?
CREATE FUNCTION agencies_consent(application text) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  WITH asked AS (
    SELECT DISTINCT ON (agency) id, agency FROM sign_off WHERE application_id = application ORDER BY agency, round DESC
  ), ladder AS (
    SELECT e.opened_at, d.outcome FROM escalation e JOIN escalation_decision d USING (application_id, round)
    WHERE e.application_id = application
    ORDER BY e.round DESC, array_position(ARRAY['principals', 'board', 'committee', 'chair'], d.level) LIMIT 1
  )
  SELECT EXISTS (SELECT 1 FROM asked) AND NOT EXISTS (
    SELECT 1 FROM asked a WHERE NOT EXISTS (
        SELECT 1 FROM vote v JOIN countersignature c ON c.vote_id = v.id
        WHERE v.sign_off_id = a.id AND c.accepted AND v.vote IN ('concur', 'concur-with-conditions'))
      AND NOT EXISTS (SELECT 1 FROM silence WHERE sign_off_id = a.id)
      AND NOT EXISTS (
        SELECT 1 FROM ladder l, vote v JOIN countersignature c ON c.vote_id = v.id
        WHERE v.sign_off_id = a.id AND c.accepted AND v.vote = 'object'
          AND l.outcome = 'approve' AND c.signed_at <= l.opened_at))
$$;

CREATE OR REPLACE FUNCTION refuse_unsigned_license() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
             WHERE a.application_id = NEW.application_id AND a.ground = 'denial' AND d.outcome = 'reversed') THEN
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

-- A recipient is told once of each step; of a step that comes again (a question), once of each thing it is about.
ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice DROP CONSTRAINT notice_application_id_kind_recipient_key;
ALTER TABLE notice
  ADD COLUMN about text NOT NULL DEFAULT '',
  ADD CHECK (kind ~ '^[a-z]+(-[a-z]+)*$'),
  ADD UNIQUE (application_id, kind, about, recipient);

-- Rows that stay, also against their owner.
CREATE TRIGGER vote_stays BEFORE UPDATE OR DELETE ON vote FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER countersignature_stays BEFORE UPDATE OR DELETE ON countersignature
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commerce_decision_stays BEFORE UPDATE OR DELETE ON commerce_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON clock_event, missed_deadline, silence, recusal, question, answer, escalation, escalation_vote,
  escalation_decision, escalation_response, denial_notice, rebuttal, rebuttal_decision, appeal, appeal_decision
  TO ${applicationRole};
GRANT UPDATE (state, closed_at) ON question TO ${applicationRole};

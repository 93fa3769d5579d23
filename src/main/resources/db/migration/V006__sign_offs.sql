CREATE TABLE agency (
  id         text PRIMARY KEY,
  name       text NOT NULL,
  short_name text NOT NULL
);
INSERT INTO agency VALUES
('oncd', 'Office of the National Cyber Director', 'ONCD'),
('ostp', 'Office of Science and Technology Policy', 'OSTP'),
('commerce', 'Department of Commerce', 'Commerce'),
('state', 'Department of State', 'State'),
('energy', 'Department of Energy', 'Energy'),
('defense', 'Department of Defense', 'Defense'),
('hhs', 'Department of Health and Human Services', 'HHS');

-- An agency whose position a case needs, and why.
CREATE TABLE sign_off (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  agency         text NOT NULL REFERENCES agency,
  ground         text NOT NULL,
  policy_version int  NOT NULL,
  policy_sha256  text NOT NULL,
  requested_at   timestamptz NOT NULL,
  due_on         timestamptz NOT NULL,
  UNIQUE (application_id, agency)
);

-- A drafted position. Rows stay for ever, also when a director sends the draft back.
CREATE TABLE vote (
  id          text PRIMARY KEY,
  sign_off_id text NOT NULL REFERENCES sign_off,
  round       int  NOT NULL CHECK (round > 0),
  vote        text NOT NULL CHECK (vote IN ('concur', 'concur-with-conditions', 'object', 'need-information')),
  reasons     text NOT NULL DEFAULT '',
  evidence    text NOT NULL DEFAULT '',
  question    text NOT NULL DEFAULT '',
  drafted_by  text NOT NULL,
  drafted_at  timestamptz NOT NULL,
  UNIQUE (sign_off_id, round),
  UNIQUE (id, drafted_by),
  CHECK (vote <> 'object' OR (reasons <> '' AND evidence <> ''))
);

CREATE TABLE vote_criterion (
  vote_id           text NOT NULL REFERENCES vote,
  criterion_id      text NOT NULL,
  criterion_version int  NOT NULL,
  PRIMARY KEY (vote_id, criterion_id),
  FOREIGN KEY (criterion_id, criterion_version) REFERENCES criterion
);

CREATE TABLE vote_condition (
  vote_id  text NOT NULL REFERENCES vote,
  position int  NOT NULL,
  text     text NOT NULL,
  PRIMARY KEY (vote_id, position)
);

-- The second person's answer to a draft. The composite key carries the drafter along, so that the
-- database itself refuses two signatures of one person.
CREATE TABLE countersignature (
  vote_id    text PRIMARY KEY,
  drafted_by text NOT NULL,
  signed_by  text NOT NULL,
  accepted   boolean NOT NULL,
  note       text NOT NULL DEFAULT '',
  signed_at  timestamptz NOT NULL,
  FOREIGN KEY (vote_id, drafted_by) REFERENCES vote (id, drafted_by),
  CONSTRAINT second_person CHECK (signed_by <> drafted_by),
  CONSTRAINT rejection_says_why CHECK (accepted OR note <> '')
);

-- An agency has at most one accepted vote in a case.
CREATE FUNCTION refuse_second_position() RETURNS trigger LANGUAGE plpgsql
  -- Fixed, so that no table of the same name elsewhere can be put in the place of ours.
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF NEW.accepted THEN
    PERFORM 1 FROM sign_off WHERE id = (SELECT sign_off_id FROM vote WHERE id = NEW.vote_id) FOR UPDATE;
    IF EXISTS (SELECT 1 FROM countersignature c JOIN vote v ON v.id = c.vote_id
               WHERE c.accepted AND v.sign_off_id = (SELECT sign_off_id FROM vote WHERE id = NEW.vote_id)) THEN
      RAISE EXCEPTION 'this sign-off already has an accepted vote' USING ERRCODE = 'unique_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_position BEFORE INSERT ON countersignature
  FOR EACH ROW EXECUTE FUNCTION refuse_second_position();

GRANT SELECT ON agency TO ${applicationRole};
GRANT SELECT, INSERT ON sign_off TO ${applicationRole};
-- Needed by SELECT … FOR UPDATE only; nothing updates its rows.
GRANT UPDATE (due_on) ON sign_off TO ${applicationRole};
GRANT SELECT, INSERT ON vote, vote_criterion, vote_condition, countersignature TO ${applicationRole};

-- Who a subject of an identity provider is here. A name is given once: neither does somebody who is renamed there become a
-- second person here, nor does a newcomer with a leaver's name become that leaver.
CREATE TABLE staff_identity (
  issuer      text        NOT NULL,
  subject     text        NOT NULL,
  person      varchar(64) NOT NULL UNIQUE CHECK (person = lower(person)),
  known_since timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When the newest token was issued that we have seen: an older one changes nothing any more.
  told_at     timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);

-- The issuer may be renamed by the owner of the schema, when a provider moves; who is who may not.
CREATE FUNCTION refuse_other_person() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.subject <> OLD.subject OR NEW.person <> OLD.person
     OR NEW.known_since <> OLD.known_since THEN
    RAISE EXCEPTION '% of % is refused: a name is given once', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER staff_identity_stays BEFORE UPDATE OR DELETE ON staff_identity
  FOR EACH ROW EXECUTE FUNCTION refuse_other_person();
CREATE TRIGGER staff_identities_stay BEFORE TRUNCATE ON staff_identity
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What decides whether a session is still good, on every node and at once. The session itself (spring_session) only
-- remembers for a browser which of these is its own.
CREATE TABLE staff_session (
  id               uuid        PRIMARY KEY,
  person           varchar(64) NOT NULL,
  issuer           text,
  subject          text,
  provider_session text,
  began_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at         timestamptz,
  ended_by         text        CHECK (ended_by IN ('person', 'provider', 'newer-session', 'groups')),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX staff_session_of_person ON staff_session (person, began_at) WHERE ended_at IS NULL;
CREATE INDEX staff_session_of_provider ON staff_session (provider_session) WHERE ended_at IS NULL;
CREATE INDEX staff_session_of_subject ON staff_session (subject) WHERE ended_at IS NULL;
CREATE INDEX staff_session_by_age ON staff_session (began_at);

REVOKE ALL ON staff_identity, staff_session FROM ${applicationRole};
GRANT SELECT, INSERT, UPDATE (told_at) ON staff_identity TO ${applicationRole};
GRANT SELECT, INSERT, DELETE, UPDATE (ended_at, ended_by) ON staff_session TO ${applicationRole};

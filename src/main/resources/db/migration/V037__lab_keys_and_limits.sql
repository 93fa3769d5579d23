-- A lab signs in with keys of its own. Rows stay: a key that was removed never comes back, and no key is two labs'.
CREATE TABLE lab_key (
  -- The thumbprint of the key (RFC 7638): the same key has the same name wherever it is registered.
  kid        text        PRIMARY KEY CHECK (kid ~ '^[A-Za-z0-9_-]{43}$'),
  lab_id     text        NOT NULL REFERENCES lab,
  jwk        jsonb       NOT NULL,
  added_at   timestamptz NOT NULL,
  added_by   text        NOT NULL CHECK (added_by <> ''),
  removed_at timestamptz,
  removed_by text CHECK (removed_by <> ''),
  CONSTRAINT key_is_public CHECK (NOT jwk ?| ARRAY['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']),
  CONSTRAINT removed_by_somebody CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE INDEX lab_key_in_use ON lab_key (lab_id) WHERE removed_at IS NULL;

CREATE FUNCTION refuse_sixth_key() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  PERFORM 1 FROM lab WHERE id = NEW.lab_id FOR UPDATE;
  IF (SELECT count(*) FROM lab_key WHERE lab_id = NEW.lab_id AND removed_at IS NULL) >= 5 THEN
    RAISE EXCEPTION 'a lab has at most five keys' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER at_most_five_keys BEFORE INSERT ON lab_key
  FOR EACH ROW EXECUTE FUNCTION refuse_sixth_key();
CREATE TRIGGER removed_key_stays_removed BEFORE UPDATE ON lab_key
  FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lab_key_stays BEFORE DELETE ON lab_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- While a row is open the lab gets no token, and those it has open nothing.
CREATE TABLE lab_suspension (
  id                 text        PRIMARY KEY,
  lab_id             text        NOT NULL REFERENCES lab,
  reasons            text        NOT NULL CHECK (reasons <> ''),
  suspended_by       text        NOT NULL CHECK (suspended_by <> ''),
  suspended_at       timestamptz NOT NULL,
  reinstated_by      text,
  reinstated_at      timestamptz,
  reinstated_because text,
  CONSTRAINT reinstated_by_somebody_for_reasons
    CHECK (num_nonnulls(reinstated_by, reinstated_at, reinstated_because) IN (0, 3))
);
CREATE UNIQUE INDEX lab_suspended_once ON lab_suspension (lab_id) WHERE reinstated_at IS NULL;
CREATE TRIGGER ended_suspension_stays BEFORE UPDATE ON lab_suspension
  FOR EACH ROW WHEN (OLD.reinstated_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lab_suspension_stays BEFORE DELETE ON lab_suspension
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Labs are told of their keys by the same mail as of anything else.
ALTER TABLE notice DROP CONSTRAINT notice_check;
ALTER TABLE notice
  ADD COLUMN lab_id text REFERENCES lab,
  ADD CONSTRAINT notice_is_about_one_thing CHECK (num_nonnulls(application_id, directive_id, lab_id) = 1),
  ADD UNIQUE (lab_id, kind, about, recipient);

-- What may be shown to us once, by its SHA-256: assertions and proofs of possession. Kept until they are void anyway.
CREATE TABLE used_jwt (
  digest     bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_jwt_expiry ON used_jwt (expires_at);

-- Wrong tries at signing in. By SHA-256, because people type their password where the name belongs.
CREATE TABLE sign_in_try (
  subject      bytea       PRIMARY KEY CHECK (octet_length(subject) = 32),
  failures     int         NOT NULL CHECK (failures > 0),
  failed_at    timestamptz NOT NULL,
  locked_until timestamptz NOT NULL
);
CREATE INDEX sign_in_try_age ON sign_in_try (failed_at);

-- From where an account has signed in. By SHA-256 as well.
CREATE TABLE sign_in_address (
  subject      bytea   PRIMARY KEY CHECK (octet_length(subject) = 32),
  signed_in_on date    NOT NULL
);
CREATE INDEX sign_in_address_age ON sign_in_address (signed_in_on);

-- How many requests of a minute the nodes have taken for themselves, in advance and in bulk.
CREATE TABLE request_lease (
  subject text   NOT NULL,
  minute  bigint NOT NULL,
  taken   bigint NOT NULL CHECK (taken > 0),
  PRIMARY KEY (subject, minute)
);
CREATE INDEX request_lease_age ON request_lease (minute);

GRANT UPDATE (name, contact_email) ON lab TO ${applicationRole};
GRANT SELECT, INSERT ON lab_key, lab_suspension TO ${applicationRole};
GRANT UPDATE (removed_at, removed_by) ON lab_key TO ${applicationRole};
GRANT UPDATE (reinstated_by, reinstated_at, reinstated_because) ON lab_suspension TO ${applicationRole};
GRANT SELECT, INSERT, DELETE ON used_jwt TO ${applicationRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_try, sign_in_address, request_lease TO ${applicationRole};

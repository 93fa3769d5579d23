-- What gateways ask about: whom a license covers, where it stands in the public list, and how a license may change.
ALTER TABLE license
  ADD COLUMN domain       text,
  ADD COLUMN users        int CHECK (users > 0),
  ADD COLUMN countries    text[],
  -- Under a directive against foreign persons only; the others may go on.
  ADD COLUMN foreign_dark boolean NOT NULL DEFAULT false;

UPDATE license l SET
  domain    = a.submission #>> '{useCase,domain}',
  users     = (a.submission #>> '{useCase,population,users}')::int,
  countries = ARRAY(SELECT jsonb_array_elements_text(a.submission #> '{useCase,population,countries}'))
FROM application a WHERE a.id = l.application_id;

-- A place in the public list is never given twice.
CREATE SEQUENCE list_index MINVALUE 0;

ALTER TABLE license
  ALTER COLUMN domain SET NOT NULL,
  ALTER COLUMN users SET NOT NULL,
  ALTER COLUMN countries SET NOT NULL,
  ADD COLUMN list_index bigint NOT NULL UNIQUE DEFAULT nextval('list_index'),
  -- The value in the list (IETF Token Status List): valid, invalid, suspended, and ours: suspended for foreign persons.
  ADD COLUMN light smallint NOT NULL GENERATED ALWAYS AS (CASE
    WHEN status = 'suspended' THEN 2 WHEN status <> 'issued' THEN 1 WHEN foreign_dark THEN 3 ELSE 0 END) STORED,
  ADD CHECK (foreign_persons OR NOT foreign_dark);
-- Room on each page, so that a license that goes dark stays where it is.
ALTER TABLE license SET (fillfactor = 80);

-- The staff of a lab uses the lab's own gated releases without a license; only a directive stops it.
CREATE TABLE staff_light (
  release_id   text PRIMARY KEY REFERENCES release,
  lab_id       text NOT NULL REFERENCES lab,
  list_index   bigint NOT NULL UNIQUE DEFAULT nextval('list_index'),
  dark         boolean NOT NULL DEFAULT false,
  foreign_dark boolean NOT NULL DEFAULT false,
  light        smallint NOT NULL GENERATED ALWAYS AS (CASE WHEN dark THEN 2 WHEN foreign_dark THEN 3 ELSE 0 END) STORED
);
INSERT INTO staff_light (release_id, lab_id) SELECT id, lab_id FROM release ORDER BY registered_at, id;

CREATE FUNCTION give_staff_light() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  INSERT INTO staff_light (release_id, lab_id) VALUES (NEW.id, NEW.lab_id);
  RETURN NEW;
END $$;
CREATE TRIGGER staff_has_a_light AFTER INSERT ON release
  FOR EACH ROW EXECUTE FUNCTION give_staff_light();

-- Which lists are to be signed anew. Only added and, by whoever builds the list, removed: nobody waits for anybody.
CREATE TABLE list_change (
  list int NOT NULL
);
CREATE INDEX list_change_list ON list_change (list);

-- A list as it is public. Every node hands out the same bytes.
CREATE TABLE status_list (
  list      int PRIMARY KEY,
  token     text,
  etag      text,
  entries   bigint NOT NULL DEFAULT 0,
  dark      bigint NOT NULL DEFAULT 0,
  built_at  timestamptz,
  CHECK ((token IS NULL) = (built_at IS NULL) AND (token IS NULL) = (etag IS NULL))
);

-- 2^20 places a list: 256 KB before compression.
CREATE FUNCTION note_list_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  INSERT INTO list_change (list) SELECT DISTINCT list_index >> 20 FROM changed;
  RETURN NULL;
END $$;
CREATE TRIGGER license_is_listed AFTER INSERT ON license
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_list_change();
CREATE TRIGGER license_list_follows AFTER UPDATE ON license
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_list_change();
CREATE TRIGGER staff_is_listed AFTER INSERT ON staff_light
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_list_change();
CREATE TRIGGER staff_list_follows AFTER UPDATE ON staff_light
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_list_change();
INSERT INTO list_change (list) SELECT DISTINCT list_index >> 20 FROM license
  UNION SELECT list_index >> 20 FROM staff_light;

-- A license is issued, suspended and back in force; revoked, expired and surrendered are for ever.
CREATE FUNCTION refuse_odd_license_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a license that is % stays so', OLD.status USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER license_end_is_final BEFORE UPDATE ON license
  FOR EACH ROW WHEN (OLD.status IN ('revoked', 'expired', 'surrendered') AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_odd_license_step();

GRANT USAGE ON SEQUENCE list_index TO ${applicationRole};
GRANT UPDATE (foreign_dark) ON license TO ${applicationRole};
GRANT SELECT, INSERT ON staff_light TO ${applicationRole};
GRANT UPDATE (dark, foreign_dark) ON staff_light TO ${applicationRole};
GRANT SELECT, INSERT, DELETE ON list_change TO ${applicationRole};
GRANT SELECT, INSERT, UPDATE ON status_list TO ${applicationRole};

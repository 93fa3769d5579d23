-- Emergency directives: who is cut off from which releases, on whose two signatures, on what ground, until when.

-- Who is a foreign person is a rule with a name and a version, not a yes or no (a directive names the one it means).
CREATE TABLE foreign_person_rule (
  id      text PRIMARY KEY,
  title   text NOT NULL,
  text    text NOT NULL,
  source  text NOT NULL,
  version text NOT NULL
);
INSERT INTO foreign_person_rule (id, title, text, source, version) VALUES
  ('any-foreign-national', 'Any foreign national',
   'Everybody who is not a citizen or national of the United States.', 'Directive of 12 June 2026', '1'),
  ('unprotected-foreign-persons', 'Foreign persons who are not protected individuals',
   'Everybody who is not a citizen or national, a lawful permanent resident, a refugee or a person granted asylum.',
   '8 USC 1324b(a)(3)', '1');

CREATE SEQUENCE directive_number;

CREATE TABLE directive (
  id                  text PRIMARY KEY,
  number              bigint NOT NULL UNIQUE,
  reference           text NOT NULL UNIQUE,
  -- As it was entered: band:high
  population          text NOT NULL,
  -- SHA-256 of everything that was entered: of drafts and directives in force none says the same as another.
  words               text NOT NULL,
  kind                text NOT NULL CHECK (kind IN ('everybody', 'foreign-persons', 'lab-staff', 'customers', 'band',
                        'domain', 'lab')),
  members             text[] NOT NULL DEFAULT '{}',
  -- None: every release.
  release_ids         text[] CHECK (cardinality(release_ids) > 0),
  carve_outs          text[] NOT NULL DEFAULT '{}',
  foreign_person_rule text REFERENCES foreign_person_rule,
  legal_ground        text NOT NULL CHECK (legal_ground <> ''),
  evidence            text NOT NULL CHECK (evidence <> ''),
  -- 5 USC 558(c): what makes it lawful to act before notice.
  exception           text NOT NULL CHECK (exception IN ('wilfulness', 'public-health-interest-or-safety')),
  expires_at          timestamptz NOT NULL,
  state               text NOT NULL CHECK (state IN ('drafted', 'refused', 'withdrawn', 'in-force', 'lifted', 'expired')),
  drafted_by          text NOT NULL,
  drafted_for         text NOT NULL REFERENCES agency,
  drafted_at          timestamptz NOT NULL,
  -- What the same words would have hit at that moment, and the SHA-256 of the ids of these licenses, one a line.
  previewed_licenses  bigint NOT NULL,
  previewed_users     bigint NOT NULL,
  preview_sha256      text NOT NULL,
  in_force_at         timestamptz,
  ended_at            timestamptz,
  CHECK (expires_at > drafted_at),
  CHECK (kind IN ('customers', 'band', 'domain', 'lab') = (cardinality(members) > 0)),
  CHECK ((kind = 'foreign-persons') = (foreign_person_rule IS NOT NULL)),
  CHECK ((state IN ('in-force', 'lifted', 'expired')) = (in_force_at IS NOT NULL)),
  CHECK ((state IN ('lifted', 'expired')) = (ended_at IS NOT NULL)),
  CHECK (state <> 'expired' OR ended_at >= expires_at)
);
CREATE INDEX directive_in_force ON directive (expires_at) WHERE state = 'in-force';
CREATE UNIQUE INDEX directive_said_once ON directive (words) WHERE state IN ('drafted', 'in-force');
-- Whether anybody knows a customer that a directive names.
CREATE INDEX application_customer_known ON application (customer_id);

-- The exact licenses the second signatory saw. Here and below, where a hundred thousand rows come at once, no foreign keys:
-- triggers ask once a statement, for all its rows, what a key would ask once a row.
CREATE TABLE directive_preview (
  directive_id text NOT NULL,
  license_id   text NOT NULL,
  PRIMARY KEY (directive_id, license_id)
);

-- Every signature under a directive or a change of it. Two people of two agencies each time.
CREATE TABLE directive_signature (
  directive_id text NOT NULL REFERENCES directive,
  -- 0 is the directive itself, 1 and on are its changes.
  step         int  NOT NULL CHECK (step >= 0),
  accepted     boolean NOT NULL,
  note         text NOT NULL DEFAULT '',
  signed_by    text NOT NULL,
  signed_for   text NOT NULL REFERENCES agency,
  signed_at    timestamptz NOT NULL,
  PRIMARY KEY (directive_id, step, signed_by),
  CHECK (accepted OR note <> '')
);

-- Lifting, in part or whole.
CREATE TABLE directive_change (
  directive_id text NOT NULL REFERENCES directive,
  step         int  NOT NULL CHECK (step > 0),
  outcome      text NOT NULL CHECK (outcome IN ('lift', 'carve-out')),
  carve_outs   text[] NOT NULL DEFAULT '{}',
  reasons      text NOT NULL CHECK (reasons <> ''),
  drafted_by   text NOT NULL,
  drafted_for  text NOT NULL REFERENCES agency,
  drafted_at   timestamptz NOT NULL,
  PRIMARY KEY (directive_id, step),
  CHECK ((outcome = 'carve-out') = (cardinality(carve_outs) > 0))
);

-- Which license is dark under which directive, since when and until when.
CREATE TABLE directive_license (
  directive_id text NOT NULL,
  license_id   text NOT NULL,
  foreign_only boolean NOT NULL,
  dark_at      timestamptz NOT NULL,
  lifted_at    timestamptz CHECK (lifted_at >= dark_at),
  PRIMARY KEY (license_id, directive_id)
) WITH (fillfactor = 50); -- a row that ends stays on its page, and the indexes as they are
CREATE INDEX directive_license_of ON directive_license (directive_id);

CREATE TABLE directive_acknowledgement (
  directive_id text NOT NULL REFERENCES directive,
  lab_id       text NOT NULL REFERENCES lab,
  disabled_at  timestamptz NOT NULL,
  gateways     int NOT NULL CHECK (gateways >= 0),
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (directive_id, lab_id)
);

-- Do the words of a directive cover this license? The one place that says so, for preview, effect and new licenses.
-- Without a search path of its own, so that the planner can look inside: it uses what PostgreSQL brings, no more.
CREATE FUNCTION covers_license(of directive, l license) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT l.status IN ('issued', 'suspended')
    AND (of.release_ids IS NULL OR l.release_id = ANY (of.release_ids))
    AND l.customer_id <> ALL (of.carve_outs)
    AND CASE of.kind
      WHEN 'everybody'       THEN true
      WHEN 'foreign-persons' THEN l.foreign_persons
      WHEN 'customers'       THEN l.customer_id = ANY (of.members)
      WHEN 'band'            THEN l.band = ANY (of.members)
      WHEN 'domain'          THEN l.domain = ANY (of.members)
      WHEN 'lab'             THEN l.lab_id = ANY (of.members)
      ELSE false END
$$;

-- Does a directive stop the staff of this lab at this release? The lab's own id can be carved out.
CREATE FUNCTION covers_staff(of directive, lab text, release text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (of.release_ids IS NULL OR release = ANY (of.release_ids))
    AND lab <> ALL (of.carve_outs)
    AND (of.kind IN ('everybody', 'foreign-persons', 'lab-staff')
      OR of.kind IN ('lab', 'customers') AND lab = ANY (of.members))
$$;

-- Has a lab to do with a directive? It is told of those that do, and of no other.
CREATE FUNCTION concerns_lab(of directive, lab text) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM release r WHERE r.lab_id = lab AND (of.release_ids IS NULL OR r.id = ANY (of.release_ids)))
    AND CASE of.kind
      WHEN 'lab'       THEN lab = ANY (of.members)
      WHEN 'customers' THEN lab = ANY (of.members) OR EXISTS (
        SELECT 1 FROM application a WHERE a.customer_id = ANY (of.members) AND a.lab_id = lab)
      ELSE true END
$$;

-- What lies upon licenses: their own suspensions and the directives. One line is enough to darken one.
CREATE VIEW upon_license AS
  SELECT license_id, false AS foreign_only FROM license_suspension WHERE lifted_at IS NULL
  UNION ALL
  SELECT license_id, foreign_only FROM directive_license WHERE lifted_at IS NULL;

-- Whatever is put upon a license or taken off it changes its light in the same transaction, whoever does it. With room to
-- sort and join a hundred thousand licenses in memory. EXECUTE, so that each time is planned for as many as there are.
CREATE FUNCTION relight() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp
  SET work_mem = '128MB' AS $$
DECLARE
  found_licenses bigint;
BEGIN
  -- Whoever changes what is upon a license waits here for whoever else does, and then sees what they did. In one order,
  -- so that nobody waits for each other.
  EXECUTE 'SELECT 1 FROM changed c JOIN license l ON l.id = c.license_id ORDER BY l.list_index FOR NO KEY UPDATE OF l';
  GET DIAGNOSTICS found_licenses = ROW_COUNT;
  IF found_licenses <> (SELECT count(*) FROM changed) THEN
    RAISE EXCEPTION 'there is no such license' USING ERRCODE = 'foreign_key_violation';
  END IF;
  EXECUTE $query$
    WITH standing AS MATERIALIZED (
      SELECT license_id,
        EXISTS (SELECT 1 FROM upon_license u WHERE u.license_id = c.license_id AND NOT u.foreign_only) AS dark,
        EXISTS (SELECT 1 FROM upon_license u WHERE u.license_id = c.license_id AND u.foreign_only) AS foreign_dark
      FROM changed c)
    UPDATE license l SET status = CASE WHEN s.dark THEN 'suspended' ELSE 'issued' END,
      foreign_dark = l.foreign_persons AND s.foreign_dark
    FROM standing s
    WHERE s.license_id = l.id AND l.status IN ('issued', 'suspended')
      AND (s.dark <> (l.status = 'suspended') OR l.foreign_dark <> (l.foreign_persons AND s.foreign_dark))$query$;
  RETURN NULL;
END $$;
CREATE TRIGGER suspension_darkens AFTER INSERT ON license_suspension
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION relight();
CREATE TRIGGER suspension_ends AFTER UPDATE ON license_suspension
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION relight();
CREATE TRIGGER directive_darkens AFTER INSERT ON directive_license
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION relight();
CREATE TRIGGER directive_ends AFTER UPDATE ON directive_license
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION relight();

-- And nothing else makes a license suspended or takes it out of suspension.
CREATE FUNCTION refuse_baseless_light() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp
  SET work_mem = '128MB' AS $$
DECLARE
  baseless boolean;
BEGIN
  EXECUTE $query$
    SELECT EXISTS (SELECT 1 FROM changed c WHERE c.status IN ('issued', 'suspended') AND (
      (c.status = 'suspended') <>
        EXISTS (SELECT 1 FROM upon_license u WHERE u.license_id = c.id AND NOT u.foreign_only)
      OR c.foreign_dark <>
        (c.foreign_persons AND EXISTS (SELECT 1 FROM upon_license u WHERE u.license_id = c.id AND u.foreign_only))))$query$
    INTO baseless;
  IF baseless THEN
    RAISE EXCEPTION 'a license is suspended by a suspension or a directive, and by nothing else'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER light_has_a_base AFTER UPDATE ON license
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_baseless_light();

-- A license issued while a directive is in force is born under it. The lock lets a directive that is just
-- taking effect see every license, and every license see it.
CREATE FUNCTION put_under_directives() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('directives'));
  INSERT INTO directive_license (directive_id, license_id, foreign_only, dark_at)
  SELECT d.id, NEW.id, d.kind = 'foreign-persons', greatest(d.in_force_at, NEW.issued_at)
  FROM directive d WHERE d.state = 'in-force' AND covers_license(d, NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER license_is_born_under_directives AFTER INSERT ON license
  FOR EACH ROW EXECUTE FUNCTION put_under_directives();

CREATE FUNCTION relight_staff() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  UPDATE staff_light s SET dark = w.dark, foreign_dark = w.foreign_dark
  FROM (SELECT x.release_id,
          coalesce(bool_or(d.kind <> 'foreign-persons'), false) AS dark,
          coalesce(bool_or(d.kind = 'foreign-persons'), false) AS foreign_dark
        FROM staff_light x LEFT JOIN directive d
          ON d.state = 'in-force' AND covers_staff(d, x.lab_id, x.release_id)
        GROUP BY x.release_id) w
  WHERE w.release_id = s.release_id AND (s.dark <> w.dark OR s.foreign_dark <> w.foreign_dark);
  RETURN NULL;
END $$;
CREATE TRIGGER directive_reaches_staff AFTER UPDATE OF state, carve_outs ON directive
  FOR EACH STATEMENT EXECUTE FUNCTION relight_staff();

-- And nothing else changes the light of staff.
CREATE FUNCTION refuse_baseless_staff_light() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM changed c WHERE
      c.dark <> EXISTS (SELECT 1 FROM directive d WHERE d.state = 'in-force' AND d.kind <> 'foreign-persons'
        AND covers_staff(d, c.lab_id, c.release_id))
      OR c.foreign_dark <> EXISTS (SELECT 1 FROM directive d WHERE d.state = 'in-force' AND d.kind = 'foreign-persons'
        AND covers_staff(d, c.lab_id, c.release_id))) THEN
    RAISE EXCEPTION 'staff is stopped by a directive, and by nothing else' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER staff_light_has_a_base AFTER UPDATE ON staff_light
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_baseless_staff_light();

CREATE FUNCTION put_staff_under_directives() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('directives'));
  SELECT coalesce(bool_or(d.kind <> 'foreign-persons'), false), coalesce(bool_or(d.kind = 'foreign-persons'), false)
    INTO NEW.dark, NEW.foreign_dark
    FROM directive d WHERE d.state = 'in-force' AND covers_staff(d, NEW.lab_id, NEW.release_id);
  RETURN NEW;
END $$;
CREATE TRIGGER staff_is_born_under_directives BEFORE INSERT ON staff_light
  FOR EACH ROW EXECUTE FUNCTION put_staff_under_directives();

-- A directive bites on two signatures of two agencies, and so does every change of it; its words never change.
CREATE FUNCTION refuse_unsigned_directive() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'drafted' THEN
      RAISE EXCEPTION 'a directive begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (('drafted', 'refused'), ('drafted', 'withdrawn'), ('drafted', 'in-force'),
      ('in-force', 'lifted'), ('in-force', 'expired'), ('in-force', 'in-force')) THEN
    RAISE EXCEPTION 'a directive that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.carve_outs <> OLD.carve_outs AND (OLD.state, NEW.state) <> ('in-force', 'in-force')
     OR OLD.in_force_at IS NOT NULL AND NEW.in_force_at IS DISTINCT FROM OLD.in_force_at THEN
    RAISE EXCEPTION 'what a directive says stays as it was signed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'drafted' AND NEW.state = 'in-force' AND NOT EXISTS (
      SELECT 1 FROM directive_signature s WHERE s.directive_id = NEW.id AND s.step = 0 AND s.accepted
        AND s.signed_by <> NEW.drafted_by AND s.signed_for <> NEW.drafted_for) THEN
    RAISE EXCEPTION 'a directive needs a second signature of another agency' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'in-force' AND (NEW.state = 'lifted' OR NEW.carve_outs <> OLD.carve_outs) AND NOT EXISTS (
      SELECT 1 FROM directive_change c JOIN directive_signature s ON s.directive_id = c.directive_id AND s.step = c.step
      WHERE c.directive_id = NEW.id AND s.accepted AND s.signed_by <> c.drafted_by AND s.signed_for <> c.drafted_for
        AND CASE WHEN NEW.state = 'lifted' THEN c.outcome = 'lift'
                 ELSE NEW.carve_outs = OLD.carve_outs || c.carve_outs END) THEN
    RAISE EXCEPTION 'lifting a directive needs two signatures of two agencies' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER directive_is_signed BEFORE INSERT OR UPDATE ON directive
  FOR EACH ROW EXECUTE FUNCTION refuse_unsigned_directive();

CREATE FUNCTION refuse_directive_without_force() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT directive_id FROM changed) c LEFT JOIN directive d ON d.id = c.directive_id
             WHERE d.state IS DISTINCT FROM 'in-force') THEN
    RAISE EXCEPTION 'only a directive in force darkens a license' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER darkness_has_force AFTER INSERT ON directive_license
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_directive_without_force();

-- Nor does a license leave the dark while the directive stands and does not spare it; and it leaves it once.
CREATE FUNCTION refuse_light_under_directive() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  standing text[] := (SELECT array_agg(d.id) FROM directive d WHERE d.state = 'in-force'
                      AND d.id IN (SELECT directive_id FROM changed WHERE lifted_at IS NOT NULL));
BEGIN
  IF standing IS NOT NULL AND EXISTS (
      SELECT 1 FROM changed c JOIN directive d ON d.id = c.directive_id JOIN license l ON l.id = c.license_id
      WHERE c.lifted_at IS NOT NULL AND d.id = ANY (standing) AND l.customer_id <> ALL (d.carve_outs)) THEN
    RAISE EXCEPTION 'a license stays dark until the directive ends or spares it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER darkness_lasts AFTER UPDATE ON directive_license
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_light_under_directive();
CREATE TRIGGER darkness_ends_once BEFORE UPDATE ON directive_license
  FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL) EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_preview_of_nothing() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT directive_id FROM changed) c LEFT JOIN directive d ON d.id = c.directive_id
             WHERE d.state IS DISTINCT FROM 'drafted') THEN
    RAISE EXCEPTION 'a preview belongs to a draft' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER preview_has_a_draft AFTER INSERT ON directive_preview
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_preview_of_nothing();

CREATE TRIGGER directive_preview_stays BEFORE UPDATE OR DELETE ON directive_preview
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER directive_signature_stays BEFORE UPDATE OR DELETE ON directive_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER directive_change_stays BEFORE UPDATE OR DELETE ON directive_change
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER directive_acknowledgement_stays BEFORE UPDATE OR DELETE ON directive_acknowledgement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Labs are told of a directive as applicants are told of their case: by the same mail.
ALTER TABLE notice
  ALTER COLUMN application_id DROP NOT NULL,
  ADD COLUMN directive_id text REFERENCES directive,
  ADD CHECK ((application_id IS NULL) <> (directive_id IS NULL)),
  ADD UNIQUE (directive_id, kind, about, recipient);

GRANT SELECT ON foreign_person_rule, upon_license TO ${applicationRole};
GRANT USAGE ON SEQUENCE directive_number TO ${applicationRole};
GRANT SELECT, INSERT ON directive, directive_preview, directive_signature, directive_change, directive_license,
  directive_acknowledgement TO ${applicationRole};
GRANT UPDATE (state, carve_outs, in_force_at, ended_at) ON directive TO ${applicationRole};
GRANT UPDATE (lifted_at) ON directive_license TO ${applicationRole};

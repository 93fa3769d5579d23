-- The denied-party lists in force, one row a list; what each was imported from is in the journal.
CREATE TABLE screening_list (
  id           text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  version      int  NOT NULL CHECK (version >= 0),
  feed         text NOT NULL CHECK (feed IN ('import', 'demo')),
  row_count    int  NOT NULL CHECK (row_count >= 0),
  sha256       text NOT NULL CHECK (sha256 = '' OR sha256 ~ '^[0-9a-f]{64}$'),
  imported_at  timestamptz NOT NULL,
  imported_by  text NOT NULL,
  confirmed_at timestamptz NOT NULL,
  retired_at   timestamptz
);

-- What the lists say now. A mirror of somebody else's publication: entries come, change and go with it.
-- What a hit was based on is kept with the hit.
CREATE TABLE screening_entry (
  list_id         text NOT NULL REFERENCES screening_list,
  entry_id        text NOT NULL,
  digest          bytea NOT NULL CHECK (octet_length(digest) = 32),
  since_version   int  NOT NULL,
  type            text NOT NULL CHECK (type IN ('person', 'organization', 'vessel', 'aircraft', 'unknown')),
  names           text[] NOT NULL CHECK (cardinality(names) > 0),
  dates_of_birth  text[] NOT NULL,
  countries       text[] NOT NULL,
  source          text NOT NULL,
  entity_number   text NOT NULL,
  programs        text NOT NULL,
  title           text NOT NULL,
  addresses       text NOT NULL,
  citizenships    text NOT NULL,
  remarks         text NOT NULL,
  url             text NOT NULL,
  PRIMARY KEY (list_id, entry_id)
);

-- One screening of an application's parties: when, against which versions of which lists, with what result.
CREATE TABLE screening (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  occasion       text NOT NULL CHECK (occasion IN ('application', 'list-change')),
  result         text NOT NULL CHECK (result IN ('clear', 'hits', 'unavailable')),
  reason         text NOT NULL DEFAULT '',
  lists          jsonb NOT NULL,
  parties        jsonb NOT NULL,
  screened_at    timestamptz NOT NULL,
  CHECK (result <> 'unavailable' OR reason <> '')
);
CREATE INDEX screening_application ON screening (application_id);
-- The step of the case that screens may run twice; its answer is given once. So is the record that it had to wait.
CREATE UNIQUE INDEX screening_answer ON screening (application_id)
  WHERE occasion = 'application' AND result <> 'unavailable';
CREATE UNIQUE INDEX screening_waits ON screening (application_id)
  WHERE occasion = 'application' AND result = 'unavailable';

CREATE TABLE screening_hit (
  id           text PRIMARY KEY,
  screening_id text NOT NULL REFERENCES screening,
  position     int  NOT NULL,
  party_role   text NOT NULL,
  party_name   text NOT NULL,
  party_type   text NOT NULL CHECK (party_type IN ('person', 'organization', 'unknown')),
  party_facts  jsonb NOT NULL,
  list_id      text NOT NULL,
  entry_id     text NOT NULL,
  entry_name   text NOT NULL,
  entry        jsonb NOT NULL,
  score        numeric(4, 3) NOT NULL CHECK (score BETWEEN 0 AND 1),
  explanation  text NOT NULL,
  UNIQUE (screening_id, position)
);

-- What a person found out about a hit.
CREATE TABLE hit_resolution (
  hit_id      text PRIMARY KEY REFERENCES screening_hit,
  resolution  text NOT NULL CHECK (resolution IN ('cleared', 'true-match')),
  note        text NOT NULL CHECK (note <> ''),
  resolved_by text NOT NULL,
  resolved_at timestamptz NOT NULL
);

CREATE TRIGGER screening_stays BEFORE UPDATE OR DELETE ON screening
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER screening_hit_stays BEFORE UPDATE OR DELETE ON screening_hit
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hit_resolution_stays BEFORE UPDATE OR DELETE ON hit_resolution
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Whether an application was screened and every hit was cleared by a person.
CREATE FUNCTION is_cleared(application text) RETURNS boolean LANGUAGE sql STABLE
  -- Fixed, so that no table of the same name elsewhere can be put in the place of ours.
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM screening
                 WHERE application_id = application AND occasion = 'application' AND result <> 'unavailable')
     AND NOT EXISTS (SELECT 1 FROM screening s JOIN screening_hit h ON h.screening_id = s.id
                     LEFT JOIN hit_resolution r ON r.hit_id = h.id
                     WHERE s.application_id = application AND (r.resolution IS NULL OR r.resolution <> 'cleared'))
$$;

-- Why and for how long a license is not in force. The license is suspended as long as one of these is not lifted.
CREATE TABLE license_suspension (
  id           text PRIMARY KEY,
  license_id   text NOT NULL REFERENCES license,
  ground       text NOT NULL,
  reasons      text NOT NULL CHECK (reasons <> ''),
  suspended_at timestamptz NOT NULL,
  suspended_by text NOT NULL,
  lifted_at    timestamptz,
  lifted_by    text,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
  CHECK (lifted_at >= suspended_at)
);
CREATE UNIQUE INDEX license_suspension_open ON license_suspension (license_id, ground) WHERE lifted_at IS NULL;
CREATE INDEX license_suspension_license ON license_suspension (license_id);

GRANT SELECT, INSERT ON screening_list TO ${applicationRole};
GRANT UPDATE (version, feed, row_count, sha256, imported_at, imported_by, confirmed_at, retired_at)
  ON screening_list TO ${applicationRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON screening_entry TO ${applicationRole};
GRANT SELECT, INSERT ON screening, screening_hit, hit_resolution TO ${applicationRole};
GRANT SELECT, INSERT ON license_suspension TO ${applicationRole};
GRANT UPDATE (lifted_at, lifted_by) ON license_suspension TO ${applicationRole};

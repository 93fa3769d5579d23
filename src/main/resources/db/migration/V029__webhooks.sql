-- Where a lab wants to be told, what it is told, and what became of each attempt.
CREATE TABLE webhook (
  lab_id        text PRIMARY KEY REFERENCES lab,
  url           text NOT NULL CHECK (url ~ '^https?://'),
  registered_at timestamptz NOT NULL,
  changed_at    timestamptz NOT NULL,
  -- Entries of the journal after this one are told.
  follows_from  bigint NOT NULL CHECK (follows_from >= 0),
  -- Since when no attempt has succeeded; it then gets one request at a time.
  failing_since timestamptz,
  -- It answered 410; nothing is sent until it is registered anew.
  disabled_at   timestamptz
);

-- Encrypted with a key that is not in the database. A replaced secret signs along for a while.
CREATE TABLE webhook_secret (
  id         text PRIMARY KEY,
  lab_id     text NOT NULL REFERENCES lab,
  sealed     bytea NOT NULL CHECK (octet_length(sealed) > 28),
  made_at    timestamptz NOT NULL,
  retired_at timestamptz CHECK (retired_at >= made_at)
);
CREATE UNIQUE INDEX webhook_secret_current ON webhook_secret (lab_id) WHERE retired_at IS NULL;
CREATE INDEX webhook_secret_lab ON webhook_secret (lab_id, retired_at);

-- How far the journal has been read. The row is the lock: one node reads at a time, any node can.
CREATE TABLE webhook_cursor (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  seq      bigint NOT NULL CHECK (seq >= 0)
);
INSERT INTO webhook_cursor (seq) SELECT coalesce(max(seq), 0) FROM journal;

CREATE TABLE webhook_delivery (
  -- Sent along as webhook-id, the same at every attempt.
  id              text PRIMARY KEY,
  position        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  lab_id          text NOT NULL REFERENCES lab,
  -- What is delivered in order: the case with its license, or the directive.
  ordering_key    text NOT NULL,
  type            text NOT NULL,
  payload         text NOT NULL,
  journal_seq     bigint NOT NULL,
  created_at      timestamptz NOT NULL,
  status          text NOT NULL CHECK (status IN ('queued', 'delivered', 'failed')),
  -- Asked for by the lab, out of order.
  replay          boolean NOT NULL DEFAULT false,
  attempts        int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Attempts since it was last queued: what the back-off counts.
  tries           int NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND attempts),
  next_attempt_at timestamptz NOT NULL,
  give_up_at      timestamptz NOT NULL,
  delivered_at    timestamptz,
  -- Who is at it. By the database's own clock, which no node and no test moves.
  lease           text,
  leased_until    timestamptz,
  UNIQUE (lab_id, journal_seq, type),
  CHECK ((lease IS NULL) = (leased_until IS NULL)),
  CHECK (lease IS NULL OR status = 'queued'),
  CHECK (status <> 'delivered' OR delivered_at IS NOT NULL)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (lab_id, next_attempt_at) WHERE status = 'queued';
CREATE INDEX webhook_delivery_order ON webhook_delivery (lab_id, ordering_key, position) WHERE status = 'queued';
CREATE INDEX webhook_delivery_leased ON webhook_delivery (lab_id) WHERE lease IS NOT NULL;
CREATE INDEX webhook_delivery_lab ON webhook_delivery (lab_id, position);
CREATE INDEX webhook_delivery_failed ON webhook_delivery (lab_id) WHERE status = 'failed';

CREATE TABLE webhook_attempt (
  delivery_id text NOT NULL REFERENCES webhook_delivery,
  number      int NOT NULL CHECK (number > 0),
  at          timestamptz NOT NULL,
  duration_ms bigint NOT NULL CHECK (duration_ms >= 0),
  outcome     text NOT NULL CHECK (outcome IN ('accepted', 'rejected', 'gone', 'timed-out', 'unreachable',
                'address-refused', 'unsigned')),
  code        int CHECK (code BETWEEN 100 AND 999),
  PRIMARY KEY (delivery_id, number),
  CHECK ((code IS NOT NULL) = (outcome IN ('accepted', 'rejected', 'gone')))
);
CREATE TRIGGER webhook_attempt_stays BEFORE UPDATE OR DELETE ON webhook_attempt
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Which labs a directive concerns: those with a license it has darkened, and those whose staff its words cover,
-- carved out later or not.
CREATE FUNCTION labs_under(directive_reference text) RETURNS SETOF text LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT l.lab_id FROM directive d JOIN directive_license dl ON dl.directive_id = d.id
    JOIN license l ON l.id = dl.license_id
  WHERE d.reference = directive_reference
  UNION
  SELECT r.lab_id FROM directive d JOIN release r ON d.release_ids IS NULL OR r.id = ANY (d.release_ids)
  WHERE d.reference = directive_reference
    AND (d.kind IN ('everybody', 'foreign-persons', 'lab-staff')
      OR d.kind IN ('lab', 'customers') AND r.lab_id = ANY (d.members))
$$;

GRANT SELECT, INSERT, DELETE ON webhook, webhook_secret TO ${applicationRole};
GRANT UPDATE (url, changed_at, failing_since, disabled_at) ON webhook TO ${applicationRole};
GRANT UPDATE (retired_at) ON webhook_secret TO ${applicationRole};
GRANT SELECT ON webhook_cursor TO ${applicationRole};
GRANT UPDATE (seq) ON webhook_cursor TO ${applicationRole};
GRANT SELECT, INSERT ON webhook_delivery, webhook_attempt TO ${applicationRole};
GRANT UPDATE (status, replay, attempts, tries, next_attempt_at, give_up_at, delivered_at, lease, leased_until)
  ON webhook_delivery TO ${applicationRole};

CREATE TABLE lab (
  id            text PRIMARY KEY,
  name          text NOT NULL,
  contact_email text NOT NULL
);

-- Which OAuth2 client speaks for which lab.
CREATE TABLE lab_client (
  client_id text PRIMARY KEY,
  lab_id    text NOT NULL REFERENCES lab
);

-- The answer given to a request that carried an idempotency key. The primary key is what
-- makes a repeated request harmless on any node.
CREATE TABLE idempotent_answer (
  lab_id          text        NOT NULL REFERENCES lab,
  idempotency_key text        NOT NULL,
  request_digest  bytea       NOT NULL,
  location        text,
  body            text,
  answered_at     timestamptz NOT NULL,
  PRIMARY KEY (lab_id, idempotency_key)
);

CREATE TABLE release (
  id                     text PRIMARY KEY,
  lab_id                 text NOT NULL REFERENCES lab,
  name                   text NOT NULL,
  predecessor_id         text REFERENCES release,
  planned_release_on     date,
  training_compute_flop  numeric,
  modalities             text[] NOT NULL DEFAULT '{}',
  access_modes           text[] NOT NULL DEFAULT '{}',
  tier                   text NOT NULL CHECK (tier IN ('frontier', 'advanced', 'earlier')),
  gate                   text NOT NULL CHECK (gate IN ('exempt', 'gated', 'undecided')),
  stage                  text NOT NULL CHECK (stage IN ('pre-release-review', 'preview', 'general', 'held')),
  registered_at          timestamptz NOT NULL
);
CREATE INDEX release_lab ON release (lab_id);

GRANT SELECT, INSERT ON lab, lab_client, release, idempotent_answer TO ${applicationRole};
GRANT UPDATE (location, body) ON idempotent_answer TO ${applicationRole};

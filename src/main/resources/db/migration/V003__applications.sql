CREATE SEQUENCE application_number;

CREATE TABLE application (
  id               text PRIMARY KEY,
  number           bigint NOT NULL UNIQUE,
  reference        text   NOT NULL UNIQUE,
  tracking_key     text   NOT NULL,
  lab_id           text   NOT NULL REFERENCES lab,
  release_id       text   NOT NULL REFERENCES release,
  customer_id      text   NOT NULL,
  customer_name    text   NOT NULL,
  submission       jsonb  NOT NULL,
  status           text   NOT NULL CHECK (status IN ('received', 'in-review', 'waiting-for-applicant', 'escalated',
                     'intent-to-deny', 'approved', 'approved-with-conditions', 'denied', 'returned', 'withdrawn',
                     'closed-unanswered')),
  received_at      timestamptz NOT NULL,
  target_on        timestamptz NOT NULL,
  decide_by        timestamptz NOT NULL
);
CREATE INDEX application_lab ON application (lab_id, number);
CREATE INDEX application_customer ON application (release_id, customer_id);

-- What was decided on an application, once and for good.
CREATE TABLE decision (
  application_id text PRIMARY KEY REFERENCES application,
  outcome        text NOT NULL CHECK (outcome IN ('approved', 'approved-with-conditions', 'denied', 'returned')),
  reasons        text NOT NULL,
  decided_by     text NOT NULL,
  decided_at     timestamptz NOT NULL
);

GRANT USAGE ON SEQUENCE application_number TO ${applicationRole};
GRANT SELECT, INSERT ON application TO ${applicationRole};
GRANT UPDATE (status) ON application TO ${applicationRole};
GRANT SELECT, INSERT ON decision TO ${applicationRole};

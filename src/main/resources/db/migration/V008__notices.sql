-- Mail waiting to be sent, being retried, or sent.
CREATE TABLE notice (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  kind           text NOT NULL CHECK (kind IN ('received', 'returned', 'approved', 'refused')),
  recipient      text NOT NULL,
  subject        text NOT NULL,
  body           text NOT NULL,
  queued_at      timestamptz NOT NULL,
  sent_at        timestamptz,
  UNIQUE (application_id, kind, recipient)
);
CREATE INDEX notice_queued ON notice (queued_at);
GRANT SELECT, INSERT ON notice TO ${applicationRole};
GRANT UPDATE (sent_at) ON notice TO ${applicationRole};

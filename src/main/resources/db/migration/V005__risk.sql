-- One explained assessment per application: the facts it looked at, every factor with its points,
-- and the exact versions of the decision tables it was computed with.
CREATE TABLE risk_assessment (
  application_id text PRIMARY KEY REFERENCES application,
  score          int  NOT NULL CHECK (score >= 0),
  band           text NOT NULL CHECK (band IN ('low', 'moderate', 'high', 'severe')),
  facts          jsonb NOT NULL,
  assessed_at    timestamptz NOT NULL
);

CREATE TABLE risk_factor (
  application_id    text NOT NULL REFERENCES risk_assessment,
  position          int  NOT NULL,
  factor            text NOT NULL,
  criterion_id      text NOT NULL,
  criterion_version int  NOT NULL,
  points            int  NOT NULL,
  PRIMARY KEY (application_id, position),
  FOREIGN KEY (criterion_id, criterion_version) REFERENCES criterion
);

CREATE TABLE risk_policy (
  application_id text NOT NULL REFERENCES risk_assessment,
  decision       text NOT NULL,
  version        int  NOT NULL,
  sha256         text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (application_id, decision)
);

GRANT SELECT, INSERT ON risk_assessment, risk_factor, risk_policy TO ${applicationRole};

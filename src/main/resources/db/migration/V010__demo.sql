-- Only used by the demonstration: that its world was seeded, and how far its test clock was moved.
CREATE TABLE demo (
  only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  seeded_at    timestamptz NOT NULL,
  clock_offset interval    NOT NULL DEFAULT '0'
);
GRANT SELECT, INSERT ON demo TO ${applicationRole};
GRANT UPDATE (clock_offset) ON demo TO ${applicationRole};

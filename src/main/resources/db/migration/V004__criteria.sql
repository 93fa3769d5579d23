-- The published criteria. An objection must name at least one; every point of risk names one.
-- A change of words is a new version, never an edit.
CREATE TABLE criterion (
  id           text NOT NULL,
  version      int  NOT NULL CHECK (version > 0),
  title        text NOT NULL,
  text         text NOT NULL,
  published_on date NOT NULL,
  PRIMARY KEY (id, version)
);

INSERT INTO criterion (id, version, title, text, published_on) VALUES
('CR-01', 1, 'Release capability', 'How capable the release is, by its published tier: a frontier release can do more harm than an earlier one.', '2026-06-01'),
('CR-02', 1, 'Use-case domain', 'What the release is to be used for. Domains in which a mistake or an abuse costs lives, critical services or security weigh more.', '2026-06-01'),
('CR-03', 1, 'Access mode', 'How the customer reaches the release. Chat leaves most of the lab''s controls in place, the model''s weights leave none.', '2026-06-01'),
('CR-04', 1, 'User population', 'How many people are to use the release under this license.', '2026-06-01'),
('CR-05', 1, 'Foreign persons', 'Whether foreign persons are among the users. Citizens, permanent residents and protected individuals (8 USC 1324b(a)(3)) are not foreign persons.', '2026-06-01'),
('CR-06', 1, 'Customer''s country', 'The country group of the customer''s seat (Supplement No. 1 to 15 CFR Part 740).', '2026-06-01'),
('CR-07', 1, 'Parent''s country', 'The country group of the customer''s ultimate parent.', '2026-06-01'),
('CR-08', 1, 'Beneficial owners'' countries', 'The most restrictive country group among the customer''s beneficial owners.', '2026-06-01'),
('CR-09', 1, 'Denied-party screening', 'Whether the customer or a person behind it is on a government screening list.', '2026-06-01'),
('CR-10', 1, 'Safeguards', 'What the customer and the lab do to notice and stop abuse. Each declared safeguard lowers the score; none can raise it.', '2026-06-01'),
('CR-11', 1, 'Compliance history', 'How earlier licenses of the same customer were kept.', '2026-06-01');

CREATE TRIGGER criterion_stays BEFORE UPDATE OR DELETE ON criterion
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT ON criterion TO ${applicationRole};

-- The tamper-evident record of every step that matters. Rows are only ever added:
-- the running application's role is granted nothing else, and the triggers below stop
-- even the owner of the table from changing it by accident.
CREATE TABLE journal (
  seq           bigint      PRIMARY KEY CHECK (seq > 0),
  at            timestamptz NOT NULL,
  actor         text        NOT NULL,
  action        text        NOT NULL,
  subject       text        NOT NULL,
  content       text        NOT NULL,
  content_hash  bytea       NOT NULL CHECK (content_hash = sha256(convert_to(content, 'UTF8'))),
  previous_hash bytea       NOT NULL CHECK (octet_length(previous_hash) = 32),
  entry_hash    bytea       NOT NULL UNIQUE CHECK (octet_length(entry_hash) = 32)
);
CREATE INDEX journal_subject ON journal (subject, seq);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: its rows are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER journal_rows_stay BEFORE UPDATE OR DELETE ON journal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_stays BEFORE TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT USAGE ON SCHEMA ${flyway:defaultSchema} TO ${applicationRole};
REVOKE ALL ON journal FROM ${applicationRole};
GRANT SELECT, INSERT ON journal TO ${applicationRole};

-- Evidence: files that belong to one application. A row never changes; a better file is another document.
CREATE TABLE document (
  id             text PRIMARY KEY,
  application_id text NOT NULL REFERENCES application,
  name           text NOT NULL CHECK (name <> '' AND name !~ '[/\\[:cntrl:]]'),
  -- Nothing that a browser would run is ever handed out, whatever stored it.
  media_type     text NOT NULL CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'text/plain',
                   'text/csv', 'application/json',
                   'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
                   'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
                   'application/vnd.openxmlformats-officedocument.presentationml.presentation')),
  size           bigint NOT NULL CHECK (size > 0),
  sha256         text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  tier           text NOT NULL CHECK (tier IN ('applicant', 'internal')),
  uploaded_by    text NOT NULL,
  uploaded_at    timestamptz NOT NULL,
  store          text NOT NULL CHECK (store IN ('postgresql', 's3')),
  -- The same file twice is one document. Per tier: nobody learns from an answer what is kept from them.
  UNIQUE (application_id, tier, name, sha256)
);

-- The bytes of documents kept in this database, in parts, so that nobody holds a whole file in memory.
CREATE TABLE document_content (
  document_id text NOT NULL REFERENCES document,
  part        int  NOT NULL CHECK (part >= 0),
  bytes       bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 524288),
  PRIMARY KEY (document_id, part)
);
-- Most files are compressed already; trying it again costs time and gains nothing.
ALTER TABLE document_content ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- A document of this database commits with all its bytes or not at all.
CREATE FUNCTION refuse_partial_document() RETURNS trigger LANGUAGE plpgsql
  -- Fixed, so that no table of the same name elsewhere can be put in the place of ours.
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF NEW.store = 'postgresql' AND NEW.size IS DISTINCT FROM
     (SELECT sum(octet_length(bytes)) FROM document_content WHERE document_id = NEW.id) THEN
    RAISE EXCEPTION 'document % is not whole', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER document_is_whole AFTER INSERT ON document DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_partial_document();

CREATE TRIGGER document_rows_stay BEFORE UPDATE OR DELETE ON document
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_stays BEFORE TRUNCATE ON document
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_content_rows_stay BEFORE UPDATE OR DELETE ON document_content
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_content_stays BEFORE TRUNCATE ON document_content
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON document, document_content TO ${applicationRole};

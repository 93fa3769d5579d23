-- Words are removed where they are words: not inside others (but in scripts that put no spaces between them), not in the names
-- of JSON members, not in what is a choice or an id. NamedIn says the same of the journal's entries.
CREATE FUNCTION pattern_of(word text) RETURNS text LANGUAGE sql IMMUTABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT CASE WHEN word ~ '^[[:alnum:]]' AND word !~ spaceless THEN '(?<![[:alnum:]])' ELSE '' END
    || regexp_replace(word, '([^[:alnum:][:space:]])', '\\\1', 'g')
    || CASE WHEN word ~ '[[:alnum:]]$' AND word !~ spaceless THEN '(?![[:alnum:]])' ELSE '' END
  FROM (VALUES ('[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]')) AS scripts (spaceless)
$$;

-- A value such as software-engineering or US is a choice, unless it stands where somebody was asked to write.
CREATE FUNCTION without_words(doc jsonb, member text, pattern text, instead text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  CASE jsonb_typeof(doc)
    WHEN 'object' THEN
      RETURN (SELECT coalesce(jsonb_object_agg(key, without_words(value, key, pattern, instead)), '{}') FROM jsonb_each(doc));
    WHEN 'array' THEN
      RETURN (SELECT coalesce(jsonb_agg(without_words(value, member, pattern, instead) ORDER BY n), '[]')
              FROM jsonb_array_elements(doc) WITH ORDINALITY a (value, n));
    WHEN 'string' THEN
      IF member IN ('releaseId', 'customerId', 'renews')
         OR doc #>> '{}' ~ '^([a-z0-9]+(-[a-z0-9]+)*|[A-Z]{2,3})$'
           AND member NOT IN ('name', 'names', 'legalName', 'alternativeNames', 'title', 'summary', 'description') THEN
        RETURN doc;
      END IF;
      RETURN to_jsonb(regexp_replace(doc #>> '{}', pattern, instead, 'gi'));
    ELSE
      RETURN doc;
  END CASE;
END $$;

-- Carries out what two people have agreed on: every field of the case that has the words gets a marker instead.
CREATE OR REPLACE FUNCTION erase_person(wanted text, at timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
  e erasure;
  marker text := '[removed on ' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ' by law]';
  word text;
  pattern text;
  without text;
  address text := chr(57344); -- a character that nobody writes, meanwhile
  -- What people and companies write in their own words. The other columns hold keys, ids and choices.
  written text[] := ARRAY['answer', 'body', 'contact', 'curable', 'cure', 'customer_name', 'entry', 'entry_name', 'evidence',
    'explanation', 'findings', 'harm', 'internal_reasons', 'links', 'name', 'note', 'parties', 'party_facts', 'party_name',
    'lift_reasons', 'public_reasons', 'purpose', 'question', 'reasons', 'recipient', 'release_reasons', 'subject', 'submission',
    'text'];
  instead text;
  target record;
  field record;
  hit record;
  known bytea;
  fields int := 0;
  item text;
BEGIN
  SELECT * INTO e FROM erasure WHERE id = wanted FOR UPDATE;
  IF e.id IS NULL OR e.done_at IS NOT NULL
     OR NOT EXISTS (SELECT 1 FROM erasure_decision WHERE erasure_id = wanted AND approved) THEN
    RAISE EXCEPTION 'nothing is removed without two people' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Nobody cuts or approves a copy of this case meanwhile, on whichever node.
  PERFORM pg_advisory_xact_lock(hashtext('case_copy'), hashtext(e.application_id));
  PERFORM set_config('countersign.removal', 'lawful', true);
  FOR target IN SELECT * FROM (VALUES
      ('application', 'id = $1'), ('notice', 'application_id = $1'), ('screening', 'application_id = $1'),
      ('screening_hit', 'screening_id IN (SELECT id FROM screening WHERE application_id = $1)'),
      ('hit_resolution', 'hit_id IN (SELECT h.id FROM screening_hit h JOIN screening s ON s.id = h.screening_id WHERE s.application_id = $1)'),
      ('vote', 'sign_off_id IN (SELECT id FROM sign_off WHERE application_id = $1)'),
      ('vote_condition', 'vote_id IN (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = $1)'),
      ('condition_change', 'vote_id IN (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = $1)'),
      ('countersignature', 'vote_id IN (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = $1)'),
      ('question', 'application_id = $1'), ('answer', 'question_id IN (SELECT id FROM question WHERE application_id = $1)'),
      ('commerce_decision', 'application_id = $1'), ('decision', 'application_id = $1'),
      ('escalation_vote', 'application_id = $1'), ('escalation_response', 'application_id = $1'),
      ('denial_notice', 'application_id = $1'), ('rebuttal', 'application_id = $1'),
      ('rebuttal_decision', 'application_id = $1'), ('appeal', 'application_id = $1'),
      ('appeal_decision', 'appeal_id IN (SELECT id FROM appeal WHERE application_id = $1)'),
      ('license_condition', 'license_id IN (SELECT id FROM license WHERE application_id = $1)'),
      ('finding', 'license_id IN (SELECT id FROM license WHERE application_id = $1)'),
      ('sanction_proposal', 'license_id IN (SELECT id FROM license WHERE application_id = $1)'),
      ('sanction_decision', 'proposal_id IN (SELECT p.id FROM sanction_proposal p JOIN license l ON l.id = p.license_id WHERE l.application_id = $1)'),
      ('audit_order', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('audit_confirmation', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('recusal', 'application_id = $1'), ('legal_hold', 'application_id = $1'),
      ('revocation', 'application_id = $1'),
      ('revocation_decision', 'revocation_id IN (SELECT id FROM revocation WHERE application_id = $1)'),
      ('compliance_answer', 'revocation_id IN (SELECT id FROM revocation WHERE application_id = $1)'),
      ('license_suspension', 'license_id IN (SELECT id FROM license WHERE application_id = $1)'),
      ('finding_check', 'finding_id IN (SELECT f.id FROM finding f JOIN license l ON l.id = f.license_id WHERE l.application_id = $1)'),
      ('audit_result', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('audit_request', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('audit_evidence', 'audit_id IN (SELECT a.id FROM audit a JOIN license l ON l.id = a.license_id WHERE l.application_id = $1)'),
      ('document', 'application_id = $1'), ('case_copy', 'application_id = $1'),
      ('case_redaction', 'copy_id IN (SELECT id FROM case_copy WHERE application_id = $1)'),
      ('case_copy_decision', 'copy_id IN (SELECT id FROM case_copy WHERE application_id = $1)')
      ) AS t (relation, condition) LOOP
    FOR field IN SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
        WHERE a.attrelid = target.relation::regclass AND a.attnum > 0 AND NOT a.attisdropped
          AND (a.attname = ANY (written) OR (target.relation, a.attname) = ('revocation', 'ground'))
          AND (target.relation, a.attname) <> ('appeal', 'subject') LOOP
      without := format(CASE field.type
        WHEN 'jsonb' THEN 'without_words(%1$I, '''', $2, $3)'
        WHEN 'text[]' THEN
          'ARRAY(SELECT regexp_replace(u.item, $2, $3, ''gi'') FROM unnest(%1$I) WITH ORDINALITY u (item, n) ORDER BY n)'
        ELSE 'regexp_replace(%1$I, $2, $3, ''gi'')' END, field.name);
      -- Addresses first, for a name may be a part of one; and what stands for them last, for a name may be a part of that.
      FOR word IN SELECT w FROM unnest(e.words || address) w
          ORDER BY CASE WHEN w = address THEN 2 WHEN position('@' IN w) > 0 THEN 0 ELSE 1 END LOOP
        pattern := pattern_of(word);
        instead := CASE WHEN word = address THEN 'removed@removed.invalid'
                        WHEN position('@' IN word) > 0 THEN address ELSE marker END;
        FOR hit IN EXECUTE format('SELECT %1$I::text AS original FROM %2$I WHERE %3$s AND %1$I <> %4$s',
            field.name, target.relation, target.condition, without) USING e.application_id, pattern, instead LOOP
          CONTINUE WHEN word = address;
          fields := fields + 1;
          known := decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
          INSERT INTO erased_field VALUES (wanted, fields, target.relation, field.name, known,
            sha256(known || convert_to(hit.original, 'UTF8')));
        END LOOP;
        EXECUTE format('UPDATE %2$I SET %1$I = %4$s WHERE %3$s AND %1$I <> %4$s',
          field.name, target.relation, target.condition, without) USING e.application_id, pattern, instead;
      END LOOP;
    END LOOP;
  END LOOP;
  -- What is the person's and is no word that can be looked for.
  IF e.party = 'signatory' THEN
    UPDATE application SET submission = jsonb_set(submission, '{customer,signatory,title}', to_jsonb(marker))
    WHERE id = e.application_id;
  ELSE
    UPDATE application SET submission =
      submission #- ARRAY['customer', 'beneficialOwners', substr(e.party, 18), 'dateOfBirth']
    WHERE id = e.application_id;
  END IF;
  FOREACH item IN ARRAY e.documents LOOP
    PERFORM take_document_away(item, at, 'Removed on ' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ' by law.');
  END LOOP;
  -- The bytes are compressed, so nobody looks for words in them: every copy made so far goes, let go or not.
  UPDATE case_copy SET archive = NULL, removed_for = wanted, removed_at = at
  WHERE application_id = e.application_id AND archive IS NOT NULL;
  UPDATE erasure SET words = '{}', done_at = at WHERE id = wanted;
  PERFORM set_config('countersign.removal', '', true);
  RETURN fields;
END $$;

-- Rows that change in their own order let words go as well, and nothing else with them.
CREATE FUNCTION only_words_change(before jsonb, after jsonb) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT current_setting('countersign.removal', true) IS NOT DISTINCT FROM 'lawful'
    AND before - ARRAY['text', 'release_reasons', 'evidence'] = after - ARRAY['text', 'release_reasons', 'evidence']
$$;
CREATE OR REPLACE FUNCTION refuse_odd_condition() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND only_words_change(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.released_at IS NOT NULL OR NEW.released_at IS NULL OR NEW.released_by IS NULL THEN
      RAISE EXCEPTION 'a condition is released once, by somebody, and stays released' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.replaces IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM license_condition
      WHERE id = NEW.replaces AND license_id = NEW.license_id AND agency = NEW.agency AND released_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a condition is replaced by its own agency, when it is released' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION refuse_finding_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND only_words_change(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' AND NEW.open AND NEW.held_against = NEW.license_id THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE'
     AND to_jsonb(NEW) - ARRAY['open', 'held_against'] = to_jsonb(OLD) - ARRAY['open', 'held_against']
     AND (NEW.open = OLD.open
          OR OLD.open AND EXISTS (SELECT 1 FROM finding_check WHERE finding_id = OLD.id AND mended))
     AND (NEW.held_against = OLD.held_against
          OR OLD.open AND EXISTS (SELECT 1 FROM license l JOIN application a ON a.id = l.application_id
                                  WHERE l.id = NEW.held_against AND a.renews = OLD.held_against)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of this finding is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE FUNCTION refuse_odd_proposal_end() RETURNS trigger LANGUAGE plpgsql
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND only_words_change(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF OLD.state <> 'open'
     OR (NEW.state = 'decided') <> EXISTS (SELECT 1 FROM sanction_decision WHERE proposal_id = NEW.id) THEN
    RAISE EXCEPTION 'a proposal that is % cannot become % now', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

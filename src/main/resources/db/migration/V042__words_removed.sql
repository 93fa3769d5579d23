-- Words are removed where they are words: not inside others, not in the names of JSON members, not in what is a choice.
CREATE FUNCTION pattern_of(word text) RETURNS text LANGUAGE sql IMMUTABLE
  SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
  SELECT CASE WHEN word ~ '^[A-Za-z0-9]' THEN '\y' ELSE '' END
    || regexp_replace(word, '([^A-Za-z0-9[:space:]])', '\\\1', 'g')
    || CASE WHEN word ~ '[A-Za-z0-9]$' THEN '\y' ELSE '' END
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
      IF doc #>> '{}' ~ '^([a-z0-9]+(-[a-z0-9]+)*|[A-Z]{2,3})$'
         AND member NOT IN ('name', 'names', 'legalName', 'title', 'summary', 'description') THEN
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
  -- What people and companies write in their own words. The other columns hold keys, ids and choices.
  written text[] := ARRAY['answer', 'body', 'contact', 'curable', 'cure', 'customer_name', 'entry', 'entry_name', 'evidence',
    'explanation', 'findings', 'harm', 'internal_reasons', 'links', 'name', 'note', 'parties', 'party_facts', 'party_name',
    'public_reasons', 'purpose', 'question', 'reasons', 'recipient', 'subject', 'submission', 'text'];
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
      ('revocation', 'application_id = $1'),
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
          AND a.attname = ANY (written) AND (target.relation, a.attname) <> ('appeal', 'subject') LOOP
      without := format(CASE field.type
        WHEN 'jsonb' THEN 'without_words(%1$I, '''', $2, $3)'
        WHEN 'text[]' THEN
          'ARRAY(SELECT regexp_replace(u.item, $2, $3, ''gi'') FROM unnest(%1$I) WITH ORDINALITY u (item, n) ORDER BY n)'
        ELSE 'regexp_replace(%1$I, $2, $3, ''gi'')' END, field.name);
      FOREACH word IN ARRAY e.words LOOP
        pattern := pattern_of(word);
        instead := CASE WHEN position('@' IN word) > 0 THEN 'removed@removed.invalid' ELSE marker END;
        FOR hit IN EXECUTE format('SELECT %1$I::text AS original FROM %2$I WHERE %3$s AND %1$I <> %4$s',
            field.name, target.relation, target.condition, without) USING e.application_id, pattern, instead LOOP
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

-- Sensitive acts of other modules need their consent here too: the row that says "it counts now" is looked at only in the moment it changes.
CREATE FUNCTION consent_given(wanted_kind text, subject text, institution text, approval_of text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM approval a WHERE a.institution_id = institution AND a.kind = wanted_kind AND a.subject_id = subject AND a.status = 'approved'
    AND (approval_of IS NULL OR a.id = approval_of))
$$;
CREATE FUNCTION write_off_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT consent_given('bill-write-off', NEW.id, NEW.institution_id, NULL) THEN
    RAISE EXCEPTION 'a bill is written off with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'write_off_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER write_off_has_consent BEFORE UPDATE OF status ON bill FOR EACH ROW
  WHEN (NEW.status = 'written-off' AND OLD.status IS DISTINCT FROM 'written-off') EXECUTE FUNCTION write_off_has_consent();

CREATE FUNCTION routing_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.document IS DISTINCT FROM OLD.document OR NEW.approval_id IS DISTINCT FROM OLD.approval_id
    OR NOT consent_given('routing-change', NEW.id, NEW.institution_id, coalesce(NEW.approval_id, '')) THEN
    RAISE EXCEPTION 'routing changes with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'routing_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER routing_has_consent BEFORE UPDATE ON routing_config FOR EACH ROW
  WHEN (OLD.state = 'proposed' AND NEW.state NOT IN ('proposed', 'rejected')) EXECUTE FUNCTION routing_has_consent();

CREATE FUNCTION rules_have_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.rules IS DISTINCT FROM OLD.rules OR NOT consent_given('matching-rule-change', 'rules-' || NEW.version, NEW.institution_id, NULL) THEN
    RAISE EXCEPTION 'matching rules change with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'rules_have_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rules_have_consent BEFORE UPDATE ON recon_rule_set FOR EACH ROW
  WHEN (OLD.status = 'asked' AND NEW.status = 'active') EXECUTE FUNCTION rules_have_consent();

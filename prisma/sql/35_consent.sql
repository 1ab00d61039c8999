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

-- Held money goes back to whoever paid it with consent to exactly this sum only (lib/payments/commands/return-suspense-item.ts).
CREATE FUNCTION suspense_return_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.amount_minor <> OLD.amount_minor OR NOT EXISTS (
    SELECT FROM approval a WHERE a.institution_id = NEW.institution_id AND a.kind = 'suspense-return' AND a.subject_id = NEW.id AND a.status = 'approved'
      AND a.amount_minor = NEW.amount_minor AND a.currency = NEW.currency)
  THEN
    RAISE EXCEPTION 'held money goes back with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'suspense_return_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER suspense_return_has_consent BEFORE UPDATE OF status ON suspense_item FOR EACH ROW
  WHEN (NEW.status = 'returned' AND OLD.status IS DISTINCT FROM 'returned') EXECUTE FUNCTION suspense_return_has_consent();

-- Roles that sign or administrate are given and taken only with consent, once there is somebody else who could agree (lib/identity/roles.ts).
CREATE FUNCTION rights_have_guards(institution text, who text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership m WHERE m.institution_id = institution AND m.user_id <> who AND m.roles && ARRAY['finance-director', 'vice-president'])
$$;
CREATE FUNCTION guarded_roles(roles text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(r ORDER BY r), '{}') FROM unnest(roles) r WHERE r IN ('finance-manager', 'finance-director', 'vice-president', 'administrator')
$$;
CREATE FUNCTION rights_have_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.user_id <> OLD.user_id OR NEW.institution_id <> OLD.institution_id
    OR rights_have_guards(NEW.institution_id, NEW.user_id) AND (NEW.consent_id IS NULL OR NEW.consent_id IS NOT DISTINCT FROM OLD.consent_id OR NOT EXISTS (
      SELECT FROM approval a WHERE a.id = NEW.consent_id AND a.institution_id = NEW.institution_id AND a.kind = 'rights-change' AND a.subject_id = NEW.user_id AND a.status = 'approved'
        AND NOT EXISTS (SELECT FROM approval n WHERE n.institution_id = a.institution_id AND n.kind = a.kind AND n.subject_id = a.subject_id AND n.status = 'approved' AND n.id > a.id)
        AND (SELECT array_agg(x ->> 'role' ORDER BY x ->> 'role') FROM jsonb_array_elements(a.operation #> '{facts,after}') x) = (SELECT array_agg(r ORDER BY r) FROM unnest(NEW.roles) r)))
  THEN
    RAISE EXCEPTION 'rights change with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_have_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rights_have_consent BEFORE UPDATE ON membership FOR EACH ROW
  WHEN (guarded_roles(NEW.roles) <> guarded_roles(OLD.roles) OR NEW.user_id <> OLD.user_id OR NEW.institution_id <> OLD.institution_id) EXECUTE FUNCTION rights_have_consent();

-- A version begins as a proposal, counts with the consent to exactly what was proposed, and is not rewritten or taken out of the past afterwards.
CREATE FUNCTION routing_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state = 'proposed' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.document, NEW.version, NEW.effective_from, NEW.approval_id) IS NOT DISTINCT FROM (OLD.document, OLD.version, OLD.effective_from, OLD.approval_id)
    AND (CASE OLD.state
      WHEN 'proposed' THEN NEW.state IN ('proposed', 'rejected') OR consent_given('routing-change', NEW.id, NEW.institution_id, coalesce(NEW.approval_id, ''))
      WHEN 'approved' THEN NEW.state IN ('approved', 'active', 'superseded')
      WHEN 'active' THEN NEW.state IN ('active', 'superseded')
      ELSE NEW.state = OLD.state END)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'routing changes with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'routing_has_consent';
END $$;
CREATE TRIGGER routing_has_consent BEFORE INSERT OR UPDATE ON routing_config FOR EACH ROW EXECUTE FUNCTION routing_has_consent();

CREATE FUNCTION rules_have_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.status IN ('draft', 'asked') THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (CASE
      WHEN OLD.status IN ('draft', 'tested') THEN NEW.status IN ('draft', 'tested', 'asked')
      WHEN NEW.rules IS DISTINCT FROM OLD.rules OR NEW.version <> OLD.version THEN false
      WHEN OLD.status = 'asked' THEN NEW.status IN ('asked', 'rejected') OR NEW.status = 'active' AND consent_given('matching-rule-change', 'rules-' || NEW.version, NEW.institution_id, NULL)
      WHEN OLD.status = 'active' THEN NEW.status IN ('active', 'retired')
      ELSE NEW.status = OLD.status END)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'matching rules change with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'rules_have_consent';
END $$;
CREATE TRIGGER rules_have_consent BEFORE INSERT OR UPDATE ON recon_rule_set FOR EACH ROW EXECUTE FUNCTION rules_have_consent();

-- A chart's later steps are watched beside its table (30_ledger.sql); it also begins as a draft.
CREATE FUNCTION chart_begins_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'draft' THEN
    RAISE EXCEPTION 'a chart begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'chart_begins_as_draft';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chart_begins_as_draft BEFORE INSERT ON chart_version FOR EACH ROW EXECUTE FUNCTION chart_begins_as_draft();

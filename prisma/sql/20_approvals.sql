ALTER TABLE approval
  ADD CONSTRAINT approval_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT approval_currency CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT approval_has_steps CHECK (jsonb_array_length(steps) BETWEEN 1 AND 5),
  ADD CONSTRAINT approval_decided CHECK ((status = 'pending') = (decided_at IS NULL));
-- What is approved is what was asked for, and nothing is approved without every signature: kept here too.
CREATE FUNCTION approval_is_earned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'pending' THEN
    RAISE EXCEPTION 'approval is decided' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_is_final';
  END IF;
  IF (NEW.operation, NEW.operation_hash, NEW.amount_minor, NEW.currency, NEW.kind, NEW.subject_kind, NEW.subject_id, NEW.steps, NEW.requested_by)
    IS DISTINCT FROM
    (OLD.operation, OLD.operation_hash, OLD.amount_minor, OLD.currency, OLD.kind, OLD.subject_kind, OLD.subject_id, OLD.steps, OLD.requested_by)
  THEN
    RAISE EXCEPTION 'approval cannot be rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_is_fixed';
  END IF;
  IF NEW.status = 'approved' AND (SELECT count(*) FROM approval_opinion WHERE approval_id = NEW.id AND decision = 'approve')
    < jsonb_array_length(NEW.steps)
  THEN
    RAISE EXCEPTION 'approval lacks signatures' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_is_signed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_is_earned BEFORE UPDATE ON approval FOR EACH ROW EXECUTE FUNCTION approval_is_earned();

ALTER TABLE channel_account_change ADD CONSTRAINT account_change_status CHECK (status IN ('proposed', 'active', 'rejected'));
-- One change of an account waits at a time.
CREATE UNIQUE INDEX account_change_once ON channel_account_change (account_id) WHERE status = 'proposed';
-- It takes effect with the consent to exactly this change, and is not rewritten on the way.
CREATE FUNCTION account_change_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'active' AND NOT EXISTS (
    SELECT FROM approval a WHERE a.id = NEW.approval_id AND a.institution_id = NEW.institution_id AND a.status = 'approved'
      AND a.kind = 'channel-account-change' AND a.subject_id = NEW.id)
  THEN
    RAISE EXCEPTION 'account change lacks consent' USING ERRCODE = 'check_violation', CONSTRAINT = 'account_change_has_consent';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.account_id, NEW.channel, NEW.sealed, NEW.facts, NEW.approval_id) IS DISTINCT FROM (OLD.account_id, OLD.channel, OLD.sealed, OLD.facts, OLD.approval_id)
  THEN
    RAISE EXCEPTION 'account change cannot be rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'account_change_is_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_change_has_consent BEFORE INSERT OR UPDATE ON channel_account_change FOR EACH ROW EXECUTE FUNCTION account_change_has_consent();

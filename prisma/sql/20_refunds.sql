ALTER TABLE refund
  ADD CONSTRAINT refund_status_known
    CHECK (status IN ('requested', 'approved', 'rejected', 'executing', 'unknown', 'succeeded', 'failed', 'returned')),
  ADD CONSTRAINT refund_amount_positive CHECK (amount_minor > 0);
ALTER TABLE refund_bill ADD CONSTRAINT refund_bill_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT refund_bill_positive CHECK (amount_minor > 0);
ALTER TABLE approval
  ADD CONSTRAINT approval_status_known CHECK (status IN ('pending', 'approved', 'rejected'));
ALTER TABLE approval_opinion ADD CONSTRAINT opinion_of FOREIGN KEY (approval_id) REFERENCES approval (id),
  ADD CONSTRAINT opinion_decision_known CHECK (decision IN ('approve', 'reject'));
-- Nobody signs what they asked for: kept here too, so that no page, job or script can forget it.
CREATE FUNCTION opinion_not_requester() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM approval WHERE id = NEW.approval_id AND requested_by = NEW.user_id) THEN
    RAISE EXCEPTION 'requester may not sign' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_not_requester';
  END IF;
  IF NOT EXISTS (SELECT FROM approval WHERE id = NEW.approval_id AND status = 'pending' AND institution_id = NEW.institution_id) THEN
    RAISE EXCEPTION 'approval is not pending' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_on_pending';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opinion_not_requester BEFORE INSERT ON approval_opinion FOR EACH ROW EXECUTE FUNCTION opinion_not_requester();
CREATE UNIQUE INDEX refund_no_once ON refund (channel, refund_no);

ALTER TABLE refund
  ADD CONSTRAINT refund_status_known
    CHECK (status IN ('requested', 'approved', 'rejected', 'executing', 'unknown', 'succeeded', 'failed', 'returned')),
  ADD CONSTRAINT refund_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT refund_route_known CHECK (route IN ('original', 'transfer')),
  ADD CONSTRAINT refund_transfer_has_payee CHECK ((route = 'transfer') = (payee_sealed IS NOT NULL));
ALTER TABLE refund_bill ADD CONSTRAINT refund_bill_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT refund_bill_positive CHECK (amount_minor > 0);
ALTER TABLE approval
  ADD CONSTRAINT approval_status_known CHECK (status IN ('pending', 'approved', 'rejected', 'expired'));
ALTER TABLE approval_opinion ADD CONSTRAINT opinion_of FOREIGN KEY (approval_id) REFERENCES approval (id),
  ADD CONSTRAINT opinion_decision_known CHECK (decision IN ('approve', 'reject'));
-- By item: no item of a bill goes back more than it costs, credit notes taken off, whatever payments paid it.
ALTER TABLE refund_item ADD CONSTRAINT refund_item_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT refund_item_positive CHECK (amount_minor > 0);
CREATE FUNCTION refund_item_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM bill WHERE id = NEW.bill_id FOR UPDATE;
  IF NEW.amount_minor + (SELECT coalesce(sum(i.amount_minor), 0) FROM refund_item i JOIN refund r ON r.id = i.refund_id
      WHERE i.bill_id = NEW.bill_id AND i.item_code = NEW.item_code AND r.status NOT IN ('rejected', 'failed'))
    > (SELECT coalesce(sum(l.amount_minor), 0) FROM bill_line l WHERE l.bill_id = NEW.bill_id AND l.item_code = NEW.item_code)
  THEN
    RAISE EXCEPTION 'more of an item than it costs' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_item_fits';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_item_fits BEFORE INSERT ON refund_item FOR EACH ROW EXECUTE FUNCTION refund_item_fits();
CREATE UNIQUE INDEX refund_no_once ON refund (channel, refund_no);
-- One refund takes another's place at most once, unless it was rejected or failed itself.
CREATE UNIQUE INDEX refund_replaced_once ON refund (replaces) WHERE status NOT IN ('rejected', 'failed');
ALTER TABLE refund_evidence ADD CONSTRAINT evidence_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT evidence_size CHECK (bytes BETWEEN 1 AND 10485760);
-- No money leaves without the consent to exactly this refund, and what was asked for is not rewritten: kept here too, whatever a job or script forgets.
CREATE FUNCTION refund_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'requested' THEN
      RAISE EXCEPTION 'refund begins as a wish' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_begins_requested';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.payment_id, NEW.attempt_id, NEW.channel, NEW.refund_no, NEW.amount_minor, NEW.currency, NEW.route, NEW.replaces, NEW.payee_sealed, NEW.batch_id, NEW.requested_by)
    IS DISTINCT FROM (OLD.payment_id, OLD.attempt_id, OLD.channel, OLD.refund_no, OLD.amount_minor, OLD.currency, OLD.route, OLD.replaces, OLD.payee_sealed, OLD.batch_id, OLD.requested_by)
    OR (OLD.approval_id IS NOT NULL AND NEW.approval_id IS DISTINCT FROM OLD.approval_id)
  THEN
    RAISE EXCEPTION 'refund cannot be rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_fixed';
  END IF;
  IF OLD.status = 'requested' AND NEW.status NOT IN ('requested', 'rejected') AND NOT EXISTS (
    SELECT FROM approval a WHERE a.id = NEW.approval_id AND a.institution_id = NEW.institution_id AND a.status = 'approved' AND a.currency = NEW.currency
      AND (a.kind IN ('refund', 'refund-transfer') AND a.subject_id = NEW.id AND a.amount_minor = NEW.amount_minor
        OR a.kind = 'refund-batch' AND a.subject_id = NEW.batch_id AND a.amount_minor >= NEW.amount_minor))
  THEN
    RAISE EXCEPTION 'refund lacks consent' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_has_consent BEFORE INSERT OR UPDATE ON refund FOR EACH ROW EXECUTE FUNCTION refund_has_consent();

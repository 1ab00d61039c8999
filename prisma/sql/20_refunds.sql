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
CREATE UNIQUE INDEX refund_no_once ON refund (channel, refund_no);
-- One refund takes another's place at most once, unless it was rejected or failed itself.
CREATE UNIQUE INDEX refund_replaced_once ON refund (replaces) WHERE status NOT IN ('rejected', 'failed');
ALTER TABLE refund_evidence ADD CONSTRAINT evidence_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT evidence_size CHECK (bytes BETWEEN 1 AND 10485760);

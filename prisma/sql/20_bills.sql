ALTER TABLE bill
  ADD CONSTRAINT bill_status_known CHECK (status IN ('draft', 'issued', 'part-paid', 'paid', 'overdue', 'written-off', 'cancelled')),
  ADD CONSTRAINT bill_total_positive CHECK (total_minor > 0),
  ADD CONSTRAINT bill_paid_within CHECK (paid_minor BETWEEN 0 AND total_minor),
  ADD CONSTRAINT bill_refunded_within CHECK (refunded_minor BETWEEN 0 AND total_minor),
  ADD CONSTRAINT bill_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE bill_line ADD CONSTRAINT bill_line_of FOREIGN KEY (bill_id) REFERENCES bill (id);
ALTER TABLE bill_allocation ADD CONSTRAINT allocation_of FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT allocation_not_zero CHECK (amount_minor <> 0),
  ADD CONSTRAINT allocation_sign CHECK ((refund_id IS NULL) = (amount_minor > 0));
ALTER TABLE bill_hold ADD CONSTRAINT hold_of FOREIGN KEY (bill_id) REFERENCES bill (id);
CREATE UNIQUE INDEX allocation_once ON bill_allocation (bill_id, payment_id, coalesce(refund_id, ''));
ALTER TABLE bill_run ADD CONSTRAINT run_status_known CHECK (status IN ('queued', 'running', 'stopped', 'done')),
  ADD CONSTRAINT run_counts CHECK (done BETWEEN 0 AND total AND issued + skipped_count <= done);
CREATE INDEX bill_newest ON bill (institution_id, id DESC);
ALTER TABLE fee_plan ADD CONSTRAINT plan_status_known CHECK (status IN ('live', 'archived'));
ALTER TABLE fee_plan_version ADD CONSTRAINT version_of FOREIGN KEY (plan_id) REFERENCES fee_plan (id),
  ADD CONSTRAINT version_state_known CHECK (state IN ('draft', 'active', 'retired')),
  ADD CONSTRAINT version_activated CHECK ((state = 'draft') = (activated_at IS NULL));
CREATE UNIQUE INDEX version_one_draft ON fee_plan_version (plan_id) WHERE state = 'draft';
ALTER TABLE reading ADD CONSTRAINT reading_of FOREIGN KEY (payer_id) REFERENCES payer (id),
  ADD CONSTRAINT reading_forward CHECK (previous_milli >= 0 AND current_milli >= previous_milli);
ALTER TABLE payer ADD CONSTRAINT payer_status_known CHECK (status IN ('active', 'left'));
ALTER TABLE payer_link ADD CONSTRAINT link_of FOREIGN KEY (payer_id) REFERENCES payer (id);

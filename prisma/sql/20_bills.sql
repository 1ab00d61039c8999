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
  ADD CONSTRAINT version_state_known CHECK (state IN ('draft', 'review', 'active', 'retired')),
  ADD CONSTRAINT version_activated CHECK ((state IN ('draft', 'review')) = (activated_at IS NULL)),
  ADD CONSTRAINT version_review CHECK (state <> 'review' OR approval_id IS NOT NULL);
CREATE UNIQUE INDEX version_one_draft ON fee_plan_version (plan_id) WHERE state IN ('draft', 'review');
ALTER TABLE reading ADD CONSTRAINT reading_of FOREIGN KEY (payer_id) REFERENCES payer (id),
  ADD CONSTRAINT reading_forward CHECK (previous_milli >= 0 AND current_milli >= previous_milli);
ALTER TABLE payer ADD CONSTRAINT payer_status_known CHECK (status IN ('active', 'left'));
ALTER TABLE payer_link ADD CONSTRAINT link_of FOREIGN KEY (payer_id) REFERENCES payer (id);
-- A line of a credit note takes off; every other line is owed.
ALTER TABLE bill_line ADD CONSTRAINT line_sign CHECK (CASE WHEN credit_note_id IS NULL THEN amount_minor >= 0 ELSE amount_minor < 0 END);
ALTER TABLE bill ADD CONSTRAINT next_part_within CHECK (next_part_minor IS NULL OR next_part_minor BETWEEN 1 AND total_minor - paid_minor);
ALTER TABLE bill_instalment ADD CONSTRAINT instalment_of FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT instalment_positive CHECK (amount_minor > 0 AND seq BETWEEN 1 AND 60);
ALTER TABLE bill_credit_note ADD CONSTRAINT credit_note_of FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT credit_note_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT credit_note_kind_known CHECK (kind IN ('waiver', 'correction', 'not-delivered'));
ALTER TABLE payer_attribute ADD CONSTRAINT attribute_kind_known CHECK (kind IN ('text', 'number', 'yes-no', 'date', 'choice')),
  ADD CONSTRAINT attribute_name_shape CHECK (name ~ '^[a-z][a-zA-Z0-9_]{0,31}$');
ALTER TABLE payer_group ADD CONSTRAINT group_not_own_parent CHECK (parent_id IS DISTINCT FROM id),
  ADD CONSTRAINT group_parent FOREIGN KEY (parent_id) REFERENCES payer_group (id);

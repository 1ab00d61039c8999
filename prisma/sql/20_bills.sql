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

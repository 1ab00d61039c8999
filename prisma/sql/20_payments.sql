ALTER TABLE payment
  ADD CONSTRAINT payment_status_known
    CHECK (status IN ('created', 'submitted', 'unknown', 'succeeded', 'failed', 'closed', 'reversed')),
  ADD CONSTRAINT payment_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT payment_captured CHECK (captured_minor IN (0, amount_minor)),
  ADD CONSTRAINT payment_refundable CHECK (refunded_minor >= 0 AND refund_pending_minor >= 0
    AND refunded_minor + refund_pending_minor <= captured_minor),
  ADD CONSTRAINT payment_succeeded_captured CHECK ((status IN ('succeeded', 'reversed')) = (captured_minor > 0)),
  ADD CONSTRAINT payment_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE payment_bill ADD CONSTRAINT payment_bill_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT payment_bill_bill FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT payment_bill_positive CHECK (amount_minor > 0);
ALTER TABLE payment_attempt ADD CONSTRAINT attempt_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT attempt_status_known
    CHECK (status IN ('created', 'submitting', 'accepted', 'unknown', 'succeeded', 'declined', 'not-sent', 'closed')),
  ADD CONSTRAINT attempt_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT attempt_paid CHECK (status <> 'succeeded' OR (paid_at IS NOT NULL AND channel_trade_no IS NOT NULL));
-- Law 2: at most one live attempt per order.
CREATE UNIQUE INDEX attempt_one_live ON payment_attempt (payment_id)
  WHERE status IN ('created', 'submitting', 'accepted', 'unknown');
-- What a day's statement is matched with. Most versions of a row are not paid yet: they stay out of it.
CREATE INDEX attempt_paid ON payment_attempt (institution_id, channel, paid_at) WHERE paid_at IS NOT NULL;
-- Room beside each payment for its later versions: none of the columns that change is indexed, so they need no index entries of their own.
ALTER TABLE payment SET (fillfactor = 70);
-- A clerk looks a payment up by the bank's own number.
CREATE INDEX attempt_trade ON payment_attempt (institution_id, channel_trade_no) WHERE channel_trade_no IS NOT NULL;
-- One payment succeeds at most once, whatever arrives; a second success is a suspense item.
CREATE UNIQUE INDEX attempt_one_success ON payment_attempt (payment_id) WHERE status = 'succeeded';
-- An order that ended is shown to nobody afterwards: that is what makes one that was left behind unpayable (docs/decisions/051).
CREATE FUNCTION refuse_showing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'order % has ended and is not shown any more', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_is_not_shown';
END $$;
CREATE TRIGGER ended_is_not_shown BEFORE UPDATE OF presentation ON payment_attempt FOR EACH ROW
  WHEN (OLD.status IN ('closed', 'declined', 'not-sent') AND NEW.presentation IS DISTINCT FROM OLD.presentation) EXECUTE FUNCTION refuse_showing();
ALTER TABLE bill_hold ADD CONSTRAINT hold_by FOREIGN KEY (payment_id) REFERENCES payment (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE suspense_item
  ADD CONSTRAINT suspense_status_known CHECK (status IN ('held', 'credited', 'returned')),
  ADD CONSTRAINT suspense_kind_known CHECK (kind IN ('late', 'over', 'duplicate', 'amount-differs', 'unknown-order')),
  ADD CONSTRAINT suspense_amount_positive CHECK (amount_minor > 0);
ALTER TABLE suspense_handling ADD CONSTRAINT handling_of FOREIGN KEY (item_id) REFERENCES suspense_item (id);
ALTER TABLE payment_evidence ADD CONSTRAINT payment_evidence_of FOREIGN KEY (payment_id) REFERENCES payment (id);
CREATE UNIQUE INDEX suspense_once ON suspense_item (institution_id, channel, evidence);
CREATE INDEX outbox_waiting ON outbox_event (id) WHERE dispatched_at IS NULL;
CREATE INDEX outbox_waiting_subject ON outbox_event (subject_id, id) WHERE dispatched_at IS NULL;
-- One row per authentic event; forged or unreadable messages have no key and are kept as they came.
CREATE UNIQUE INDEX inbound_event_once ON inbound_message (account_id, event_key) WHERE event_key IS NOT NULL;
CREATE INDEX inbound_waiting ON inbound_message (institution_id, received_at) WHERE processed_at IS NULL AND verdict IN ('order', 'refund');

ALTER TABLE payer_dispute
  ADD CONSTRAINT dispute_status_known CHECK (status IN ('open', 'escalated', 'answered', 'withdrawn')),
  ADD CONSTRAINT dispute_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT dispute_answered CHECK ((status = 'answered') = (answered_at IS NOT NULL AND answer IS NOT NULL));
-- One open question about a payment at a time.
CREATE UNIQUE INDEX dispute_open_once ON payer_dispute (payment_id) WHERE status IN ('open', 'escalated');
ALTER TABLE payer_dispute_event ADD CONSTRAINT dispute_event_of FOREIGN KEY (dispute_id) REFERENCES payer_dispute (id);

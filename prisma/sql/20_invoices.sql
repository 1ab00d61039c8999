ALTER TABLE invoice ADD CONSTRAINT invoice_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT invoice_corrects FOREIGN KEY (corrects_id) REFERENCES invoice (id),
  ADD CONSTRAINT invoice_kind_known CHECK (kind IN ('blue', 'red')),
  ADD CONSTRAINT invoice_red_corrects CHECK ((kind = 'red') = (corrects_id IS NOT NULL)),
  ADD CONSTRAINT invoice_status_known CHECK (status IN ('requested', 'issuing', 'issued', 'declined')),
  ADD CONSTRAINT invoice_issued CHECK ((status = 'issued') = (provider_number IS NOT NULL AND issued_at IS NOT NULL)),
  ADD CONSTRAINT invoice_amount_positive CHECK (amount_minor > 0);
-- One payment has one invoice, however often it is asked for; a refused one may be asked for again.
CREATE UNIQUE INDEX invoice_one_blue ON invoice (payment_id) WHERE kind = 'blue' AND status <> 'declined';

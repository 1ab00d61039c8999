-- What happened stays: history, books and opinions can be added to, never changed or removed, not even by their owner.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_entry', 'journal_entry', 'ledger_posting', 'bill_transition', 'bill_allocation', 'bill_credit_note', 'payment_transition',
    'attempt_transition', 'refund_transition', 'approval_opinion', 'routing_decision', 'recon_case_event', 'recon_day_close', 'receipt', 'audit_link', 'ledger_period', 'integrity_run', 'books_seal', 'suspense_handling', 'refund_evidence', 'payment_evidence', 'refund_item', 'payer_dispute_event'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO bafang_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bafang_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO bafang_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO bafang_app;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, journal_entry, ledger_posting, bill_transition, bill_allocation, bill_credit_note, payment_transition,
  attempt_transition, refund_transition, approval_opinion, routing_decision, recon_case_event, recon_day_close, receipt, audit_link, ledger_period, integrity_run, books_seal, suspense_handling,
  refund_evidence, payment_evidence, refund_item, payer_dispute_event FROM bafang_app;
REVOKE DELETE ON channel_account_change, payment, payment_attempt, payment_bill, bill, bill_line, refund, approval, statement_file, recon_match, recon_case, recon_rule_set, recon_dismissal,
  suspense_item, integrity_state, chart_version, inbound_message, institution, user_account, approval_flow, approval_delegation, passkey,
  refund_batch, recon_split, statement_mapping, payer_dispute, fund_account, risk_hold, invoice FROM bafang_app;
DO $$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM bafang_app;
  END IF;
END $$;

GRANT USAGE ON SCHEMA public TO bafang_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bafang_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO bafang_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO bafang_app;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, journal_entry, ledger_posting, bill_transition, bill_allocation, payment_transition,
  attempt_transition, refund_transition, approval_opinion, routing_decision, recon_case_event, recon_day_close, receipt, audit_link, ledger_period,
  refund_evidence FROM bafang_app;
REVOKE DELETE ON payment, payment_attempt, payment_bill, bill, bill_line, refund, approval, statement_file, recon_match, recon_case, recon_rule_set, recon_dismissal,
  suspense_item, inbound_message, institution, user_account, approval_flow, approval_delegation,
  refund_batch FROM bafang_app;
DO $$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM bafang_app;
  END IF;
END $$;

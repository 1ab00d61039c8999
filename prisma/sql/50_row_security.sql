-- Every table with an institution is walled off by the database itself. The exceptions hold ids only and are needed before or across
-- scopes: queues served for all institutions, and locators that answer "which institution is this?".
DO $$
DECLARE t record;
BEGIN
  FOR t IN
    SELECT c.table_name AS name FROM information_schema.columns c
    JOIN information_schema.tables x ON x.table_name = c.table_name AND x.table_schema = c.table_schema AND x.table_type = 'BASE TABLE'
    WHERE c.table_schema = 'public' AND c.column_name = 'institution_id'
      AND c.table_name NOT IN ('outbox_event', 'inquiry_due', 'channel_account_locator', 'receipt_locator', 'user_session', 'membership', 'payer_account_payer')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.name);
    EXECUTE format('CREATE POLICY institution_scope ON %I USING (institution_id = (SELECT app_institution())) WITH CHECK (institution_id = (SELECT app_institution()))', t.name);
  END LOOP;
END $$;
-- A person sees the memberships of the institution in scope, and their own wherever they are (to choose one at sign-in).
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
CREATE POLICY institution_scope ON membership
  USING (institution_id = (SELECT app_institution()) OR user_id = (SELECT app_user()))
  WITH CHECK (institution_id = (SELECT app_institution()));
-- A payer's account sees whom it holds, wherever they are; an institution sees who holds its own payers (to take them back).
ALTER TABLE payer_account_payer ENABLE ROW LEVEL SECURITY;
ALTER TABLE payer_account_payer FORCE ROW LEVEL SECURITY;
CREATE POLICY account_scope ON payer_account_payer
  USING (institution_id = (SELECT app_institution()) OR account_id = (SELECT app_user()))
  WITH CHECK (account_id = (SELECT app_user()));
-- What belongs to a person and to no institution: only a transaction of that very person sees it.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['passkey', 'passkey_use', 'password_reset'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY person_scope ON %I USING (user_id = (SELECT app_user())) WITH CHECK (user_id = (SELECT app_user()))', name);
  END LOOP;
END $$;

-- Entries are balanced when the transaction commits, and nobody can add a posting to an entry of an earlier transaction.
ALTER TABLE journal_entry ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();
-- That a posting's entry is there is seen to by postings_join_own_entry, once per statement; entries can never be removed (40_append_only).
ALTER TABLE ledger_posting
  ADD CONSTRAINT posting_account FOREIGN KEY (institution_id, account_code) REFERENCES ledger_account (institution_id, code),
  ADD CONSTRAINT posting_not_zero CHECK (amount_minor <> 0),
  ADD CONSTRAINT posting_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE ledger_account
  ADD CONSTRAINT account_kind_known CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense'));

CREATE FUNCTION entry_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE balanced boolean;
BEGIN
  -- One look per entry: this runs for every payment at commit.
  SELECT coalesce(bool_and(off = 0), false) AND coalesce(sum(lines), 0) >= 2 INTO balanced FROM (
    SELECT sum(amount_minor) AS off, count(*) AS lines FROM ledger_posting
    WHERE entry_id = NEW.id AND institution_id = NEW.institution_id GROUP BY currency) AS per_currency;
  IF NOT balanced THEN
    RAISE EXCEPTION 'journal entry % does not balance', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_balanced';
  END IF;
  IF EXISTS (SELECT FROM institution i WHERE i.id = NEW.institution_id AND NEW.business_date < i.books_open_from) THEN
    RAISE EXCEPTION 'the books are closed on %', NEW.business_date USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_open_period';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_is_balanced AFTER INSERT ON journal_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_is_balanced();

CREATE FUNCTION postings_join_own_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added LEFT JOIN journal_entry e ON e.id = added.entry_id AND e.institution_id = added.institution_id
    WHERE e.id IS NULL OR e.made_in <> pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'a posting belongs to an entry of the same transaction and institution'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'postings_join_own_entry';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER postings_join_own_entry AFTER INSERT ON ledger_posting
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION postings_join_own_entry();

ALTER TABLE ledger_period
  ADD CONSTRAINT period_month CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT period_event_known CHECK (event IN ('close', 'reopen'));

ALTER TABLE integrity_run ADD CONSTRAINT integrity_run_kind CHECK (kind IN ('round', 'whole'));
ALTER TABLE books_seal
  ADD CONSTRAINT seal_digest_is_sha256 CHECK (octet_length(digest) = 32),
  ADD CONSTRAINT seal_prints_size CHECK (octet_length(prints) = entries * 8 AND entries > 0);

ALTER TABLE chart_version ADD CONSTRAINT chart_status_known CHECK (status IN ('draft', 'asked', 'active', 'rejected')),
  ADD CONSTRAINT chart_decided CHECK ((status IN ('active', 'rejected')) = (decided_at IS NOT NULL));
CREATE UNIQUE INDEX chart_one_draft ON chart_version (institution_id) WHERE status IN ('draft', 'asked');
-- What people were asked to agree to is what counts afterwards.
CREATE FUNCTION chart_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.effective_from <> OLD.effective_from OR NEW.version <> OLD.version OR NEW.status = 'draft'
    OR OLD.status IN ('active', 'rejected')) THEN
    RAISE EXCEPTION 'chart version % is not a draft any more', OLD.version USING ERRCODE = 'check_violation', CONSTRAINT = 'chart_is_frozen';
  END IF;
  IF NEW.status = 'active' AND (OLD.status <> 'asked' OR NOT EXISTS (SELECT FROM approval a WHERE 'approval:' || a.id = NEW.decided_by
    AND a.institution_id = NEW.institution_id AND a.kind = 'chart-change' AND a.subject_id = 'chart-' || NEW.version AND a.status = 'approved')) THEN
    RAISE EXCEPTION 'chart version % has no consent', OLD.version USING ERRCODE = 'check_violation', CONSTRAINT = 'chart_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chart_is_frozen BEFORE UPDATE ON chart_version FOR EACH ROW EXECUTE FUNCTION chart_is_frozen();

-- Nobody can add a posting to an entry of an earlier transaction.
ALTER TABLE journal_entry ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();
-- That a posting's entry is there is seen to by postings_join_own_entry, once per statement; entries can never be removed (40_append_only).
ALTER TABLE ledger_posting
  ADD CONSTRAINT posting_account FOREIGN KEY (institution_id, account_code) REFERENCES ledger_account (institution_id, code),
  ADD CONSTRAINT posting_not_zero CHECK (amount_minor <> 0),
  ADD CONSTRAINT posting_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE ledger_account
  ADD CONSTRAINT account_kind_known CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense'));

-- Checked at the end of each statement, for all its rows at once: an entry comes in one statement with postings that balance, and whatever joins
-- them later in the same transaction balances too. The plan is made once per connection, perhaps while the books are empty: it must look rows up
-- by their keys all the same, or every bill run would read the whole books once per batch.
CREATE FUNCTION entries_stand() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  -- Held until the end of the transaction: who closes a month waits for the entries under way, or we wait and see the month closed.
  PERFORM FROM institution i WHERE i.id IN (SELECT institution_id FROM made) ORDER BY i.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM made e JOIN institution i ON i.id = e.institution_id WHERE e.business_date < i.books_open_from) THEN
    RAISE EXCEPTION 'the books are closed on %', (SELECT min(business_date) FROM made) USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_open_period';
  END IF;
  IF EXISTS (SELECT FROM made e WHERE NOT EXISTS (SELECT FROM ledger_posting p WHERE p.entry_id = e.id AND p.institution_id = e.institution_id)) THEN
    RAISE EXCEPTION 'a journal entry has no postings' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_balanced';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entries_stand AFTER INSERT ON journal_entry
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION entries_stand();

CREATE FUNCTION postings_join_own_entry() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added LEFT JOIN journal_entry e ON e.id = added.entry_id AND e.institution_id = added.institution_id
    WHERE e.id IS NULL OR e.made_in <> pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'a posting belongs to an entry of the same transaction and institution'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'postings_join_own_entry';
  END IF;
  -- No amount is zero, so what adds up to zero has two lines at least.
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT entry_id, institution_id FROM added) a WHERE EXISTS (
      SELECT FROM ledger_posting p WHERE p.entry_id = a.entry_id AND p.institution_id = a.institution_id GROUP BY p.currency HAVING sum(p.amount_minor) <> 0)
  ) THEN
    RAISE EXCEPTION 'a journal entry does not balance' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_balanced';
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

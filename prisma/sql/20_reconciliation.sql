-- A line and a fact of ours are matched at most once at a time, whatever runs at once. Ids of facts carry their kind. While a match stands, its id is its
-- line's, so that the primary key keeps the first half and a million matches need one index less; all others are numbered downwards from -1.
ALTER SEQUENCE recon_match_id_seq INCREMENT BY -1 MINVALUE -9223372036854775808 MAXVALUE -1 START WITH -1 RESTART WITH -1;
ALTER TABLE recon_match ADD CONSTRAINT match_line_once CHECK (CASE WHEN undone_at IS NULL AND line_id IS NOT NULL THEN id = line_id ELSE id < 0 END);
CREATE UNIQUE INDEX match_side_once ON recon_match (side_id) WHERE undone_at IS NULL AND side_id IS NOT NULL;
-- Pairs a person took apart are not put together again by a rule; there are few of them.
CREATE INDEX match_undone ON recon_match (line_id, side_id) WHERE undone_at IS NOT NULL;
CREATE INDEX match_group ON recon_match (group_id) WHERE group_id IS NOT NULL;
ALTER TABLE recon_match ADD CONSTRAINT match_has_element CHECK (line_id IS NOT NULL OR side_id IS NOT NULL);
ALTER TABLE statement_file
  ADD CONSTRAINT statement_file_status_known CHECK (status IN ('received', 'parsed', 'matched', 'failed')),
  ADD CONSTRAINT statement_file_source_known CHECK (source IN ('upload', 'bank', 'split'));
ALTER TABLE statement_line ADD CONSTRAINT statement_line_amount CHECK (amount_minor >= 0 AND direction IN ('credit', 'debit'));
ALTER TABLE recon_case
  ADD CONSTRAINT case_reason_known CHECK (reason IN
    ('amount-differs', 'state-differs', 'missing-here', 'missing-at-bank', 'duplicate', 'refund-without-original', 'reversed', 'fee-differs',
     'batch-differs', 'unclear', 'not-yet')),
  ADD CONSTRAINT case_status_known CHECK (status IN ('open', 'proposed', 'disputed', 'following', 'suspended', 'confirmed', 'matched', 'written-off', 'joined')),
  ADD CONSTRAINT case_direction_known CHECK (direction IN ('credit', 'debit'));
CREATE UNIQUE INDEX case_line_once ON recon_case (institution_id, line_id, reason) WHERE line_id IS NOT NULL;
CREATE UNIQUE INDEX case_side_once ON recon_case (institution_id, side_id, reason) WHERE line_id IS NULL;
CREATE INDEX case_of_side ON recon_case (side_id) WHERE side_id IS NOT NULL;
-- The order of the desk: reasons as REASONS of lib/reconciliation/model.ts has them, within one the largest first (hence negative, so that one direction of
-- the index serves). Columns and not expressions, because row security lets only plain comparisons be looked up in an index.
ALTER TABLE recon_case
  ADD COLUMN queue_place integer GENERATED ALWAYS AS (array_position(ARRAY[
    'amount-differs', 'state-differs', 'reversed', 'refund-without-original', 'unclear', 'missing-here', 'missing-at-bank', 'batch-differs', 'duplicate',
    'fee-differs', 'not-yet'], reason)) STORED NOT NULL,
  ADD COLUMN queue_size bigint GENERATED ALWAYS AS (-abs(coalesce(bank_minor, 0) - coalesce(our_minor, 0))) STORED NOT NULL;
CREATE INDEX case_queue_of_day ON recon_case (institution_id, channel, business_date, queue_place, queue_size, id);
CREATE INDEX case_queue ON recon_case (institution_id, queue_place, queue_size, id) WHERE status IN ('open', 'proposed', 'disputed', 'following', 'suspended');
CREATE INDEX case_oldest ON recon_case (institution_id, created_at) WHERE status = 'open';
ALTER TABLE recon_rule_set
  ADD CONSTRAINT rule_set_status_known CHECK (status IN ('draft', 'tested', 'asked', 'active', 'retired', 'rejected')),
  -- Whoever asked for it does not decide about it, and nothing becomes active that was not tested.
  ADD CONSTRAINT rule_set_two_people CHECK (decided_by IS NULL OR asked_by IS NULL OR decided_by <> asked_by),
  ADD CONSTRAINT rule_set_tested CHECK (status NOT IN ('asked', 'active') OR tested IS NOT NULL);
CREATE UNIQUE INDEX rule_set_one_active ON recon_rule_set (institution_id) WHERE status = 'active';
ALTER TABLE recon_fetch ADD CONSTRAINT fetch_state_known CHECK (state IN ('imported', 'empty-day', 'not-yet', 'failed'));
-- A line is split at most once at a time, and one kind of table has one mapping.
CREATE UNIQUE INDEX split_once ON recon_split (line_id) WHERE undone_at IS NULL;
ALTER TABLE recon_split ADD CONSTRAINT split_in_parts CHECK (parts >= 2 AND whole_minor > 0);
CREATE UNIQUE INDEX mapping_once ON statement_mapping (institution_id, fingerprint) WHERE retired_at IS NULL;
-- Paid and reconciled is final (G9): what a line of the bank agrees with cannot be unpaid or changed, and money leaves it only by refunds that are on record.
CREATE FUNCTION refuse_unfinal_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM recon_match m WHERE m.side_id = OLD.id AND m.undone_at IS NULL) THEN
    RAISE EXCEPTION 'payment attempt % is reconciled and final', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER attempt_final BEFORE UPDATE ON payment_attempt FOR EACH ROW
  WHEN (OLD.status = 'succeeded' AND (NEW.status <> 'succeeded' OR NEW.amount_minor <> OLD.amount_minor OR NEW.currency <> OLD.currency OR NEW.order_no <> OLD.order_no))
  EXECUTE FUNCTION refuse_unfinal_attempt();
CREATE FUNCTION refuse_unfinal_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  back bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM payment_attempt a JOIN recon_match m ON m.side_id = a.id AND m.undone_at IS NULL WHERE a.payment_id = NEW.id) THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(sum(r.amount_minor), 0) INTO back FROM refund r WHERE r.payment_id = NEW.id AND r.status IN ('succeeded', 'returned') AND (r.approval_id IS NOT NULL OR r.batch_id IS NOT NULL);
  IF NEW.captured_minor < OLD.captured_minor OR NEW.status NOT IN ('succeeded', 'reversed') OR NEW.refunded_minor > back THEN
    RAISE EXCEPTION 'payment % is reconciled and final: only a refund gives it back', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
-- At the end of the transaction, when the refund's own row says that it went back.
CREATE CONSTRAINT TRIGGER payment_final AFTER UPDATE ON payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status IN ('succeeded', 'reversed') AND (NEW.status <> OLD.status OR NEW.captured_minor < OLD.captured_minor OR NEW.refunded_minor > OLD.refunded_minor))
  EXECUTE FUNCTION refuse_unfinal_payment();

ALTER TABLE approval
  ADD CONSTRAINT approval_amount_not_negative CHECK (amount_minor >= 0),
  ADD CONSTRAINT approval_currency CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT approval_has_steps CHECK (jsonb_array_length(steps) BETWEEN 1 AND 10),
  ADD CONSTRAINT approval_decided CHECK ((status = 'pending') = (decided_at IS NULL));
-- A request begins open and unsigned, and half a million or more of money never has fewer than two signatures (lib/approvals/flows.ts).
CREATE FUNCTION approval_begins_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'pending' OR NEW.escalated_at IS NOT NULL OR NEW.reminded_at IS NOT NULL THEN
    RAISE EXCEPTION 'approval begins open' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_begins_open';
  END IF;
  IF NEW.currency = 'CNY' AND NEW.amount_minor >= 50000000 AND jsonb_array_length(NEW.steps) < 2 THEN
    RAISE EXCEPTION 'a large amount needs two signatures' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_large_needs_two';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_begins_open BEFORE INSERT ON approval FOR EACH ROW EXECUTE FUNCTION approval_begins_open();

-- What is approved is what was asked for, and nothing is approved without every signature: kept here too.
CREATE FUNCTION approval_is_earned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'pending' THEN
    RAISE EXCEPTION 'approval is decided' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_is_final';
  END IF;
  IF (NEW.operation, NEW.operation_hash, NEW.amount_minor, NEW.currency, NEW.kind, NEW.subject_kind, NEW.subject_id, NEW.steps, NEW.requested_by, NEW.escalate_to)
    IS DISTINCT FROM
    (OLD.operation, OLD.operation_hash, OLD.amount_minor, OLD.currency, OLD.kind, OLD.subject_kind, OLD.subject_id, OLD.steps, OLD.requested_by, OLD.escalate_to)
  THEN
    RAISE EXCEPTION 'approval cannot be rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_is_fixed';
  END IF;
  IF NEW.status = 'approved' AND (SELECT count(*) FROM approval_opinion WHERE approval_id = NEW.id AND decision = 'approve')
    < jsonb_array_length(NEW.steps)
  THEN
    RAISE EXCEPTION 'approval lacks signatures' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_is_signed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_is_earned BEFORE UPDATE ON approval FOR EACH ROW EXECUTE FUNCTION approval_is_earned();

ALTER TABLE approval_flow ADD CONSTRAINT flow_status_known CHECK (status IN ('proposed', 'active', 'replaced', 'rejected'));
CREATE UNIQUE INDEX approval_flow_active_once ON approval_flow (institution_id, kind) WHERE status = 'active';
-- A drawn flow counts only with the consent to exactly that version.
CREATE FUNCTION flow_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'active' AND NOT EXISTS (
    SELECT FROM approval a WHERE a.id = NEW.approval_id AND a.institution_id = NEW.institution_id AND a.status = 'approved'
      AND a.kind = 'approval-flow-change' AND a.subject_id = NEW.kind || ':' || NEW.version)
  THEN
    RAISE EXCEPTION 'flow lacks consent' USING ERRCODE = 'check_violation', CONSTRAINT = 'flow_has_consent';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.bands, NEW.kind, NEW.version, NEW.approval_id) IS DISTINCT FROM (OLD.bands, OLD.kind, OLD.version, OLD.approval_id) THEN
    RAISE EXCEPTION 'flow cannot be rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'flow_is_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER flow_has_consent BEFORE INSERT OR UPDATE ON approval_flow FOR EACH ROW EXECUTE FUNCTION flow_has_consent();
ALTER TABLE approval_delegation
  ADD CONSTRAINT delegation_to_another CHECK (from_user <> to_user),
  ADD CONSTRAINT delegation_has_an_end CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '92 days');

-- Two accounts of one person: declared so, one mailbox written with and without a +tag, or one authenticator.
CREATE FUNCTION same_person(a text, b text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT a = b OR EXISTS (
    SELECT FROM user_account x JOIN user_account y ON y.id = b
    WHERE x.id = a AND (coalesce(x.person_id, x.id) = coalesce(y.person_id, y.id) OR x.totp_print = y.totp_print
      OR regexp_replace(x.email, '\+[^@]*@', '@') = regexp_replace(y.email, '\+[^@]*@', '@')))
$$;

-- Who may sign, kept here too, so that no page, job or script can forget it: not who asked, nobody twice, also not through another account
-- or for somebody else; in order; only with a right that is held now.
CREATE FUNCTION opinion_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked approval%ROWTYPE;
  slot jsonb;
  holder text := coalesce(NEW.on_behalf_of, NEW.user_id);
BEGIN
  SELECT * INTO asked FROM approval WHERE id = NEW.approval_id AND institution_id = NEW.institution_id FOR UPDATE;
  IF asked.id IS NULL OR asked.status <> 'pending' OR NEW.at >= asked.expires_at THEN
    RAISE EXCEPTION 'approval is not pending' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_on_pending';
  END IF;
  -- Whose rights they are does not sign for them either.
  IF same_person(asked.requested_by, NEW.user_id) OR same_person(asked.requested_by, holder)
    OR asked.kind = 'rights-change' AND (same_person(asked.subject_id, NEW.user_id) OR same_person(asked.subject_id, holder)) THEN
    RAISE EXCEPTION 'requester may not sign' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_not_requester';
  END IF;
  IF EXISTS (
    SELECT FROM approval_opinion o CROSS JOIN unnest(ARRAY[NEW.user_id, holder]) AS me(id)
    WHERE o.approval_id = NEW.approval_id AND (same_person(o.user_id, me.id) OR same_person(coalesce(o.on_behalf_of, o.user_id), me.id)))
  THEN
    RAISE EXCEPTION 'nobody signs twice' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_once_per_person';
  END IF;
  slot := asked.steps -> NEW.step;
  IF slot IS NULL OR EXISTS (
    SELECT FROM jsonb_array_elements(asked.steps) WITH ORDINALITY AS s(step, n)
    WHERE coalesce((s.step ->> 'stage')::int, s.n::int - 1) < coalesce((slot ->> 'stage')::int, NEW.step)
      AND NOT EXISTS (SELECT FROM approval_opinion o WHERE o.approval_id = NEW.approval_id AND o.step = s.n - 1))
  THEN
    RAISE EXCEPTION 'an earlier signature is missing' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_in_order';
  END IF;
  IF NOT EXISTS (SELECT FROM membership m WHERE m.user_id = NEW.user_id AND m.institution_id = NEW.institution_id AND m.status = 'active')
    OR NOT EXISTS (
      SELECT FROM membership m WHERE m.user_id = holder AND m.institution_id = NEW.institution_id AND m.status = 'active'
        AND (asked.escalated_at IS NOT NULL AND m.roles && asked.escalate_to
          OR m.roles && ARRAY(SELECT jsonb_array_elements_text(slot -> 'roles'))
            AND (slot ->> 'department' IS NULL OR slot ->> 'department' = m.department)))
  THEN
    RAISE EXCEPTION 'no right to this signature' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_needs_role';
  END IF;
  IF NEW.on_behalf_of IS NOT NULL AND NOT EXISTS (
    SELECT FROM approval_delegation d WHERE d.institution_id = NEW.institution_id AND d.from_user = holder AND d.to_user = NEW.user_id
      AND d.revoked_at IS NULL AND NEW.at >= d.starts_at AND NEW.at < d.ends_at AND (cardinality(d.kinds) = 0 OR asked.kind = ANY (d.kinds)))
  THEN
    RAISE EXCEPTION 'no delegation' USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_needs_delegation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opinion_is_allowed BEFORE INSERT ON approval_opinion FOR EACH ROW EXECUTE FUNCTION opinion_is_allowed();

-- Whether a pending request waits for this person: an open seat of the first open stage fits one of their rights (own, delegated, escalated).
CREATE FUNCTION approval_waits_for(asked approval, who text, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH signed AS (SELECT o.step, o.user_id, coalesce(o.on_behalf_of, o.user_id) AS holder FROM approval_opinion o WHERE o.approval_id = asked.id),
  seat AS (
    SELECT s.step, coalesce((s.step ->> 'stage')::int, s.n::int - 1) AS stage
    FROM jsonb_array_elements(asked.steps) WITH ORDINALITY AS s(step, n) WHERE s.n - 1 NOT IN (SELECT step FROM signed)),
  holder AS (
    SELECT who AS id UNION
    SELECT d.from_user FROM approval_delegation d WHERE d.institution_id = asked.institution_id AND d.to_user = who AND d.revoked_at IS NULL
      AND d.starts_at <= moment AND d.ends_at > moment AND (cardinality(d.kinds) = 0 OR asked.kind = ANY (d.kinds)))
  SELECT asked.status = 'pending' AND NOT same_person(asked.requested_by, who) AND NOT (asked.kind = 'rights-change' AND same_person(asked.subject_id, who))
    AND NOT EXISTS (SELECT FROM signed WHERE same_person(user_id, who) OR same_person(holder, who))
    AND EXISTS (
      SELECT FROM seat JOIN holder h ON true JOIN membership m ON m.user_id = h.id AND m.institution_id = asked.institution_id AND m.status = 'active'
      WHERE seat.stage = (SELECT min(stage) FROM seat) AND NOT same_person(asked.requested_by, h.id)
        AND NOT EXISTS (SELECT FROM signed WHERE same_person(signed.user_id, h.id) OR same_person(signed.holder, h.id))
        AND (asked.escalated_at IS NOT NULL AND m.roles && asked.escalate_to
          OR m.roles && ARRAY(SELECT jsonb_array_elements_text(seat.step -> 'roles'))
            AND (seat.step ->> 'department' IS NULL OR seat.step ->> 'department' = m.department)))
$$;

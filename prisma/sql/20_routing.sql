ALTER TABLE routing_config ADD CONSTRAINT routing_config_state_known CHECK (state IN ('proposed', 'approved', 'active', 'superseded', 'rejected'));
CREATE UNIQUE INDEX routing_config_one_active ON routing_config (institution_id) WHERE state = 'active';
CREATE UNIQUE INDEX routing_config_one_proposed ON routing_config (institution_id) WHERE state = 'proposed';
ALTER TABLE risk_hold
  ADD CONSTRAINT risk_hold_about CHECK (
    CASE subject WHEN 'payer' THEN subject_id IS NOT NULL AND from_minor IS NULL WHEN 'bill' THEN subject_id IS NOT NULL AND from_minor IS NULL
      WHEN 'amount' THEN subject_id IS NULL AND from_minor > 0 ELSE false END),
  ADD CONSTRAINT risk_hold_lifted_by_somebody CHECK ((lifted_by IS NULL) = (lifted_at IS NULL));
ALTER TABLE channel_usage ADD CONSTRAINT channel_usage_not_negative CHECK (used_minor >= 0);
ALTER TABLE channel_reservation
  ADD CONSTRAINT channel_reservation_state_known CHECK (state IN ('held', 'used', 'released')),
  ADD CONSTRAINT channel_reservation_positive CHECK (amount_minor > 0);
CREATE INDEX channel_reservation_held ON channel_reservation (institution_id, reserved_at) WHERE state = 'held';

-- Takes a part of the day's and of the month's limit, both or none, in one trip. The rows of the counters are the lock, always the day before the
-- month, so that any number of processes agree and none waits for another in a circle. The same key again takes nothing twice.
CREATE FUNCTION reserve_channel(p_key text, p_channel text, p_day text, p_month text, p_amount bigint, p_day_limit bigint, p_month_limit bigint, p_now timestamptz)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  scope text := app_institution();
  used_day bigint;
  used_month bigint;
BEGIN
  INSERT INTO channel_usage (institution_id, channel, period, used_minor, updated_at)
    VALUES (scope, p_channel, p_day, 0, p_now), (scope, p_channel, p_month, 0, p_now) ON CONFLICT DO NOTHING;
  SELECT used_minor INTO used_day FROM channel_usage WHERE institution_id = scope AND channel = p_channel AND period = p_day FOR UPDATE;
  SELECT used_minor INTO used_month FROM channel_usage WHERE institution_id = scope AND channel = p_channel AND period = p_month FOR UPDATE;
  PERFORM 1 FROM channel_reservation WHERE institution_id = scope AND key = p_key AND channel = p_channel AND state <> 'released';
  IF FOUND THEN RETURN 'reserved'; END IF;
  IF p_day_limit IS NOT NULL AND used_day + p_amount > p_day_limit THEN RETURN 'day-limit'; END IF;
  IF p_month_limit IS NOT NULL AND used_month + p_amount > p_month_limit THEN RETURN 'month-limit'; END IF;
  UPDATE channel_usage SET used_minor = used_minor + p_amount, updated_at = p_now
    WHERE institution_id = scope AND channel = p_channel AND period IN (p_day, p_month);
  INSERT INTO channel_reservation (institution_id, key, channel, day, month, amount_minor, state, reserved_at)
    VALUES (scope, p_key, p_channel, p_day, p_month, p_amount, 'held', p_now)
    ON CONFLICT (institution_id, key, channel) DO UPDATE SET day = excluded.day, month = excluded.month, amount_minor = excluded.amount_minor,
      state = 'held', reserved_at = excluded.reserved_at, settled_at = NULL;
  RETURN 'reserved';
END $$;

-- Gives back what a dead order had taken, once.
CREATE FUNCTION release_channel(p_key text, p_channel text, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  scope text := app_institution();
  gone channel_reservation%ROWTYPE;
BEGIN
  SELECT * INTO gone FROM channel_reservation WHERE institution_id = scope AND key = p_key AND channel = p_channel;
  IF NOT FOUND THEN RETURN false; END IF;
  -- Counters before the reservation, as above.
  PERFORM 1 FROM channel_usage WHERE institution_id = scope AND channel = p_channel AND period = gone.day FOR UPDATE;
  PERFORM 1 FROM channel_usage WHERE institution_id = scope AND channel = p_channel AND period = gone.month FOR UPDATE;
  UPDATE channel_reservation SET state = 'released', settled_at = p_now
    WHERE institution_id = scope AND key = p_key AND channel = p_channel AND state = 'held' AND day = gone.day;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE channel_usage SET used_minor = used_minor - gone.amount_minor, updated_at = p_now
    WHERE institution_id = scope AND channel = p_channel AND period IN (gone.day, gone.month);
  RETURN true;
END $$;

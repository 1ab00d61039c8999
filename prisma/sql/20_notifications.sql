ALTER TABLE reminder_schedule ADD CONSTRAINT quiet_times CHECK (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$' AND quiet_until ~ '^([01]\d|2[0-3]):[0-5]\d$');
ALTER TABLE reminder_schedule ADD CONSTRAINT restrict_from_known CHECK (restrict_from IN ('C', 'D'));
ALTER TABLE notice ADD CONSTRAINT notice_of FOREIGN KEY (payer_id) REFERENCES payer (id),
  ADD CONSTRAINT notice_about FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT notice_channel_known CHECK (channel IN ('mail', 'sms')),
  ADD CONSTRAINT notice_status_known CHECK (status IN ('sending', 'sent', 'skipped', 'failed'));

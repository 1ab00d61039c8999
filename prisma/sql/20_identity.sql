ALTER TABLE user_account
  ADD CONSTRAINT user_status_known CHECK (status IN ('active', 'disabled')),
  ADD CONSTRAINT user_email_plain CHECK (email = lower(btrim(email)) AND email <> '');
-- The first part of a payer's address: what the payer pages call themselves may not be an institution's name (lib/identity/model.ts).
ALTER TABLE institution ADD CONSTRAINT institution_slug_free CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'
  AND slug NOT IN ('method', 'history', 'go', 'l', 'outcome', 'return', 'refund', 'receipt', 'print', 'offline', 'part', 'phone', 'invoice',
  'dispute', 'began', 'open', 'account'));
ALTER TABLE membership
  ADD CONSTRAINT membership_status_known CHECK (status IN ('active', 'disabled')),
  ADD CONSTRAINT membership_has_role CHECK (cardinality(roles) BETWEEN 1 AND 7),
  ADD CONSTRAINT membership_user FOREIGN KEY (user_id) REFERENCES user_account (id),
  ADD CONSTRAINT membership_institution FOREIGN KEY (institution_id) REFERENCES institution (id);
ALTER TABLE user_session ADD CONSTRAINT session_of_user FOREIGN KEY (user_id) REFERENCES user_account (id);
-- One open invitation per person and institution: a new link takes the old one's place.
CREATE UNIQUE INDEX invitation_open_once ON invitation (institution_id, email) WHERE closed_at IS NULL;
ALTER TABLE passkey ADD CONSTRAINT passkey_of FOREIGN KEY (user_id) REFERENCES user_account (id), ADD CONSTRAINT passkey_counter CHECK (counter >= 0);
ALTER TABLE password_reset ADD CONSTRAINT password_reset_of FOREIGN KEY (user_id) REFERENCES user_account (id);

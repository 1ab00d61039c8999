ALTER TABLE fund_account ADD CONSTRAINT fund_account_kind_known CHECK (kind IN ('bank', 'wallet', 'sub-account')),
  ADD CONSTRAINT fund_account_below CHECK ((kind = 'sub-account') = (parent_id IS NOT NULL)),
  ADD CONSTRAINT fund_account_parent FOREIGN KEY (parent_id) REFERENCES fund_account (id);
-- A channel's money arrives in one account; what is collected under one name goes to one account of a channel at most.
CREATE UNIQUE INDEX fund_account_channel ON fund_account (institution_id, channel) WHERE channel IS NOT NULL AND parent_id IS NULL AND retired_at IS NULL;
ALTER TABLE fund_account_item ADD CONSTRAINT fund_account_item_of FOREIGN KEY (account_id) REFERENCES fund_account (id);
CREATE UNIQUE INDEX fund_account_item_once ON fund_account_item (account_id, plan_id, item_code);

-- The worker links entries in the order in which their transactions can no longer be overtaken: by transaction, then by id.
ALTER TABLE audit_entry ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX audit_entry_made_in ON audit_entry (institution_id, made_in, id);
ALTER TABLE audit_link ADD CONSTRAINT link_hash_is_sha256 CHECK (octet_length(hash) = 32);
-- A keyed mark of the product on what it wrote: a row that somebody puts in by hand has none that fits.
ALTER TABLE audit_entry ADD CONSTRAINT audit_seal_size CHECK (octet_length(seal) = 16);

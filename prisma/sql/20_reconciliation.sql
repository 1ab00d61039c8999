CREATE UNIQUE INDEX match_line_once ON recon_match (line_id) WHERE undone_at IS NULL AND line_id IS NOT NULL;
CREATE UNIQUE INDEX match_side_once ON recon_match (side_id, side_kind) WHERE undone_at IS NULL AND side_id IS NOT NULL;
CREATE INDEX match_of_run ON recon_match (run_id);
ALTER TABLE recon_match ADD CONSTRAINT match_has_element CHECK (line_id IS NOT NULL OR side_id IS NOT NULL);
CREATE UNIQUE INDEX case_line_once ON recon_case (institution_id, line_id, reason) WHERE line_id IS NOT NULL;
CREATE UNIQUE INDEX case_side_once ON recon_case (institution_id, side_kind, side_id, reason) WHERE line_id IS NULL;

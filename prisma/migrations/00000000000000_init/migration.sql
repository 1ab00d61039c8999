-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "fund_account" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "parent_id" TEXT,
    "channel" TEXT,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source_tag" TEXT NOT NULL,
    "number_sealed" BYTEA,
    "number_hint" TEXT,
    "currency" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "fund_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fund_account_item" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fund_account_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "operation" JSONB NOT NULL,
    "operation_hash" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "remind_at" TIMESTAMPTZ(3),
    "escalate_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "escalate_to" TEXT[],

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_opinion" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ip" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "step_up" TEXT NOT NULL,
    "on_behalf_of" TEXT,

    CONSTRAINT "approval_opinion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_flow" (
    "institution_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "bands" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "approval_id" TEXT,

    CONSTRAINT "approval_flow_pkey" PRIMARY KEY ("institution_id","kind","version")
);

-- CreateTable
CREATE TABLE "approval_delegation" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "from_user" TEXT NOT NULL,
    "to_user" TEXT NOT NULL,
    "kinds" TEXT[],
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL,
    "ip" TEXT,
    "device" TEXT,
    "seal" BYTEA,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_link" (
    "institution_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,
    "genuine" BOOLEAN NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("institution_id","seq")
);

-- CreateTable
CREATE TABLE "fee_plan" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "template" TEXT,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "fee_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_plan_version" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "effective_from" DATE NOT NULL,
    "items" JSONB NOT NULL,
    "cycle" JSONB NOT NULL,
    "methods" JSONB NOT NULL,
    "routing" JSONB NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "activated_by" TEXT,
    "approval_id" TEXT,

    CONSTRAINT "fee_plan_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reading" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "previous_milli" BIGINT NOT NULL,
    "current_milli" BIGINT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_by" TEXT NOT NULL,

    CONSTRAINT "reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_waiver" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "item_codes" TEXT[],
    "bps" INTEGER NOT NULL,
    "from_date" DATE NOT NULL,
    "until_date" DATE,
    "reason" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "fee_waiver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill_run" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "cycle_key" TEXT NOT NULL,
    "issue_date" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "issued" INTEGER NOT NULL DEFAULT 0,
    "skipped" JSONB,
    "skipped_count" INTEGER NOT NULL DEFAULT 0,
    "audience" JSONB,
    "cursor" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bill_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "run_id" TEXT,
    "cycle_key" TEXT NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "methods" JSONB NOT NULL,
    "partial_min_minor" BIGINT,
    "next_part_minor" BIGINT,
    "issue_date" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill_line" (
    "bill_id" TEXT NOT NULL,
    "line_no" INTEGER NOT NULL,
    "institution_id" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "label_zh" TEXT NOT NULL,
    "label_en" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "account_code" TEXT NOT NULL,
    "explanation" JSONB NOT NULL,
    "credit_note_id" TEXT,

    CONSTRAINT "bill_line_pkey" PRIMARY KEY ("bill_id","line_no")
);

-- CreateTable
CREATE TABLE "bill_instalment" (
    "bill_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "institution_id" TEXT NOT NULL,
    "due_date" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "bill_instalment_pkey" PRIMARY KEY ("bill_id","seq")
);

-- CreateTable
CREATE TABLE "bill_credit_note" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "bill_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "bill_credit_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill_transition" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "bill_id" TEXT NOT NULL,
    "from_state" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "bill_transition_pkey" PRIMARY KEY ("bill_id","id")
);

-- CreateTable
CREATE TABLE "bill_allocation" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "bill_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "refund_id" TEXT,
    "amount_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bill_allocation_pkey" PRIMARY KEY ("payment_id","id")
);

-- CreateTable
CREATE TABLE "bill_hold" (
    "bill_id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bill_hold_pkey" PRIMARY KEY ("bill_id")
);

-- CreateTable
CREATE TABLE "channel_account" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "secrets_sealed" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "previous_config" JSONB,
    "previous_secrets_sealed" BYTEA,
    "previous_until" TIMESTAMPTZ(3),

    CONSTRAINT "channel_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_account_change" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "facts" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "approval_id" TEXT,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_account_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_account_locator" (
    "account_id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,

    CONSTRAINT "channel_account_locator_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "channel_call" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "order_no" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "certainty" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "cause" TEXT,
    "probe" BOOLEAN NOT NULL DEFAULT false,
    "signal" TEXT NOT NULL DEFAULT 'neutral',

    CONSTRAINT "channel_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_message" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "target" TEXT NOT NULL,
    "headers_sealed" BYTEA NOT NULL,
    "body_sealed" BYTEA NOT NULL,
    "body_sha256" BYTEA NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "event_key" TEXT,
    "order_no" TEXT,
    "fact" JSONB,
    "processed_at" TIMESTAMPTZ(3),
    "result" TEXT,

    CONSTRAINT "inbound_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_health_state" (
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_health_state_pkey" PRIMARY KEY ("channel")
);

-- CreateTable
CREATE TABLE "payer_dispute" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "escalated_at" TIMESTAMPTZ(3),
    "owner_id" TEXT,
    "answered_by" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "idempotency_key" TEXT NOT NULL,

    CONSTRAINT "payer_dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payer_dispute_event" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "dispute_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "note" TEXT,
    "document" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "payer_dispute_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "institution" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "day_cut_off" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "books_open_from" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "institution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "person_id" TEXT,
    "totp_print" BYTEA,
    "totp_sealed" BYTEA,
    "totp_last_step" BIGINT,
    "totp_failures" INTEGER NOT NULL DEFAULT 0,
    "totp_locked_until" TIMESTAMPTZ(3),
    "passkeys" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "failed_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "institution_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "ip" TEXT NOT NULL,
    "device" TEXT NOT NULL,

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "roles" TEXT[],
    "department" TEXT,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "consent_id" TEXT,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "token_hash" BYTEA NOT NULL,
    "institution_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "roles" TEXT[],
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "needs_consent" BOOLEAN NOT NULL DEFAULT false,
    "consent_id" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "credential_hash" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "synced" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_use" (
    "challenge_hash" BYTEA NOT NULL,
    "user_id" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_use_pkey" PRIMARY KEY ("challenge_hash")
);

-- CreateTable
CREATE TABLE "password_reset" (
    "token_hash" BYTEA NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "corrects_id" TEXT,
    "status" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "buyer_sealed" BYTEA NOT NULL,
    "buyer_masked" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_code" TEXT,
    "provider_number" TEXT,
    "reason" TEXT,
    "tries" INTEGER NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_account" (
    "institution_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("institution_id","code")
);

-- CreateTable
CREATE TABLE "journal_entry" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "business_date" DATE NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "memo" TEXT,

    CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_posting" (
    "entry_id" BIGINT NOT NULL,
    "line_no" INTEGER NOT NULL,
    "institution_id" TEXT NOT NULL,
    "account_code" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "ledger_posting_pkey" PRIMARY KEY ("entry_id","line_no")
);

-- CreateTable
CREATE TABLE "ledger_period" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "balances" JSONB NOT NULL,

    CONSTRAINT "ledger_period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_mapping" (
    "institution_id" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "account_code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "export_code" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_mapping_pkey" PRIMARY KEY ("institution_id","slot")
);

-- CreateTable
CREATE TABLE "integrity_state" (
    "institution_id" TEXT NOT NULL,
    "checked_entry" BIGINT NOT NULL DEFAULT 0,
    "horizon_entry" BIGINT NOT NULL DEFAULT 0,
    "horizon_xid" TEXT NOT NULL DEFAULT '0',
    "sealed_entry" BIGINT NOT NULL DEFAULT 0,
    "entries" BIGINT NOT NULL DEFAULT 0,
    "sound" BOOLEAN NOT NULL DEFAULT true,
    "unsound_since" TIMESTAMPTZ(3),
    "findings" JSONB NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL DEFAULT 0,
    "whole" JSONB,
    "whole_at" TIMESTAMPTZ(3),
    "whole_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "integrity_state_pkey" PRIMARY KEY ("institution_id")
);

-- CreateTable
CREATE TABLE "integrity_run" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "sound" BOOLEAN NOT NULL,
    "up_to" BIGINT NOT NULL,
    "entries" BIGINT NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "findings" JSONB NOT NULL,

    CONSTRAINT "integrity_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "books_seal" (
    "institution_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "first_id" BIGINT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "entries" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "prints" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "books_seal_pkey" PRIMARY KEY ("institution_id","seq")
);

-- CreateTable
CREATE TABLE "chart_version" (
    "institution_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "effective_from" DATE NOT NULL,
    "note" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "chart_version_pkey" PRIMARY KEY ("institution_id","version")
);

-- CreateTable
CREATE TABLE "reminder_schedule" (
    "institution_id" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "rules" JSONB NOT NULL,
    "quiet_from" TEXT NOT NULL,
    "quiet_until" TEXT NOT NULL,
    "restrict_from" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "reminder_schedule_pkey" PRIMARY KEY ("institution_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "bill_id" TEXT NOT NULL,
    "rule_code" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "sent_to" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payer_group" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "parent_id" TEXT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "payer_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payer_attribute" (
    "institution_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label_zh" TEXT NOT NULL,
    "label_en" TEXT NOT NULL,
    "choices" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payer_attribute_pkey" PRIMARY KEY ("institution_id","name")
);

-- CreateTable
CREATE TABLE "payer" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "group_id" TEXT,
    "name_sealed" BYTEA NOT NULL,
    "name_index" BYTEA NOT NULL,
    "phone_sealed" BYTEA,
    "email_sealed" BYTEA,
    "lookup_index" BYTEA,
    "family" TEXT,
    "attributes" JSONB NOT NULL,
    "payment_code" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payer_link" (
    "token_hash" BYTEA NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "single_use" BOOLEAN NOT NULL DEFAULT false,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "payer_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "payer_lookup_try" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,

    CONSTRAINT "payer_lookup_try_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "payer_account" (
    "id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "email_sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payer_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payer_account_payer" (
    "account_id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payer_account_payer_pkey" PRIMARY KEY ("account_id","institution_id","payer_id")
);

-- CreateTable
CREATE TABLE "payer_account_ask" (
    "id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "email_sealed" BYTEA NOT NULL,
    "proved" TEXT[],
    "token_hash" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "payer_account_ask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "payer_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "captured_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "refund_pending_minor" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "channel" TEXT,
    "subject" TEXT NOT NULL,
    "payer_ip" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "succeeded_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_bill" (
    "payment_id" TEXT NOT NULL,
    "bill_id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "payment_bill_pkey" PRIMARY KEY ("payment_id","bill_id")
);

-- CreateTable
CREATE TABLE "payment_transition" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "from_state" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "evidence" TEXT,

    CONSTRAINT "payment_transition_pkey" PRIMARY KEY ("payment_id","id")
);

-- CreateTable
CREATE TABLE "payment_attempt" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "order_no" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "presentation" JSONB,
    "channel_trade_no" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "settle_date" DATE,
    "last_code" TEXT,
    "cause" TEXT,
    "query_count" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt_transition" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "attempt_id" TEXT NOT NULL,
    "from_state" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "evidence" TEXT,

    CONSTRAINT "attempt_transition_pkey" PRIMARY KEY ("attempt_id","id")
);

-- CreateTable
CREATE TABLE "inquiry_due" (
    "subject_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "inquiry_due_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "suspense_item" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "payment_id" TEXT,
    "attempt_id" TEXT,
    "order_no" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "suspense_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suspense_handling" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "hold_until" DATE,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suspense_handling_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_evidence" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "verify_code" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt_locator" (
    "verify_code" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "receipt_id" TEXT NOT NULL,

    CONSTRAINT "receipt_locator_pkey" PRIMARY KEY ("verify_code")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "institution_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("institution_id","scope","key")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "dispatched_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "not_before" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "counter" (
    "institution_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("institution_id","name")
);

-- CreateTable
CREATE TABLE "worker_process" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "statement_file" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "encoding" TEXT NOT NULL,
    "days" DATE[],
    "status" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "summary" JSONB NOT NULL,
    "row_count" INTEGER NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_line" (
    "id" BIGINT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "line_no" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "settled" BOOLEAN NOT NULL,
    "again" BOOLEAN NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT,
    "net_minor" BIGINT,
    "currency" TEXT NOT NULL,
    "merchant_no" TEXT,
    "orig_merchant_no" TEXT,
    "channel_no" TEXT,
    "bank_status" TEXT,
    "trade_time" TEXT,
    "day" DATE,
    "details_sealed" BYTEA,

    CONSTRAINT "statement_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recon_run" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "file_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "counts" JSONB NOT NULL,
    "result_hash" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "recon_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recon_match" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "run_id" TEXT,
    "group_id" TEXT,
    "line_id" BIGINT,
    "side_kind" TEXT,
    "side_id" TEXT,
    "rule" TEXT NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "reasons" TEXT[],
    "matched_by" TEXT NOT NULL,
    "matched_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "recon_match_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recon_case" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "run_id" TEXT,
    "channel" TEXT NOT NULL,
    "business_date" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "line_id" BIGINT,
    "side_kind" TEXT,
    "side_id" TEXT,
    "bank_minor" BIGINT,
    "our_minor" BIGINT,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "owner_id" TEXT,
    "probable_cause" TEXT,
    "group_id" TEXT,
    "entry_key" TEXT,
    "proposed_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "follow_up_on" DATE,

    CONSTRAINT "recon_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recon_case_event" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT,
    "note" TEXT,
    "document" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "recon_case_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recon_rule_set" (
    "institution_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "note" TEXT,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "tested" JSONB,
    "tested_at" TIMESTAMPTZ(3),
    "asked_by" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "recon_rule_set_pkey" PRIMARY KEY ("institution_id","version")
);

-- CreateTable
CREATE TABLE "recon_dismissal" (
    "institution_id" TEXT NOT NULL,
    "line_id" BIGINT NOT NULL,
    "side_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "recon_dismissal_pkey" PRIMARY KEY ("line_id","side_id")
);

-- CreateTable
CREATE TABLE "recon_fetch" (
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "tried_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recon_fetch_pkey" PRIMARY KEY ("institution_id","channel","day")
);

-- CreateTable
CREATE TABLE "recon_day_close" (
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "seq" INTEGER NOT NULL,
    "proof" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "recon_day_close_pkey" PRIMARY KEY ("institution_id","channel","day","seq")
);

-- CreateTable
CREATE TABLE "recon_split" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "line_id" BIGINT NOT NULL,
    "file_id" TEXT NOT NULL,
    "whole_minor" BIGINT NOT NULL,
    "parts" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "recon_split_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_mapping" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "statement_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "attempt_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "refund_no" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "requested_kind" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "approval_id" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "executed_at" TIMESTAMPTZ(3),
    "succeeded_at" TIMESTAMPTZ(3),
    "channel_refund_no" TEXT,
    "last_code" TEXT,
    "cause" TEXT,
    "query_count" INTEGER NOT NULL DEFAULT 0,
    "route" TEXT NOT NULL DEFAULT 'original',
    "replaces" TEXT,
    "payee_sealed" BYTEA,
    "payee_hint" TEXT,
    "bank_reference" TEXT,
    "batch_id" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_bill" (
    "refund_id" TEXT NOT NULL,
    "bill_id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "refund_bill_pkey" PRIMARY KEY ("refund_id","bill_id")
);

-- CreateTable
CREATE TABLE "refund_item" (
    "refund_id" TEXT NOT NULL,
    "bill_id" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "refund_item_pkey" PRIMARY KEY ("refund_id","bill_id","item_code")
);

-- CreateTable
CREATE TABLE "refund_transition" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "refund_id" TEXT NOT NULL,
    "from_state" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "evidence" TEXT,

    CONSTRAINT "refund_transition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_evidence" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "refund_id" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_batch" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "approval_id" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "idempotency_key" TEXT NOT NULL,

    CONSTRAINT "refund_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_policy" (
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "window_days" INTEGER NOT NULL,
    "max_count" INTEGER,
    "partial" BOOLEAN NOT NULL,
    "same_day_full_only" BOOLEAN NOT NULL,
    "needs_settle_date" BOOLEAN NOT NULL,
    "min_interval_seconds" INTEGER NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_policy_pkey" PRIMARY KEY ("institution_id","channel")
);

-- CreateTable
CREATE TABLE "report_template" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "report" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "columns" TEXT[],
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_config" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "effective_from" TIMESTAMPTZ(3),
    "approval_id" TEXT,
    "note" TEXT,

    CONSTRAINT "routing_config_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_decision" (
    "attempt_id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "chosen" TEXT NOT NULL,
    "config_version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,

    CONSTRAINT "routing_decision_pkey" PRIMARY KEY ("attempt_id")
);

-- CreateTable
CREATE TABLE "breaker_state" (
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "consecutive_timeouts" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "trial_attempt_id" TEXT,
    "trial_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "last_seen_call" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "breaker_state_pkey" PRIMARY KEY ("institution_id","channel")
);

-- CreateTable
CREATE TABLE "breaker_event" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_by" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),

    CONSTRAINT "breaker_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maintenance_window" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_usage" (
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "used_minor" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_usage_pkey" PRIMARY KEY ("institution_id","channel","period")
);

-- CreateTable
CREATE TABLE "channel_reservation" (
    "institution_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_reservation_pkey" PRIMARY KEY ("institution_id","key","channel")
);

-- CreateTable
CREATE TABLE "risk_hold" (
    "id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT,
    "from_minor" BIGINT,
    "channels" TEXT[],
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "lifted_by" TEXT,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "risk_hold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fund_account_institution_id_idx" ON "fund_account"("institution_id");

-- CreateIndex
CREATE INDEX "fund_account_item_account_id_idx" ON "fund_account_item"("account_id");

-- CreateIndex
CREATE INDEX "approval_institution_id_status_requested_at_idx" ON "approval"("institution_id", "status", "requested_at");

-- CreateIndex
CREATE INDEX "approval_institution_id_subject_id_idx" ON "approval"("institution_id", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_opinion_approval_id_user_id_key" ON "approval_opinion"("approval_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_opinion_approval_id_step_key" ON "approval_opinion"("approval_id", "step");

-- CreateIndex
CREATE INDEX "approval_delegation_institution_id_to_user_idx" ON "approval_delegation"("institution_id", "to_user");

-- CreateIndex
CREATE INDEX "audit_entry_institution_id_at_idx" ON "audit_entry"("institution_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_institution_id_subject_kind_subject_id_idx" ON "audit_entry"("institution_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_entry_id_key" ON "audit_link"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "fee_plan_institution_id_code_key" ON "fee_plan"("institution_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "fee_plan_version_plan_id_version_key" ON "fee_plan_version"("plan_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "reading_institution_id_payer_id_item_code_period_key" ON "reading"("institution_id", "payer_id", "item_code", "period");

-- CreateIndex
CREATE UNIQUE INDEX "fee_waiver_approval_id_key" ON "fee_waiver"("approval_id");

-- CreateIndex
CREATE INDEX "fee_waiver_institution_id_plan_id_payer_id_idx" ON "fee_waiver"("institution_id", "plan_id", "payer_id");

-- CreateIndex
CREATE INDEX "fee_waiver_institution_id_payer_id_idx" ON "fee_waiver"("institution_id", "payer_id");

-- CreateIndex
CREATE UNIQUE INDEX "bill_run_institution_id_plan_id_cycle_key_key" ON "bill_run"("institution_id", "plan_id", "cycle_key");

-- CreateIndex
CREATE INDEX "bill_institution_id_payer_id_status_idx" ON "bill"("institution_id", "payer_id", "status");

-- CreateIndex
CREATE INDEX "bill_institution_id_status_due_date_idx" ON "bill"("institution_id", "status", "due_date");

-- CreateIndex
CREATE UNIQUE INDEX "bill_institution_id_number_key" ON "bill"("institution_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "bill_institution_id_plan_id_payer_id_cycle_key_key" ON "bill"("institution_id", "plan_id", "payer_id", "cycle_key");

-- CreateIndex
CREATE UNIQUE INDEX "bill_credit_note_approval_id_key" ON "bill_credit_note"("approval_id");

-- CreateIndex
CREATE INDEX "bill_credit_note_bill_id_idx" ON "bill_credit_note"("bill_id");

-- CreateIndex
CREATE UNIQUE INDEX "bill_credit_note_institution_id_number_key" ON "bill_credit_note"("institution_id", "number");

-- CreateIndex
CREATE INDEX "bill_hold_payment_id_idx" ON "bill_hold"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_account_institution_id_channel_key" ON "channel_account"("institution_id", "channel");

-- CreateIndex
CREATE INDEX "channel_account_change_institution_id_account_id_idx" ON "channel_account_change"("institution_id", "account_id");

-- CreateIndex
CREATE INDEX "channel_call_institution_id_channel_at_idx" ON "channel_call"("institution_id", "channel", "at");

-- CreateIndex
CREATE INDEX "inbound_message_institution_id_channel_received_at_idx" ON "inbound_message"("institution_id", "channel", "received_at");

-- CreateIndex
CREATE INDEX "payer_dispute_institution_id_status_due_at_idx" ON "payer_dispute"("institution_id", "status", "due_at");

-- CreateIndex
CREATE INDEX "payer_dispute_payment_id_idx" ON "payer_dispute"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "payer_dispute_institution_id_number_key" ON "payer_dispute"("institution_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "payer_dispute_institution_id_idempotency_key_key" ON "payer_dispute"("institution_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "payer_dispute_event_dispute_id_idx" ON "payer_dispute_event"("dispute_id");

-- CreateIndex
CREATE UNIQUE INDEX "institution_slug_key" ON "institution"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "user_session_user_id_idx" ON "user_session"("user_id");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_institution_id_user_id_key" ON "membership"("institution_id", "user_id");

-- CreateIndex
CREATE INDEX "invitation_institution_id_email_idx" ON "invitation"("institution_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_hash_key" ON "passkey"("credential_hash");

-- CreateIndex
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- CreateIndex
CREATE INDEX "passkey_use_user_id_idx" ON "passkey_use"("user_id");

-- CreateIndex
CREATE INDEX "password_reset_user_id_idx" ON "password_reset"("user_id");

-- CreateIndex
CREATE INDEX "invoice_payment_id_idx" ON "invoice"("payment_id");

-- CreateIndex
CREATE INDEX "invoice_corrects_id_idx" ON "invoice"("corrects_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_institution_id_idempotency_key_key" ON "invoice"("institution_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "journal_entry_institution_id_business_date_id_idx" ON "journal_entry"("institution_id", "business_date", "id");

-- CreateIndex
CREATE INDEX "journal_entry_institution_id_subject_id_idx" ON "journal_entry"("institution_id", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "journal_entry_institution_id_key_key" ON "journal_entry"("institution_id", "key");

-- CreateIndex
CREATE INDEX "ledger_posting_institution_id_account_code_entry_id_idx" ON "ledger_posting"("institution_id", "account_code", "entry_id");

-- CreateIndex
CREATE INDEX "ledger_period_institution_id_month_idx" ON "ledger_period"("institution_id", "month");

-- CreateIndex
CREATE INDEX "integrity_run_institution_id_at_idx" ON "integrity_run"("institution_id", "at");

-- CreateIndex
CREATE INDEX "notice_institution_id_created_at_idx" ON "notice"("institution_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "notice_institution_id_bill_id_rule_code_key" ON "notice"("institution_id", "bill_id", "rule_code");

-- CreateIndex
CREATE UNIQUE INDEX "payer_group_institution_id_code_key" ON "payer_group"("institution_id", "code");

-- CreateIndex
CREATE INDEX "payer_institution_id_name_index_idx" ON "payer"("institution_id", "name_index");

-- CreateIndex
CREATE INDEX "payer_institution_id_group_id_idx" ON "payer"("institution_id", "group_id");

-- CreateIndex
CREATE INDEX "payer_institution_id_family_idx" ON "payer"("institution_id", "family");

-- CreateIndex
CREATE UNIQUE INDEX "payer_institution_id_number_key" ON "payer"("institution_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "payer_institution_id_payment_code_key" ON "payer"("institution_id", "payment_code");

-- CreateIndex
CREATE INDEX "payer_link_institution_id_payer_id_idx" ON "payer_link"("institution_id", "payer_id");

-- CreateIndex
CREATE INDEX "payer_lookup_try_window_start_idx" ON "payer_lookup_try"("window_start");

-- CreateIndex
CREATE UNIQUE INDEX "payer_account_email_index_key" ON "payer_account"("email_index");

-- CreateIndex
CREATE INDEX "payer_account_payer_institution_id_payer_id_idx" ON "payer_account_payer"("institution_id", "payer_id");

-- CreateIndex
CREATE INDEX "payer_account_ask_email_index_created_at_idx" ON "payer_account_ask"("email_index", "created_at");

-- CreateIndex
CREATE INDEX "payer_account_ask_created_at_idx" ON "payer_account_ask"("created_at");

-- CreateIndex
CREATE INDEX "payment_institution_id_created_at_idx" ON "payment"("institution_id", "created_at");

-- CreateIndex
CREATE INDEX "payment_institution_id_payer_id_idx" ON "payment"("institution_id", "payer_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_institution_id_number_key" ON "payment"("institution_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "payment_institution_id_idempotency_key_key" ON "payment"("institution_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "payment_bill_bill_id_idx" ON "payment_bill"("bill_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempt_channel_order_no_key" ON "payment_attempt"("channel", "order_no");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempt_payment_id_seq_key" ON "payment_attempt"("payment_id", "seq");

-- CreateIndex
CREATE INDEX "inquiry_due_due_at_idx" ON "inquiry_due"("due_at");

-- CreateIndex
CREATE INDEX "suspense_item_institution_id_status_created_at_idx" ON "suspense_item"("institution_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "suspense_item_institution_id_order_no_idx" ON "suspense_item"("institution_id", "order_no");

-- CreateIndex
CREATE INDEX "suspense_handling_item_id_id_idx" ON "suspense_handling"("item_id", "id");

-- CreateIndex
CREATE INDEX "payment_evidence_payment_id_idx" ON "payment_evidence"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_payment_id_key" ON "receipt"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_verify_code_key" ON "receipt"("verify_code");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_institution_id_number_key" ON "receipt"("institution_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "statement_file_seq_key" ON "statement_file"("seq");

-- CreateIndex
CREATE INDEX "statement_file_institution_id_received_at_idx" ON "statement_file"("institution_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "statement_file_institution_id_sha256_key" ON "statement_file"("institution_id", "sha256");

-- CreateIndex
CREATE INDEX "recon_run_institution_id_started_at_idx" ON "recon_run"("institution_id", "started_at");

-- CreateIndex
CREATE INDEX "recon_run_file_id_idx" ON "recon_run"("file_id");

-- CreateIndex
CREATE INDEX "recon_case_institution_id_status_business_date_idx" ON "recon_case"("institution_id", "status", "business_date");

-- CreateIndex
CREATE INDEX "recon_case_event_case_id_idx" ON "recon_case_event"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "recon_split_file_id_key" ON "recon_split"("file_id");

-- CreateIndex
CREATE INDEX "refund_institution_id_status_requested_at_idx" ON "refund"("institution_id", "status", "requested_at");

-- CreateIndex
CREATE INDEX "refund_payment_id_idx" ON "refund"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_institution_id_number_key" ON "refund"("institution_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "refund_institution_id_idempotency_key_key" ON "refund"("institution_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "refund_item_bill_id_idx" ON "refund_item"("bill_id");

-- CreateIndex
CREATE INDEX "refund_transition_refund_id_idx" ON "refund_transition"("refund_id");

-- CreateIndex
CREATE INDEX "refund_evidence_refund_id_idx" ON "refund_evidence"("refund_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_batch_institution_id_idempotency_key_key" ON "refund_batch"("institution_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "report_template_institution_id_report_name_key" ON "report_template"("institution_id", "report", "name");

-- CreateIndex
CREATE UNIQUE INDEX "routing_config_institution_id_version_key" ON "routing_config"("institution_id", "version");

-- CreateIndex
CREATE INDEX "breaker_event_institution_id_at_idx" ON "breaker_event"("institution_id", "at");

-- CreateIndex
CREATE INDEX "maintenance_window_institution_id_channel_ends_at_idx" ON "maintenance_window"("institution_id", "channel", "ends_at");

-- CreateIndex
CREATE INDEX "risk_hold_institution_id_created_at_idx" ON "risk_hold"("institution_id", "created_at");

-- 10_role.sql
-- The runtime role owns nothing and cannot bypass row security. Set-up gives it a login and a password; here it only has to exist.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bafang_app') THEN
    CREATE ROLE bafang_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;

-- The scope of the running transaction; NULL outside one, and NULL equals nothing, so a query without a scope returns no row.
CREATE FUNCTION app_institution() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.institution', true), '') $$;
CREATE FUNCTION app_user() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user', true), '') $$;

-- 20_account_centre.sql
ALTER TABLE fund_account ADD CONSTRAINT fund_account_kind_known CHECK (kind IN ('bank', 'wallet', 'sub-account')),
  ADD CONSTRAINT fund_account_below CHECK ((kind = 'sub-account') = (parent_id IS NOT NULL)),
  ADD CONSTRAINT fund_account_parent FOREIGN KEY (parent_id) REFERENCES fund_account (id);
-- A channel's money arrives in one account; what is collected under one name goes to one account of a channel at most.
CREATE UNIQUE INDEX fund_account_channel ON fund_account (institution_id, channel) WHERE channel IS NOT NULL AND parent_id IS NULL AND retired_at IS NULL;
ALTER TABLE fund_account_item ADD CONSTRAINT fund_account_item_of FOREIGN KEY (account_id) REFERENCES fund_account (id);
CREATE UNIQUE INDEX fund_account_item_once ON fund_account_item (account_id, plan_id, item_code);

-- 20_approvals.sql
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

-- 20_audit.sql
-- The worker links entries in the order in which their transactions can no longer be overtaken: by transaction, then by id.
ALTER TABLE audit_entry ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX audit_entry_made_in ON audit_entry (institution_id, made_in, id);
ALTER TABLE audit_link ADD CONSTRAINT link_hash_is_sha256 CHECK (octet_length(hash) = 32);
-- A keyed mark of the product on what it wrote: a row that somebody puts in by hand has none that fits.
ALTER TABLE audit_entry ADD CONSTRAINT audit_seal_size CHECK (octet_length(seal) = 16);

-- 20_bills.sql
ALTER TABLE bill
  ADD CONSTRAINT bill_status_known CHECK (status IN ('draft', 'issued', 'part-paid', 'paid', 'overdue', 'written-off', 'cancelled')),
  ADD CONSTRAINT bill_total_positive CHECK (total_minor > 0),
  ADD CONSTRAINT bill_paid_within CHECK (paid_minor BETWEEN 0 AND total_minor),
  ADD CONSTRAINT bill_refunded_within CHECK (refunded_minor BETWEEN 0 AND total_minor),
  ADD CONSTRAINT bill_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE bill_line ADD CONSTRAINT bill_line_of FOREIGN KEY (bill_id) REFERENCES bill (id);
ALTER TABLE bill_allocation ADD CONSTRAINT allocation_of FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT allocation_not_zero CHECK (amount_minor <> 0),
  ADD CONSTRAINT allocation_sign CHECK ((refund_id IS NULL) = (amount_minor > 0));
ALTER TABLE bill_hold ADD CONSTRAINT hold_of FOREIGN KEY (bill_id) REFERENCES bill (id);
CREATE UNIQUE INDEX allocation_once ON bill_allocation (bill_id, payment_id, coalesce(refund_id, ''));
ALTER TABLE bill_run ADD CONSTRAINT run_status_known CHECK (status IN ('queued', 'running', 'stopped', 'done')),
  ADD CONSTRAINT run_counts CHECK (done BETWEEN 0 AND total AND issued + skipped_count <= done);
CREATE INDEX bill_newest ON bill (institution_id, id DESC);
ALTER TABLE fee_plan ADD CONSTRAINT plan_status_known CHECK (status IN ('live', 'archived'));
ALTER TABLE fee_plan_version ADD CONSTRAINT version_of FOREIGN KEY (plan_id) REFERENCES fee_plan (id),
  ADD CONSTRAINT version_state_known CHECK (state IN ('draft', 'review', 'active', 'retired')),
  ADD CONSTRAINT version_activated CHECK ((state IN ('draft', 'review')) = (activated_at IS NULL)),
  ADD CONSTRAINT version_review CHECK (state <> 'review' OR approval_id IS NOT NULL);
CREATE UNIQUE INDEX version_one_draft ON fee_plan_version (plan_id) WHERE state IN ('draft', 'review');
ALTER TABLE reading ADD CONSTRAINT reading_of FOREIGN KEY (payer_id) REFERENCES payer (id),
  ADD CONSTRAINT reading_forward CHECK (previous_milli >= 0 AND current_milli >= previous_milli);
ALTER TABLE payer ADD CONSTRAINT payer_status_known CHECK (status IN ('active', 'left'));
ALTER TABLE payer_link ADD CONSTRAINT link_of FOREIGN KEY (payer_id) REFERENCES payer (id);
-- A line of a credit note takes off; every other line is owed.
ALTER TABLE bill_line ADD CONSTRAINT line_sign CHECK (CASE WHEN credit_note_id IS NULL THEN amount_minor >= 0 ELSE amount_minor < 0 END);
ALTER TABLE bill ADD CONSTRAINT next_part_within CHECK (next_part_minor IS NULL OR next_part_minor BETWEEN 1 AND total_minor - paid_minor);
ALTER TABLE bill_instalment ADD CONSTRAINT instalment_of FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT instalment_positive CHECK (amount_minor > 0 AND seq BETWEEN 1 AND 60);
ALTER TABLE bill_credit_note ADD CONSTRAINT credit_note_of FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT credit_note_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT credit_note_kind_known CHECK (kind IN ('waiver', 'correction', 'not-delivered'));
ALTER TABLE payer_attribute ADD CONSTRAINT attribute_kind_known CHECK (kind IN ('text', 'number', 'yes-no', 'date', 'choice')),
  ADD CONSTRAINT attribute_name_shape CHECK (name ~ '^[a-z][a-zA-Z0-9_]{0,31}$');
ALTER TABLE payer_group ADD CONSTRAINT group_not_own_parent CHECK (parent_id IS DISTINCT FROM id),
  ADD CONSTRAINT group_parent FOREIGN KEY (parent_id) REFERENCES payer_group (id);

-- 20_channels.sql
ALTER TABLE channel_account_change ADD CONSTRAINT account_change_status CHECK (status IN ('proposed', 'active', 'rejected'));
-- One change of an account waits at a time.
CREATE UNIQUE INDEX account_change_once ON channel_account_change (account_id) WHERE status = 'proposed';
-- It takes effect with the consent to exactly this change, and is not rewritten on the way.
CREATE FUNCTION account_change_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'active' AND NOT EXISTS (
    SELECT FROM approval a WHERE a.id = NEW.approval_id AND a.institution_id = NEW.institution_id AND a.status = 'approved'
      AND a.kind = 'channel-account-change' AND a.subject_id = NEW.id)
  THEN
    RAISE EXCEPTION 'account change lacks consent' USING ERRCODE = 'check_violation', CONSTRAINT = 'account_change_has_consent';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.account_id, NEW.channel, NEW.sealed, NEW.facts, NEW.approval_id) IS DISTINCT FROM (OLD.account_id, OLD.channel, OLD.sealed, OLD.facts, OLD.approval_id)
  THEN
    RAISE EXCEPTION 'account change cannot be rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'account_change_is_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_change_has_consent BEFORE INSERT OR UPDATE ON channel_account_change FOR EACH ROW EXECUTE FUNCTION account_change_has_consent();

-- 20_disputes.sql
ALTER TABLE payer_dispute
  ADD CONSTRAINT dispute_status_known CHECK (status IN ('open', 'escalated', 'answered', 'withdrawn')),
  ADD CONSTRAINT dispute_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT dispute_answered CHECK ((status = 'answered') = (answered_at IS NOT NULL AND answer IS NOT NULL));
-- One open question about a payment at a time.
CREATE UNIQUE INDEX dispute_open_once ON payer_dispute (payment_id) WHERE status IN ('open', 'escalated');
ALTER TABLE payer_dispute_event ADD CONSTRAINT dispute_event_of FOREIGN KEY (dispute_id) REFERENCES payer_dispute (id);

-- 20_identity.sql
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

-- 20_invoices.sql
ALTER TABLE invoice ADD CONSTRAINT invoice_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT invoice_corrects FOREIGN KEY (corrects_id) REFERENCES invoice (id),
  ADD CONSTRAINT invoice_kind_known CHECK (kind IN ('blue', 'red')),
  ADD CONSTRAINT invoice_red_corrects CHECK ((kind = 'red') = (corrects_id IS NOT NULL)),
  ADD CONSTRAINT invoice_status_known CHECK (status IN ('requested', 'issuing', 'issued', 'declined')),
  ADD CONSTRAINT invoice_issued CHECK ((status = 'issued') = (provider_number IS NOT NULL AND issued_at IS NOT NULL)),
  ADD CONSTRAINT invoice_amount_positive CHECK (amount_minor > 0);
-- One payment has one invoice, however often it is asked for; a refused one may be asked for again.
CREATE UNIQUE INDEX invoice_one_blue ON invoice (payment_id) WHERE kind = 'blue' AND status <> 'declined';

-- 20_notifications.sql
ALTER TABLE reminder_schedule ADD CONSTRAINT quiet_times CHECK (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$' AND quiet_until ~ '^([01]\d|2[0-3]):[0-5]\d$');
ALTER TABLE reminder_schedule ADD CONSTRAINT restrict_from_known CHECK (restrict_from IN ('C', 'D'));
ALTER TABLE notice ADD CONSTRAINT notice_of FOREIGN KEY (payer_id) REFERENCES payer (id),
  ADD CONSTRAINT notice_about FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT notice_channel_known CHECK (channel IN ('mail', 'sms')),
  ADD CONSTRAINT notice_status_known CHECK (status IN ('sending', 'sent', 'skipped', 'failed'));

-- 20_payments.sql
ALTER TABLE payment
  ADD CONSTRAINT payment_status_known
    CHECK (status IN ('created', 'submitted', 'unknown', 'succeeded', 'failed', 'closed', 'reversed')),
  ADD CONSTRAINT payment_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT payment_captured CHECK (captured_minor IN (0, amount_minor)),
  ADD CONSTRAINT payment_refundable CHECK (refunded_minor >= 0 AND refund_pending_minor >= 0
    AND refunded_minor + refund_pending_minor <= captured_minor),
  ADD CONSTRAINT payment_succeeded_captured CHECK ((status IN ('succeeded', 'reversed')) = (captured_minor > 0)),
  ADD CONSTRAINT payment_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE payment_bill ADD CONSTRAINT payment_bill_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT payment_bill_bill FOREIGN KEY (bill_id) REFERENCES bill (id),
  ADD CONSTRAINT payment_bill_positive CHECK (amount_minor > 0);
ALTER TABLE payment_attempt ADD CONSTRAINT attempt_of FOREIGN KEY (payment_id) REFERENCES payment (id),
  ADD CONSTRAINT attempt_status_known
    CHECK (status IN ('created', 'submitting', 'accepted', 'unknown', 'succeeded', 'declined', 'not-sent', 'closed')),
  ADD CONSTRAINT attempt_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT attempt_paid CHECK (status <> 'succeeded' OR (paid_at IS NOT NULL AND channel_trade_no IS NOT NULL));
-- Law 2: at most one live attempt per order.
CREATE UNIQUE INDEX attempt_one_live ON payment_attempt (payment_id)
  WHERE status IN ('created', 'submitting', 'accepted', 'unknown');
-- What a day's statement is matched with. Most versions of a row are not paid yet: they stay out of it.
CREATE INDEX attempt_paid ON payment_attempt (institution_id, channel, paid_at) WHERE paid_at IS NOT NULL;
-- Room beside each payment for its later versions: none of the columns that change is indexed, so they need no index entries of their own.
ALTER TABLE payment SET (fillfactor = 70);
-- A clerk looks a payment up by the bank's own number.
CREATE INDEX attempt_trade ON payment_attempt (institution_id, channel_trade_no) WHERE channel_trade_no IS NOT NULL;
-- One payment succeeds at most once, whatever arrives; a second success is a suspense item.
CREATE UNIQUE INDEX attempt_one_success ON payment_attempt (payment_id) WHERE status = 'succeeded';
-- An order that ended is shown to nobody afterwards: that is what makes one that was left behind unpayable (docs/decisions/051).
CREATE FUNCTION refuse_showing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'order % has ended and is not shown any more', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_is_not_shown';
END $$;
CREATE TRIGGER ended_is_not_shown BEFORE UPDATE OF presentation ON payment_attempt FOR EACH ROW
  WHEN (OLD.status IN ('closed', 'declined', 'not-sent') AND NEW.presentation IS DISTINCT FROM OLD.presentation) EXECUTE FUNCTION refuse_showing();
ALTER TABLE bill_hold ADD CONSTRAINT hold_by FOREIGN KEY (payment_id) REFERENCES payment (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE suspense_item
  ADD CONSTRAINT suspense_status_known CHECK (status IN ('held', 'credited', 'returned')),
  ADD CONSTRAINT suspense_kind_known CHECK (kind IN ('late', 'over', 'duplicate', 'amount-differs', 'unknown-order')),
  ADD CONSTRAINT suspense_amount_positive CHECK (amount_minor > 0);
ALTER TABLE suspense_handling ADD CONSTRAINT handling_of FOREIGN KEY (item_id) REFERENCES suspense_item (id);
ALTER TABLE payment_evidence ADD CONSTRAINT payment_evidence_of FOREIGN KEY (payment_id) REFERENCES payment (id);
CREATE UNIQUE INDEX suspense_once ON suspense_item (institution_id, channel, evidence);
CREATE INDEX outbox_waiting ON outbox_event (id) WHERE dispatched_at IS NULL;
CREATE INDEX outbox_waiting_subject ON outbox_event (subject_id, id) WHERE dispatched_at IS NULL;
-- One row per authentic event; forged or unreadable messages have no key and are kept as they came.
CREATE UNIQUE INDEX inbound_event_once ON inbound_message (account_id, event_key) WHERE event_key IS NOT NULL;
CREATE INDEX inbound_waiting ON inbound_message (institution_id, received_at) WHERE processed_at IS NULL AND verdict IN ('order', 'refund');

-- 20_reconciliation.sql
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

-- 20_refunds.sql
ALTER TABLE refund
  ADD CONSTRAINT refund_status_known
    CHECK (status IN ('requested', 'approved', 'rejected', 'executing', 'unknown', 'succeeded', 'failed', 'returned')),
  ADD CONSTRAINT refund_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT refund_route_known CHECK (route IN ('original', 'transfer')),
  ADD CONSTRAINT refund_transfer_has_payee CHECK ((route = 'transfer') = (payee_sealed IS NOT NULL));
ALTER TABLE refund_bill ADD CONSTRAINT refund_bill_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT refund_bill_positive CHECK (amount_minor > 0);
ALTER TABLE approval
  ADD CONSTRAINT approval_status_known CHECK (status IN ('pending', 'approved', 'rejected', 'expired'));
ALTER TABLE approval_opinion ADD CONSTRAINT opinion_of FOREIGN KEY (approval_id) REFERENCES approval (id),
  ADD CONSTRAINT opinion_decision_known CHECK (decision IN ('approve', 'reject'));
-- By item: no item of a bill goes back more than it costs, credit notes taken off, whatever payments paid it.
ALTER TABLE refund_item ADD CONSTRAINT refund_item_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT refund_item_positive CHECK (amount_minor > 0);
CREATE FUNCTION refund_item_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM bill WHERE id = NEW.bill_id FOR UPDATE;
  IF NEW.amount_minor + (SELECT coalesce(sum(i.amount_minor), 0) FROM refund_item i JOIN refund r ON r.id = i.refund_id
      WHERE i.bill_id = NEW.bill_id AND i.item_code = NEW.item_code AND r.status NOT IN ('rejected', 'failed'))
    > (SELECT coalesce(sum(l.amount_minor), 0) FROM bill_line l WHERE l.bill_id = NEW.bill_id AND l.item_code = NEW.item_code)
  THEN
    RAISE EXCEPTION 'more of an item than it costs' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_item_fits';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_item_fits BEFORE INSERT ON refund_item FOR EACH ROW EXECUTE FUNCTION refund_item_fits();
CREATE UNIQUE INDEX refund_no_once ON refund (channel, refund_no);
-- One refund takes another's place at most once, unless it was rejected or failed itself.
CREATE UNIQUE INDEX refund_replaced_once ON refund (replaces) WHERE status NOT IN ('rejected', 'failed');
ALTER TABLE refund_evidence ADD CONSTRAINT evidence_of FOREIGN KEY (refund_id) REFERENCES refund (id),
  ADD CONSTRAINT evidence_size CHECK (bytes BETWEEN 1 AND 10485760);
-- No money leaves without the consent to exactly this refund, and what was asked for is not rewritten: kept here too, whatever a job or script forgets.
CREATE FUNCTION refund_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'requested' THEN
      RAISE EXCEPTION 'refund begins as a wish' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_begins_requested';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.payment_id, NEW.attempt_id, NEW.channel, NEW.refund_no, NEW.amount_minor, NEW.currency, NEW.route, NEW.replaces, NEW.payee_sealed, NEW.batch_id, NEW.requested_by)
    IS DISTINCT FROM (OLD.payment_id, OLD.attempt_id, OLD.channel, OLD.refund_no, OLD.amount_minor, OLD.currency, OLD.route, OLD.replaces, OLD.payee_sealed, OLD.batch_id, OLD.requested_by)
    OR (OLD.approval_id IS NOT NULL AND NEW.approval_id IS DISTINCT FROM OLD.approval_id)
  THEN
    RAISE EXCEPTION 'refund cannot be rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_fixed';
  END IF;
  IF OLD.status = 'requested' AND NEW.status NOT IN ('requested', 'rejected') AND NOT EXISTS (
    SELECT FROM approval a WHERE a.id = NEW.approval_id AND a.institution_id = NEW.institution_id AND a.status = 'approved' AND a.currency = NEW.currency
      AND (a.kind IN ('refund', 'refund-transfer') AND a.subject_id = NEW.id AND a.amount_minor = NEW.amount_minor
        OR a.kind = 'refund-batch' AND a.subject_id = NEW.batch_id AND a.amount_minor >= NEW.amount_minor))
  THEN
    RAISE EXCEPTION 'refund lacks consent' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_has_consent BEFORE INSERT OR UPDATE ON refund FOR EACH ROW EXECUTE FUNCTION refund_has_consent();

-- 20_routing.sql
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

-- 30_ledger.sql
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

-- 35_consent.sql
-- Sensitive acts of other modules need their consent here too: the row that says "it counts now" is looked at only in the moment it changes.
CREATE FUNCTION consent_given(wanted_kind text, subject text, institution text, approval_of text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM approval a WHERE a.institution_id = institution AND a.kind = wanted_kind AND a.subject_id = subject AND a.status = 'approved'
    AND (approval_of IS NULL OR a.id = approval_of))
$$;
CREATE FUNCTION write_off_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT consent_given('bill-write-off', NEW.id, NEW.institution_id, NULL) THEN
    RAISE EXCEPTION 'a bill is written off with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'write_off_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER write_off_has_consent BEFORE UPDATE OF status ON bill FOR EACH ROW
  WHEN (NEW.status = 'written-off' AND OLD.status IS DISTINCT FROM 'written-off') EXECUTE FUNCTION write_off_has_consent();

-- Held money goes back to whoever paid it with consent to exactly this sum only (lib/payments/commands/return-suspense-item.ts).
CREATE FUNCTION suspense_return_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.amount_minor <> OLD.amount_minor OR NOT EXISTS (
    SELECT FROM approval a WHERE a.institution_id = NEW.institution_id AND a.kind = 'suspense-return' AND a.subject_id = NEW.id AND a.status = 'approved'
      AND a.amount_minor = NEW.amount_minor AND a.currency = NEW.currency)
  THEN
    RAISE EXCEPTION 'held money goes back with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'suspense_return_has_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER suspense_return_has_consent BEFORE UPDATE OF status ON suspense_item FOR EACH ROW
  WHEN (NEW.status = 'returned' AND OLD.status IS DISTINCT FROM 'returned') EXECUTE FUNCTION suspense_return_has_consent();

-- Roles that sign or administrate are given and taken only with consent, once there is somebody else who could agree (lib/identity/roles.ts).
CREATE FUNCTION rights_have_guards(institution text, who text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership m WHERE m.institution_id = institution AND m.user_id <> who AND m.roles && ARRAY['finance-director', 'vice-president'])
$$;
CREATE FUNCTION guarded_roles(roles text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(r ORDER BY r), '{}') FROM unnest(roles) r WHERE r IN ('finance-manager', 'finance-director', 'vice-president', 'administrator')
$$;
CREATE FUNCTION rights_have_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.user_id <> OLD.user_id OR NEW.institution_id <> OLD.institution_id
    OR rights_have_guards(NEW.institution_id, NEW.user_id) AND (NEW.consent_id IS NULL OR NEW.consent_id IS NOT DISTINCT FROM OLD.consent_id OR NOT EXISTS (
      SELECT FROM approval a WHERE a.id = NEW.consent_id AND a.institution_id = NEW.institution_id AND a.kind = 'rights-change' AND a.subject_id = NEW.user_id AND a.status = 'approved'
        AND NOT EXISTS (SELECT FROM approval n WHERE n.institution_id = a.institution_id AND n.kind = a.kind AND n.subject_id = a.subject_id AND n.status = 'approved' AND n.id > a.id)
        AND (SELECT array_agg(x ->> 'role' ORDER BY x ->> 'role') FROM jsonb_array_elements(a.operation #> '{facts,after}') x) = (SELECT array_agg(r ORDER BY r) FROM unnest(NEW.roles) r)))
  THEN
    RAISE EXCEPTION 'rights change with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_have_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rights_have_consent BEFORE UPDATE ON membership FOR EACH ROW
  WHEN (guarded_roles(NEW.roles) <> guarded_roles(OLD.roles) OR NEW.user_id <> OLD.user_id OR NEW.institution_id <> OLD.institution_id) EXECUTE FUNCTION rights_have_consent();

-- A version begins as a proposal, counts with the consent to exactly what was proposed, and is not rewritten or taken out of the past afterwards.
CREATE FUNCTION routing_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state = 'proposed' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.document, NEW.version, NEW.effective_from, NEW.approval_id) IS NOT DISTINCT FROM (OLD.document, OLD.version, OLD.effective_from, OLD.approval_id)
    AND (CASE OLD.state
      WHEN 'proposed' THEN NEW.state IN ('proposed', 'rejected') OR consent_given('routing-change', NEW.id, NEW.institution_id, coalesce(NEW.approval_id, ''))
      WHEN 'approved' THEN NEW.state IN ('approved', 'active', 'superseded')
      WHEN 'active' THEN NEW.state IN ('active', 'superseded')
      ELSE NEW.state = OLD.state END)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'routing changes with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'routing_has_consent';
END $$;
CREATE TRIGGER routing_has_consent BEFORE INSERT OR UPDATE ON routing_config FOR EACH ROW EXECUTE FUNCTION routing_has_consent();

CREATE FUNCTION rules_have_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.status IN ('draft', 'asked') THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (CASE
      WHEN OLD.status IN ('draft', 'tested') THEN NEW.status IN ('draft', 'tested', 'asked')
      WHEN NEW.rules IS DISTINCT FROM OLD.rules OR NEW.version <> OLD.version THEN false
      WHEN OLD.status = 'asked' THEN NEW.status IN ('asked', 'rejected') OR NEW.status = 'active' AND consent_given('matching-rule-change', 'rules-' || NEW.version, NEW.institution_id, NULL)
      WHEN OLD.status = 'active' THEN NEW.status IN ('active', 'retired')
      ELSE NEW.status = OLD.status END)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'matching rules change with consent only' USING ERRCODE = 'check_violation', CONSTRAINT = 'rules_have_consent';
END $$;
CREATE TRIGGER rules_have_consent BEFORE INSERT OR UPDATE ON recon_rule_set FOR EACH ROW EXECUTE FUNCTION rules_have_consent();

-- A chart's later steps are watched beside its table (30_ledger.sql); it also begins as a draft.
CREATE FUNCTION chart_begins_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'draft' THEN
    RAISE EXCEPTION 'a chart begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'chart_begins_as_draft';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chart_begins_as_draft BEFORE INSERT ON chart_version FOR EACH ROW EXECUTE FUNCTION chart_begins_as_draft();

-- 40_append_only.sql
-- What happened stays: history, books and opinions can be added to, never changed or removed, not even by their owner.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_entry', 'journal_entry', 'ledger_posting', 'bill_transition', 'bill_allocation', 'bill_credit_note', 'payment_transition',
    'attempt_transition', 'refund_transition', 'approval_opinion', 'routing_decision', 'recon_case_event', 'recon_day_close', 'receipt', 'audit_link', 'ledger_period', 'integrity_run', 'books_seal', 'suspense_handling', 'refund_evidence', 'payment_evidence', 'refund_item', 'payer_dispute_event'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;

-- 45_statistics.sql
-- Documents and sealed bytes are never searched by value: sorting samples of them for the planner was a sixth of the server's work while payments came in.
DO $$
DECLARE c record;
BEGIN
  FOR c IN
    SELECT a.attrelid::regclass AS name, a.attname AS attribute FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid
    WHERE r.relnamespace = 'public'::regnamespace AND r.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid IN ('jsonb'::regtype, 'json'::regtype, 'bytea'::regtype)
      AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey))
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', c.name, c.attribute);
  END LOOP;
END $$;

-- 50_row_security.sql
-- Every table with an institution is walled off by the database itself. The exceptions hold ids only and are needed before or across
-- scopes: queues served for all institutions, and locators that answer "which institution is this?".
DO $$
DECLARE t record;
BEGIN
  FOR t IN
    SELECT c.table_name AS name FROM information_schema.columns c
    JOIN information_schema.tables x ON x.table_name = c.table_name AND x.table_schema = c.table_schema AND x.table_type = 'BASE TABLE'
    WHERE c.table_schema = 'public' AND c.column_name = 'institution_id'
      AND c.table_name NOT IN ('outbox_event', 'inquiry_due', 'channel_account_locator', 'receipt_locator', 'user_session', 'membership', 'payer_account_payer')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.name);
    EXECUTE format('CREATE POLICY institution_scope ON %I USING (institution_id = (SELECT app_institution())) WITH CHECK (institution_id = (SELECT app_institution()))', t.name);
  END LOOP;
END $$;
-- A person sees the memberships of the institution in scope, and their own wherever they are (to choose one at sign-in).
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
CREATE POLICY institution_scope ON membership
  USING (institution_id = (SELECT app_institution()) OR user_id = (SELECT app_user()))
  WITH CHECK (institution_id = (SELECT app_institution()));
-- A payer's account sees whom it holds, wherever they are; an institution sees who holds its own payers (to take them back).
ALTER TABLE payer_account_payer ENABLE ROW LEVEL SECURITY;
ALTER TABLE payer_account_payer FORCE ROW LEVEL SECURITY;
CREATE POLICY account_scope ON payer_account_payer
  USING (institution_id = (SELECT app_institution()) OR account_id = (SELECT app_user()))
  WITH CHECK (account_id = (SELECT app_user()));
-- What belongs to a person and to no institution: only a transaction of that very person sees it.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['passkey', 'passkey_use', 'password_reset'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY person_scope ON %I USING (user_id = (SELECT app_user())) WITH CHECK (user_id = (SELECT app_user()))', name);
  END LOOP;
END $$;

-- 90_grants.sql
GRANT USAGE ON SCHEMA public TO bafang_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bafang_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO bafang_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO bafang_app;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, journal_entry, ledger_posting, bill_transition, bill_allocation, bill_credit_note, payment_transition,
  attempt_transition, refund_transition, approval_opinion, routing_decision, recon_case_event, recon_day_close, receipt, audit_link, ledger_period, integrity_run, books_seal, suspense_handling,
  refund_evidence, payment_evidence, refund_item, payer_dispute_event FROM bafang_app;
REVOKE DELETE ON channel_account_change, payment, payment_attempt, payment_bill, bill, bill_line, refund, approval, statement_file, recon_match, recon_case, recon_rule_set, recon_dismissal,
  suspense_item, integrity_state, chart_version, inbound_message, institution, user_account, approval_flow, approval_delegation, passkey,
  refund_batch, recon_split, statement_mapping, payer_dispute, fund_account, risk_hold, invoice FROM bafang_app;
DO $$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM bafang_app;
  END IF;
END $$;

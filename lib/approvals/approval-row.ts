/** A request as rules and commands see it, read from its rows. */
import { assert } from '@/lib/kernel/assert';
import { isCurrency, money, type Money } from '@/lib/kernel/money';
import { toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { Step } from './flows';
import type { ApprovalKind } from './kinds';
import type { ApprovalStatus } from './machine';
import { operationHash, type Operation } from './operation';
import type { Hat, Question, Signature } from './rules';

export interface LoadedApproval extends Question {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly status: ApprovalStatus;
  readonly amount: Money;
  readonly operation: Operation;
  readonly operationHash: string;
  readonly requestedBy: string;
  readonly signed: readonly Signature[];
  /** From then on it is over, also in the minute before the worker says so. */
  readonly expiresAt: Date | null;
}

interface Row {
  id: string;
  kind: string;
  subject_kind: string;
  subject_id: string;
  status: string;
  amount_minor: bigint;
  currency: string;
  operation: Operation;
  operation_hash: string;
  steps: readonly Partial<Step>[];
  requested_by: string;
  escalated_at: Date | null;
  expires_at: Date | null;
  escalate_to: string[];
  signed: number[];
}

/** A step without a stage is from before stages: each was one of its own. */
export const readSteps = (steps: readonly Partial<Step>[]): readonly Step[] => steps.map((s, i) => ({ ...s, roles: s.roles ?? [], stage: s.stage ?? i }));

/** Locked, so that fifty people who decide at once are heard one after another. */
export async function lockApproval(tx: Tx, ctx: Ctx, id: string): Promise<LoadedApproval | null> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM approval WHERE id = ${id} AND institution_id = ${ctx.institutionId} FOR UPDATE`;
  if (locked.length === 0) return null;
  // A second statement: it sees what was committed while the lock was awaited.
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.id, a.kind, a.subject_kind, a.subject_id, a.status, a.amount_minor, a.currency, a.operation, a.operation_hash, a.steps, a.requested_by,
      a.escalated_at, a.expires_at, a.escalate_to, ARRAY(SELECT o.step FROM approval_opinion o WHERE o.approval_id = a.id ORDER BY o.step) AS signed
    FROM approval a WHERE a.id = ${id}`;
  const row = rows[0];
  assert(row && isCurrency(row.currency), 'a locked approval can be read');
  return {
    id: row.id,
    kind: row.kind as ApprovalKind,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    status: row.status as ApprovalStatus,
    amount: money(row.amount_minor, row.currency),
    operation: row.operation,
    operationHash: row.operation_hash,
    steps: readSteps(row.steps),
    escalatedTo: row.escalated_at ? row.escalate_to : [],
    requestedBy: row.requested_by,
    expiresAt: row.expires_at,
    signed: row.signed.map((step) => ({ step })),
  };
}

/**
 * Every right this person could use on this request, their own first, read now and from the memberships themselves: a session may be some
 * seconds behind. Delegated rights only while their dates run.
 */
export async function hatsOf(tx: Tx, ctx: Ctx, userId: string, approvalId: string): Promise<readonly [Hat, ...Hat[]]> {
  const rows = await tx.$queryRaw<{ holder: string; roles: string[]; department: string | null; asked: boolean; signed: boolean }[]>`
    WITH holder AS (
      SELECT ${userId} AS id, 0 AS n
      UNION ALL
      SELECT d.from_user, 1 FROM approval_delegation d JOIN approval a ON a.id = ${approvalId}
      WHERE d.institution_id = ${ctx.institutionId} AND d.to_user = ${userId} AND d.revoked_at IS NULL
        AND d.starts_at <= ${toIso(ctx.clock.now())}::timestamptz AND d.ends_at > ${toIso(ctx.clock.now())}::timestamptz
        AND (cardinality(d.kinds) = 0 OR a.kind = ANY (d.kinds)))
    SELECT h.id AS holder, coalesce(m.roles, '{}') AS roles, m.department,
      EXISTS (SELECT FROM approval a WHERE a.id = ${approvalId}
        AND (same_person(a.requested_by, h.id) OR a.kind = 'rights-change' AND same_person(a.subject_id, h.id))) AS asked,
      EXISTS (SELECT FROM approval_opinion o WHERE o.approval_id = ${approvalId}
        AND (same_person(o.user_id, h.id) OR same_person(coalesce(o.on_behalf_of, o.user_id), h.id))) AS signed
    FROM holder h LEFT JOIN membership m ON m.user_id = h.id AND m.institution_id = ${ctx.institutionId} AND m.status = 'active'
    ORDER BY h.n, h.id`;
  const [own, ...others] = rows.map((row): Hat => ({
    onBehalfOf: row.holder === userId ? null : row.holder, roles: row.roles, department: row.department, asked: row.asked, signed: row.signed,
  }));
  assert(own, 'everybody has a hat of their own');
  return [own, ...others];
}

/**
 * Whether this very operation has everybody's consent: asked by the module that executes, in its own transaction, with the operation
 * built afresh from its own rows. A changed amount or payee has another hash and therefore no consent.
 */
export async function hasConsent(tx: Tx, ctx: Ctx, approvalId: string, operation: Operation): Promise<boolean> {
  const row = await tx.approval.findFirst({ where: { id: approvalId, institution_id: ctx.institutionId, status: 'approved' } });
  return row !== null && row.subject_id === operation.subjectId && row.operation_hash === operationHash(ctx.institutionId, operation);
}

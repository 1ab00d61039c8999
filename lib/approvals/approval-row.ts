/** A request as rules and commands see it, read from its rows. */
import type { Role } from '@/lib/identity';
import { assert } from '@/lib/kernel/assert';
import { isCurrency, money, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { ApprovalStatus } from './machine';
import { operationHash, type Operation } from './operation';
import type { Step } from './rules';

export interface LoadedApproval {
  readonly id: string;
  readonly kind: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly status: ApprovalStatus;
  readonly amount: Money;
  readonly operation: Operation;
  readonly operationHash: string;
  readonly steps: readonly Step[];
  readonly requestedBy: string;
  readonly signed: readonly { readonly userId: string }[];
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
  steps: { roles: Role[] }[];
  requested_by: string;
  signed: string[];
}

/** Locked, so that fifty people who decide at once are heard one after another. */
export async function lockApproval(tx: Tx, ctx: Ctx, id: string): Promise<LoadedApproval | null> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM approval WHERE id = ${id} AND institution_id = ${ctx.institutionId} FOR UPDATE`;
  if (locked.length === 0) return null;
  // A second statement: it sees what was committed while the lock was awaited.
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.id, a.kind, a.subject_kind, a.subject_id, a.status, a.amount_minor, a.currency, a.operation, a.operation_hash, a.steps, a.requested_by,
      ARRAY(SELECT o.user_id FROM approval_opinion o WHERE o.approval_id = a.id ORDER BY o.step) AS signed
    FROM approval a WHERE a.id = ${id}`;
  const row = rows[0];
  assert(row && isCurrency(row.currency), 'a locked approval can be read');
  return {
    id: row.id,
    kind: row.kind,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    status: row.status as ApprovalStatus,
    amount: money(row.amount_minor, row.currency),
    operation: row.operation,
    operationHash: row.operation_hash,
    steps: row.steps,
    requestedBy: row.requested_by,
    signed: row.signed.map((userId) => ({ userId })),
  };
}

/**
 * Whether this very operation has everybody's consent: asked by the module that executes, in its own transaction, with the operation
 * built afresh from its own rows. A changed amount or payee has another hash and therefore no consent.
 */
export async function hasConsent(tx: Tx, ctx: Ctx, approvalId: string, operation: Operation): Promise<boolean> {
  const row = await tx.approval.findFirst({ where: { id: approvalId, institution_id: ctx.institutionId, status: 'approved' } });
  return row !== null && row.subject_id === operation.subjectId && row.operation_hash === operationHash(ctx.institutionId, operation);
}

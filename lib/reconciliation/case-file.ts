/** One case as commands see it: locked, with what a decision needs to know. */
import type { Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import type { Tx } from '@/lib/platform/tx';
import type { ReconciliationFailure } from './errors';
import type { CaseState, Reason } from './model';
import { differenceOf, type CaseFacts } from './rules';
import { wholeOf } from './split-parts';

export interface LockedCase extends CaseFacts {
  readonly id: string;
  readonly channel: string;
  readonly day: string;
  readonly currency: Currency;
  readonly lineId: bigint | null;
  readonly sideId: string | null;
  readonly feeMinor: bigint | null;
  readonly groupId: string | null;
  readonly entryKey: string | null;
  readonly decidedAt: Date | null;
  /** How much happened to it so far: makes the keys of its entries unique however often it is decided and undone. */
  readonly events: number;
}

interface Row {
  id: string; channel: string; business_date: Date; reason: string; status: string; direction: string; bank_minor: bigint | null; our_minor: bigint | null;
  currency: string; line_id: bigint | null; side_id: string | null; fee_minor: bigint | null; group_id: string | null; entry_key: string | null;
  proposed_by: string | null; decided_at: Date | null; events: bigint;
}

export async function lockCase(tx: Tx, id: string): Promise<Result<LockedCase, ReconciliationFailure>> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.*, (SELECT l.fee_minor FROM statement_line l WHERE l.id = c.line_id) AS fee_minor,
      (SELECT count(*) FROM recon_case_event e WHERE e.case_id = c.id) AS events
    FROM recon_case c WHERE c.id = ${id} FOR UPDATE OF c`;
  if (!row) return err('reconciliation.not-found');
  const whole = row.line_id === null ? null : await wholeOf(tx, row.line_id, row.id);
  return ok({
    id: row.id, channel: row.channel, day: row.business_date.toISOString().slice(0, 10), reason: row.reason as Reason, status: row.status as CaseState,
    direction: row.direction as 'credit' | 'debit', bankMinor: row.bank_minor, ourMinor: row.our_minor, currency: row.currency as Currency, lineId: row.line_id,
    sideId: row.side_id, feeMinor: row.fee_minor, groupId: row.group_id, entryKey: row.entry_key, proposedBy: row.proposed_by, decidedAt: row.decided_at,
    events: Number(row.events), whole,
  });
}

/** A document kept with a step of the history. */
export interface Evidence { readonly sha256: string; readonly name: string; readonly bytes: number }

export interface CaseChange {
  /** What happened: `confirm`, `write-off`, `propose`, `dispute`, `follow-up`, `comment`, `match`, `split`, `join`, `undo`. */
  readonly kind: string;
  readonly to: CaseState;
  readonly note: string | null;
  readonly groupId?: string | null;
  readonly entryKey?: string | null;
  readonly proposedBy?: string | null;
  readonly evidence?: Evidence;
  readonly followUpOn?: string;
}

const DECIDED: readonly CaseState[] = ['confirmed', 'matched', 'written-off', 'joined'];

/** Writes a step of a case: its state, its history, the audit, and an event. */
export async function moveCase(tx: Tx, ctx: Ctx, found: LockedCase, change: CaseChange): Promise<void> {
  const at = toDate(ctx.clock.now());
  const decided = DECIDED.includes(change.to);
  await tx.recon_case.update({
    where: { id: found.id },
    data: {
      status: change.to, ...(change.groupId !== undefined && { group_id: change.groupId }), ...(change.entryKey !== undefined && { entry_key: change.entryKey }),
      ...(change.followUpOn !== undefined && { follow_up_on: new Date(`${change.followUpOn}T00:00:00Z`) }),
      ...(change.proposedBy !== undefined && { proposed_by: change.proposedBy }),
      ...(change.to !== found.status && { decided_at: decided ? at : null, decided_by: decided ? actorName(ctx.actor) : null }),
    },
  });
  await tx.recon_case_event.create({
    data: {
      institution_id: ctx.institutionId, case_id: found.id, kind: change.kind, from_state: found.status, to_state: change.to, note: change.note, at, actor: actorName(ctx.actor),
      ...(change.evidence && { document: { ...change.evidence } }),
    },
  });
  await audit(tx, ctx, {
    action: `recon-case.${change.kind}`, subjectKind: 'recon-case', subjectId: found.id, outcome: 'done', before: { status: found.status },
    after: { status: change.to, differenceMinor: differenceOf(found).toString(), ...(change.entryKey && { entry: change.entryKey }) },
  });
  if (change.to === found.status) return;
  await emit(tx, ctx, [{
    type: 'recon-case.changed', subjectId: found.id,
    payload: { channel: found.channel, date: found.day, reason: found.reason, from: found.status, to: change.to, differenceMinor: differenceOf(found).toString() },
  }]);
}

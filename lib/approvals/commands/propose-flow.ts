/** An administrator draws who must consent; it counts once the people who sign under it have agreed. */
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { canonical } from '@/lib/platform/idempotency';
import { withTx } from '@/lib/platform/tx';
import type { ApprovalFailure } from '../errors';
import { activeFlow } from '../flow-store';
import { checkFlow, flowSchema, type Flow } from '../flows';
import type { ApprovalKind } from '../kinds';
import type { Operation } from '../operation';
import { requestApproval } from './request-approval';

export interface ProposedFlow {
  readonly kind: ApprovalKind;
  readonly version: number;
  readonly approvalId: string;
}

export async function proposeFlow(
  ctx: Ctx, input: { readonly kind: ApprovalKind; readonly flow: Flow; readonly note: string },
): Promise<Result<ProposedFlow, ApprovalFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'approval.set-flow');
  if (!allowed.ok) return allowed;
  const checked = checkFlow(input.kind, input.flow);
  if (!checked.ok) return checked;
  return withTx(ctx, async (tx): Promise<Result<ProposedFlow, ApprovalFailure>> => {
    // One proposal per kind at a time: the institution's row is the lock.
    await tx.$queryRaw`SELECT 1 AS locked FROM institution WHERE id = ${ctx.institutionId} FOR UPDATE`;
    const rows = await tx.approval_flow.findMany({ where: { institution_id: ctx.institutionId, kind: input.kind }, orderBy: { version: 'desc' } });
    if (rows.some((row) => row.status === 'proposed')) return err('approvals.flow-pending');
    const now = await activeFlow(tx, ctx, input.kind);
    if (canonical(now) === canonical(input.flow)) return err('approvals.flow-unchanged');
    const version = (rows[0]?.version ?? 0) + 1;
    const { approvalId } = await requestApproval(tx, ctx, flowOperation(input.kind, version, input.flow));
    await tx.approval_flow.create({
      data: {
        institution_id: ctx.institutionId, kind: input.kind, version, bands: input.flow, status: 'proposed', note: input.note, made_by: actorName(ctx.actor),
        made_at: toDate(ctx.clock.now()), approval_id: approvalId,
      },
    });
    await audit(tx, ctx, {
      action: 'approval-flow.propose', subjectKind: 'approval-flow', subjectId: `${input.kind}:${version}`, outcome: 'done', before: inWords(now), after: inWords(input.flow),
    });
    return ok({ kind: input.kind, version, approvalId });
  });
}

/** What the signers see and sign: every band in plain words. */
export const flowOperation = (kind: ApprovalKind, version: number, flow: Flow): Operation => ({
  kind: 'approval-flow-change', subjectKind: 'approval-flow', subjectId: `${kind}:${version}`, amount: { minor: '0', currency: 'CNY' },
  facts: {
    flow: kind, version: version.toString(), remindHours: flow.remindHours.toString(), escalateHours: flow.escalateHours?.toString() ?? null,
    escalateTo: flow.escalateTo.join(', ') || null, expireDays: flow.expireDays.toString(),
    bands: flow.bands.map((band) => ({ below: band.below, signatures: stagesInWords(band) })),
  },
});

type Band = Flow['bands'][number];
const stagesInWords = (band: Band): string => band.stages.map((stage) => stage.slots.map((slot) =>
  `${slot.roles.join(' / ')}${slot.department === null ? '' : ` @ ${slot.department}`}`).join(' + ')).join(' → ');

function inWords(flow: Flow): Record<string, string> {
  const bands = flow.bands.map((band) => [`below ${band.below ?? '∞'}`, stagesInWords(band)]);
  return { ...Object.fromEntries(bands) as Record<string, string>, escalate: `${flow.escalateHours ?? '-'} h → ${flow.escalateTo.join(', ')}`, expire: `${flow.expireDays} d` };
}

export const readFlow = (stored: unknown): Flow => flowSchema.parse(stored);

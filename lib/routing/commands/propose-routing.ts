import { hasConsent, requestApproval, type Operation } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { instant, MINUTE_MS, toDate, toIso } from '@/lib/kernel/time';
import { actorName, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { canonical } from '@/lib/platform/idempotency';
import { withTx, type Tx } from '@/lib/platform/tx';
import { activeRouting, forgetRouting } from '../config';
import type { RoutingFailure } from '../errors';
import { routingDocumentSchema, type ProposeRoutingInput, type RoutingDocument } from '../model';
import { CHANNELS_MIN, reachOf } from '../reach';

export interface ProposedRouting {
  readonly version: number;
  readonly approvalId: string;
}

/** A moment ago is still now: a form takes a while to send. */
const LATE_MS = 5 * MINUTE_MS;

/** Asks a second person to put a new version of weights, masks, limits and breaker rules into force. Until then the one before counts. */
export async function proposeRouting(ctx: Ctx, input: ProposeRoutingInput): Promise<Result<ProposedRouting, AccessFailure | RoutingFailure>> {
  const allowed = authorize(ctx, 'routing.write');
  if (!allowed.ok) return allowed;
  const now = ctx.clock.now();
  const from = input.effectiveFrom ?? now;
  if (from < now - LATE_MS) return err('routing.starts-in-the-past');
  const { document } = input;
  if (canonical((await activeRouting(ctx)).document) === canonical(document)) return err('routing.unchanged');
  const thin = (await reachOf(ctx, document)).filter((plan) => plan.channels.length < CHANNELS_MIN);
  const plans = thin.map((plan) => `${plan.nameZh} (${plan.channels.length})`).slice(0, 5).join('、');
  if (thin.some((plan) => plan.channels.length === 0)) return err('routing.nobody-left', { plans });
  if (thin.length > 0 && !input.acceptFew) return err('routing.too-few-channels', { plans });
  return withTx(ctx, async (tx): Promise<Result<ProposedRouting, RoutingFailure>> => {
    await lockVersions(tx, ctx.institutionId);
    const rows = await tx.routing_config.findMany({ orderBy: { version: 'desc' }, select: { version: true, state: true } });
    if (rows.some((row) => row.state === 'proposed')) return err('routing.proposal-pending');
    const version = (rows[0]?.version ?? 0) + 1;
    const id = newId('routingConfig', ctx);
    const { approvalId } = await requestApproval(tx, ctx, operationOf(id, version, from, document));
    await tx.routing_config.create({
      data: {
        id, institution_id: ctx.institutionId, version, state: 'proposed', document, created_by: actorName(ctx.actor), created_at: toDate(now),
        effective_from: toDate(from), approval_id: approvalId, note: input.note,
      },
    });
    await audit(tx, ctx, { action: 'routing.propose', subjectKind: 'routing-config', subjectId: id, outcome: 'done', after: document });
    return ok({ version, approvalId });
  });
}

/** Versions are numbered one after another, and one proposal waits at a time. */
const lockVersions = (tx: Tx, institutionId: InstitutionId) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`routing:${institutionId}`}, 0))`;

/** What the second person sees and signs. */
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function operationOf(id: string, version: number, from: number, document: RoutingDocument): Operation {
  const { breaker } = document;
  return {
    kind: 'routing-change', subjectKind: 'routing-config', subjectId: id, amount: { minor: '0', currency: 'CNY' },
    facts: {
      version: version.toString(), effectiveFrom: toIso(instant(from)),
      weights: Object.entries(document.weights).sort(byName).map(([channel, weight]) => ({ channel, weight: weight.toString() })),
      masks: document.masks.map(({ channel, reason }) => ({ channel, reason })),
      channelRules: Object.entries(document.channels).sort(byName).map(([channel, rules]) => ({ channel, rules: canonical(rules) })),
      breaker: `${breaker.timeoutsToOpen} / ${breaker.failurePercentToOpen} % / ${breaker.failuresMin} / ${breaker.pauseMs} ms`,
    },
  };
}

/** What was decided about a proposal: it waits for its moment, or is laid aside. May meet a decision again. */
export async function settleRouting(institutionId: InstitutionId, id: string, decision: 'approved' | 'rejected'): Promise<void> {
  const ctx = systemCtx('routing', institutionId);
  await withTx(ctx, async (tx) => {
    await lockVersions(tx, institutionId);
    const row = await tx.routing_config.findFirst({ where: { id, state: 'proposed' } });
    if (!row) return;
    const document = routingDocumentSchema.parse(row.document);
    const from = row.effective_from!.getTime();
    const consent = decision === 'approved' && await hasConsent(tx, ctx, row.approval_id ?? '', operationOf(id, row.version, from, document));
    await tx.routing_config.update({ where: { id }, data: { state: consent ? 'approved' : 'rejected' } });
    await audit(tx, ctx, { action: consent ? 'routing.approve' : 'routing.reject', subjectKind: 'routing-config', subjectId: id, outcome: 'done' });
  });
  await activateDueRouting(institutionId);
}

/** Puts the newest approved version whose moment has come into force; the one before is kept. */
export async function activateDueRouting(institutionId: InstitutionId): Promise<void> {
  const ctx = systemCtx('routing', institutionId);
  const now = toDate(ctx.clock.now());
  const changed = await withTx(ctx, async (tx) => {
    const due = { state: 'approved', effective_from: { lte: now } };
    if (await tx.routing_config.count({ where: due }) === 0) return false;
    await lockVersions(tx, institutionId);
    const next = await tx.routing_config.findFirst({ where: due, orderBy: { version: 'desc' } });
    if (!next) return false;
    await tx.routing_config.updateMany({ where: { OR: [{ state: 'active' }, { ...due, id: { not: next.id } }] }, data: { state: 'superseded' } });
    await tx.routing_config.update({ where: { id: next.id }, data: { state: 'active', activated_at: now } });
    await audit(tx, ctx, { action: 'routing.activate', subjectKind: 'routing-config', subjectId: next.id, outcome: 'done', after: { version: next.version.toString() } });
    return true;
  });
  if (changed) forgetRouting(institutionId);
}

/**
 * The console's commands and a few of its queries over HTTP, for programs that act as a signed-in person: the same commands as behind the pages,
 * the same permission checks, the same refusals (docs/decisions/009). JSON in, JSON out; refusals are problem+json with a code.
 */
import { z } from 'zod';
import { auditRefusal, type Act } from '@/lib/audit';
import { decideApproval, getApproval } from '@/lib/approvals';
import { decideInput } from '@/lib/approvals/model';
import { activateVersion, activateVersionInput, createPlanFromTemplate, createPlanInput } from '@/lib/bill-items';
import { getBill, getRun, listBills, listIssuableCycles, requestBillRun, requestBillRunInput } from '@/lib/bills';
import { outward, statusOf } from '@/lib/edge/model';
import { AccessDenied, cookiesOf, sessionCtx, sessionOf } from '@/lib/identity';
import type { Failure } from '@/lib/kernel/result';
import { checkIntegrity, trialBalance } from '@/lib/ledger';
import { createPayerLink } from '@/lib/payers';
import { linkKindSchema } from '@/lib/payers/model';
import { listPayments, paymentDetail } from '@/lib/payments';
import { env } from '@/lib/platform/env';
import { createLog, errorText } from '@/lib/platform/log';
import { getRefund, requestRefund } from '@/lib/refunds';
import { requestRefundSchema } from '@/lib/refunds/model';
import { healthDesk } from '@/lib/routing';
import { HEALTH_WINDOWS } from '@/lib/routing/model';
import { jsonAnswer, type HotAnswer, type HotEndpoint, type HotRequest } from './hot-endpoints';
import { operation, type Operation } from './operation';
import { reconciliationOperations } from './reconciliation-api';

const log = createLog({ door: 'console-api' });
const id = z.object({ id: z.string().min(1).max(40) });
const nothing = z.object({});

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'fee-plans.create': operation(createPlanInput, createPlanFromTemplate),
  'fee-plans.activate': operation(activateVersionInput, activateVersion),
  'bill-cycles.list': operation(nothing, (ctx) => listIssuableCycles(ctx)),
  'bill-runs.request': operation(requestBillRunInput, requestBillRun),
  'bill-runs.get': operation(id, (ctx, input) => getRun(ctx, input.id)),
  'bills.list': operation(z.object({ planId: z.string().max(40).optional(), cursor: z.string().max(100).optional() }), (ctx, input) => listBills(ctx, input)),
  'bills.get': operation(id, (ctx, input) => getBill(ctx, input.id)),
  'payers.link': operation(id.extend({ kind: linkKindSchema.optional() }), (ctx, input) => createPayerLink(ctx, input.id, input.kind)),
  'payments.list': operation(z.object({ cursor: z.string().max(100).optional() }), (ctx, input) => listPayments(ctx, input)),
  'payments.get': operation(id, (ctx, input) => paymentDetail(ctx, input.id)),
  'refunds.request': operation(requestRefundSchema, (ctx, input) => requestRefund(ctx, input)),
  'refunds.get': operation(id, (ctx, input) => getRefund(ctx, input.id)),
  'approvals.get': operation(id, (ctx, input) => getApproval(ctx, input.id)),
  'approvals.decide': operation(decideInput, decideApproval),
  'ledger.trial-balance': operation(nothing, (ctx) => trialBalance(ctx)),
  'ledger.integrity': operation(nothing, (ctx) => checkIntegrity(ctx)),
  'bank-health.get': operation(z.object({ window: z.enum(HEALTH_WINDOWS).default('1h') }), (ctx, input) => healthDesk(ctx, input.window)),
  ...reconciliationOperations,
};

/** What the record calls a refused try; everything else only reads. */
const ACTS: Readonly<Record<string, string>> = {
  'fee-plans.create': 'fee-plan.create', 'fee-plans.activate': 'fee-plan.activate', 'bill-runs.request': 'bill.request-run', 'payers.link': 'payer.create-link',
  'refunds.request': 'refund.request', 'approvals.decide': 'approval.decide', 'statements.fetch': 'statement.fetch', 'statements.import': 'statement.import', 'statements.precheck': 'statement.precheck',
};
const actOf = (name: string): Act => ({ action: ACTS[name] ?? 'feed.read', subjectKind: 'address', subjectId: `/api/v1/${name}` });

async function handle({ headers, body, params, ip }: HotRequest): Promise<HotAnswer> {
  // Another site cannot set this header without the browser asking us first, and we never say yes; its Origin is looked at all the same.
  const { origin } = headers;
  if (!headers['x-bafang-request'] || (origin !== undefined && origin !== new URL(env().publicUrl).origin)) return refusal({ code: 'edge.refused' }, '-');
  const session = await sessionOf(cookiesOf(headers.cookie ?? null));
  if (!session) return refusal({ code: 'identity.signed-out' }, '-');
  const ctx = sessionCtx(session, { ip, device: (headers['user-agent'] ?? '').slice(0, 200) });
  const found = Object.hasOwn(OPERATIONS, params.operation ?? '') ? OPERATIONS[params.operation!] : undefined;
  if (!found) return refusal({ code: 'edge.not-found' }, ctx.requestId);
  const refused = async (failure: Failure): Promise<HotAnswer> => {
    await auditRefusal(ctx, actOf(params.operation!), failure);
    return refusal(failure, ctx.requestId);
  };
  try {
    const result = await found.run(ctx, JSON.parse(new TextDecoder().decode(body) || '{}'));
    return result.ok ? json(result.value, 200) : await refused(result.error);
  } catch (error) {
    if (error instanceof AccessDenied) return refused({ code: 'access.denied', details: { permission: error.permission } });
    if (error instanceof SyntaxError) return refusal({ code: 'edge.invalid-input' }, ctx.requestId);
    log.error('console-api.failed', { operation: params.operation, requestId: ctx.requestId, error: errorText(error) });
    return refused({ code: 'edge.unexpected' });
  }
}

function refusal(failure: Failure, reference: string): HotAnswer {
  const shown = outward(failure);
  const status = statusOf(shown.code);
  return json({ type: 'about:blank', status, code: shown.code, details: shown.details, fields: shown.fields, reference }, status, 'application/problem+json');
}

const json = (value: unknown, status: number, type?: string): HotAnswer => ({
  ...jsonAnswer(status, null, type),
  body: JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v)),
});

/** A statement file travels as base64 inside the JSON. */
const BODY_MAX = 48 * 1024 * 1024;
export const consoleApiEndpoints: readonly HotEndpoint[] = [{ method: 'POST', pattern: '/api/v1/:operation', bodyMax: BODY_MAX, handle }];

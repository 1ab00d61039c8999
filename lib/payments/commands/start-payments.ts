/**
 * Starts payments, many at once: payment, bills held, first order, routing decision and first inquiry are one commit, before any bank is
 * called. An order that the payer's own browser carries to the bank is handed over in that same commit. A bill that a living payment holds answers with that payment; the same key answers the same payment.
 */
import type { BillId, InstitutionId, PayerId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { crashPoint } from '@/lib/platform/crash';
import type { PaymentDeps } from '../deps';
import { addEffects, applyToView, noEffects } from '../effects';
import type { PaymentFailure } from '../errors';
import type { HandOver } from '../gateway';
import { paymentNumber } from '../numbers';
import type { MoneyView } from '../rows';
import { decideStart, type RouteChoice, type Started, type StartInput } from '../rules/decide-start';
import { decideSubmitted } from '../rules/decide-submitted';
import { decisionEnv } from '../rules/decision';
import { createOrderOf } from './submit-attempt';

export interface StartRequest {
  readonly ctx: Ctx;
  /** 8–128 characters, unique per institution; the same key with other bills or another amount is refused. */
  readonly idempotencyKey: string;
  readonly billIds: readonly BillId[];
  /** Parts of what is open, where bills allow them: an instalment, or any sum from the plan's smallest part on. */
  readonly parts?: ReadonlyMap<BillId, bigint>;
  /** Whose bills the acting payer may pay besides their own. */
  readonly alsoPayerIds?: readonly PayerId[];
  readonly expectedMinor?: bigint;
  readonly route: RouteChoice;
  readonly submit?: boolean;
  readonly resumeOnly?: boolean;
}
export type { RouteChoice, Started };
export type StartResult = Result<Started, PaymentFailure>;

export const BILLS_PER_PAYMENT_MAX = 100;

/** One answer per request, in order. Requests of one institution share a transaction; each succeeds or is refused on its own. */
export async function startPayments(deps: PaymentDeps, requests: readonly StartRequest[]): Promise<StartResult[]> {
  const answers = new Array<StartResult>(requests.length);
  const groups = Map.groupBy(
    requests.map((request, index) => ({ request, index })),
    (r) => r.request.ctx.institutionId,
  );
  for (const [institutionId, group] of groups) {
    const numbers = await deps.store.numbers(institutionId, 'payment', group.length);
    const inputs = group.map(({ request }, i) => inputOf(request, paymentNumber(numbers[i]!)));
    const ways = await handOversOf(deps, institutionId, inputs);
    const results = await deps.store.transaction(institutionId, (tx) => startInOne(tx, deps, inputs, ways));
    group.forEach(({ index }, i) => {
      answers[index] = results[i]!;
    });
  }
  crashPoint('payments.start.committed');
  return answers;
}

async function startInOne(
  tx: Parameters<Parameters<PaymentDeps['store']['transaction']>[1]>[0],
  deps: PaymentDeps,
  inputs: readonly StartInput[],
  ways: ReadonlyMap<string, HandOver>,
) {
  const view = await tx.viewForStart(
    [...new Set(inputs.flatMap((i) => i.billIds))],
    inputs.map((i) => i.idempotencyKey),
  );
  const env = decisionEnv(deps);
  const all = noEffects();
  const results: StartResult[] = [];
  for (const input of inputs) {
    if (input.billIds.length > BILLS_PER_PAYMENT_MAX) {
      results.push(err('payments.no-bills', { max: BILLS_PER_PAYMENT_MAX }));
      continue;
    }
    const { effects, result } = decideStart(view, input, env);
    applyToView(view, effects);
    addEffects(all, effects);
    results.push(result);
  }
  const handed = await Promise.all(results.map((result) => handOver(deps, view, result, ways)));
  handed.forEach((one, i) => {
    if (!one) return;
    const { effects, attempt, started } = one;
    applyToView(view, effects);
    addEffects(all, effects);
    results[i] = ok({ ...started, attempt });
  });
  await tx.apply(all);
  return results;
}

/** How orders are handed over where that calls nobody, by account. */
async function handOversOf(deps: PaymentDeps, institutionId: InstitutionId, inputs: readonly StartInput[]): Promise<ReadonlyMap<string, HandOver>> {
  const contracts = new Map(inputs.filter((i) => i.submit !== false).map(({ route: { accountId, channel } }) => [accountId, { institutionId, accountId, channel }]));
  const ways = await Promise.all([...contracts.values()].map(async (c) => [c.accountId, await deps.gateway.handOver(c)] as const));
  return new Map(ways.flatMap(([id, way]) => (way ? [[id, way] as const] : [])));
}

/** An order whose making calls nobody is handed over in the commit that makes it. Where that fails, it takes the way of every other order. */
async function handOver(deps: PaymentDeps, view: MoneyView, result: StartResult, ways: ReadonlyMap<string, HandOver>) {
  const started = result.ok ? result.value : null;
  const make = started?.attempt && ways.get(started.attempt.accountId);
  const file = started && view.files.get(started.paymentId);
  if (!make || !file || !started.attempt) return null;
  const outcome = await make(createOrderOf(deps, file.payment.institutionId, file.payment, started.attempt)).catch(() => null);
  if (outcome?.certainty !== 'accepted') return null;
  const { effects } = decideSubmitted(file, started.attempt.id, outcome, 'system:submit', decisionEnv(deps));
  const attempt = effects.attempts.at(-1) ?? started.attempt;
  return { effects, attempt, started };
}

function inputOf(request: StartRequest, number: string): StartInput {
  const { ctx } = request;
  return {
    institutionId: ctx.institutionId,
    idempotencyKey: request.idempotencyKey,
    billIds: request.billIds,
    payerIp: ctx.origin.ip,
    actor: actorName(ctx.actor),
    route: request.route,
    number,
    ...(request.parts && { parts: request.parts }),
    ...(request.alsoPayerIds && { alsoPayerIds: request.alsoPayerIds }),
    ...(request.expectedMinor !== undefined && { expectedMinor: request.expectedMinor }),
    ...(ctx.actor.kind === 'payer' && { onlyPayerId: ctx.actor.payerId }),
    ...(request.submit !== undefined && { submit: request.submit }),
    ...(request.resumeOnly && { resumeOnly: true }),
  };
}

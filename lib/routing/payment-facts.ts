/** What a decision needs to know of a payment beyond its amount: its fee plans' own weights, and the payer where some channel's rules ask. */
import { z } from 'zod';
import { CHANNEL_WEIGHT_DEFAULT, refundNeedsSchema, ROUTABLE_CHANNELS } from '@/lib/bill-items/model';
import type { InstitutionId } from '@/lib/kernel/ids';
import { withTx, type Scope } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { heldBack, holdsInForce } from './risk-holds';
import type { RouteRequest } from './snapshot';

type Weights = Readonly<Record<string, number>>;
type RefundNeeds = NonNullable<RouteRequest['refundNeeds']>;
interface PlanWish {
  readonly weights: Weights;
  readonly refundNeeds: RefundNeeds | null;
}
export interface BillFacts {
  readonly planId: string;
  readonly planVersion: number;
  readonly payerId: string;
}
export type PaymentFacts = Pick<RouteRequest, 'planWeights' | 'refundNeeds' | 'region' | 'payerAttributes' | 'riskHeld'>;

/** A version in force never changes, so it is read once per process. */
const plans = new Map<string, PlanWish>();
const PLANS_MAX = 5_000;
const UNNAMED: Weights = Object.fromEntries(Object.keys(ROUTABLE_CHANNELS).map((channel) => [channel, CHANNEL_WEIGHT_DEFAULT]));

/** For a payment that is about to be sent: what its plans want, who pays, and what is held back this moment. */
export async function paymentFacts(scope: Scope, bills: readonly (BillFacts & { readonly id: string; readonly openMinor: bigint })[]): Promise<PaymentFacts> {
  const [facts, holds] = [await standingFacts(scope, bills), await holdsInForce(scope)];
  if (holds.length === 0) return facts;
  const amountMinor = bills.reduce((sum, bill) => sum + bill.openMinor, 0n);
  const riskHeld = heldBack(holds, { payerIds: bills.map((b) => b.payerId), billIds: bills.map((b) => b.id), amountMinor });
  return { ...facts, ...(riskHeld && { riskHeld }) };
}

/** What is true of a payment at any time: its plans' wishes and its payer. */
export async function standingFacts(scope: Scope, bills: readonly BillFacts[]): Promise<PaymentFacts> {
  const wishes = await wishesOf(scope, bills);
  const [planWeights, refundNeeds] = [weightsOf(wishes), needsOf(wishes)];
  const { document } = await activeRouting(scope);
  const asks = Object.values(document.channels).some((rules) => rules.regions || rules.payers);
  const payerId = bills[0]?.payerId;
  return { ...(planWeights && { planWeights }), ...(refundNeeds && { refundNeeds }), ...(asks && payerId && await payerOf(scope, payerId)) };
}

async function wishesOf(scope: Scope, bills: readonly BillFacts[]): Promise<PlanWish[]> {
  const wishes = new Map<string, PlanWish>();
  for (const { planId, planVersion } of bills) {
    const key = `${scope.institutionId} ${planId} ${planVersion}`;
    if (!wishes.has(key)) wishes.set(key, plans.get(key) ?? await readPlan(scope.institutionId, key, planId, planVersion));
  }
  return [...wishes.values()];
}

/** Where bills of several plans are paid at once, each plan's wish counts alike. */
function weightsOf(wishes: readonly PlanWish[]): Weights | undefined {
  const all = wishes.map((wish) => wish.weights);
  if (all.length <= 1) return all[0];
  const channels = new Set(all.flatMap((w) => Object.keys(w)));
  return Object.fromEntries([...channels].map((c) => [c, Math.round(all.reduce((sum, w) => sum + (w[c] ?? 100), 0) / all.length)]));
}

/** Every bill of the payment must be as easy to give back as its plan asks for. */
function needsOf(wishes: readonly PlanWish[]): RefundNeeds | undefined {
  const all = wishes.flatMap((wish) => (wish.refundNeeds ? [wish.refundNeeds] : []));
  if (all.length === 0) return undefined;
  return { windowDays: Math.max(...all.map((n) => n.windowDays)), partial: all.some((n) => n.partial) };
}

const storedRouting = z.object({
  weights: z.record(z.string(), z.number()).optional().catch(undefined),
  refundNeeds: refundNeedsSchema.optional().catch(undefined),
}).catch({});

/** A plan that names weights but is older than some channel: those have the same default here as on the plan's own screen. */
export function wishIn(routing: unknown): PlanWish {
  const { weights, refundNeeds } = storedRouting.parse(routing);
  return { weights: weights ? { ...UNNAMED, ...weights } : {}, refundNeeds: refundNeeds ?? null };
}

async function readPlan(institutionId: InstitutionId, key: string, planId: string, version: number): Promise<PlanWish> {
  const row = await withTx({ institutionId }, (tx) => tx.fee_plan_version.findFirst({ where: { plan_id: planId, version }, select: { routing: true } }));
  const wish = wishIn(row?.routing);
  if (plans.size >= PLANS_MAX) plans.clear();
  plans.set(key, wish);
  return wish;
}

async function payerOf(scope: Scope, payerId: string): Promise<Pick<RouteRequest, 'region' | 'payerAttributes'>> {
  const row = await withTx(scope, (tx) => tx.payer.findFirst({ where: { id: payerId }, select: { attributes: true } }));
  const attributes = row?.attributes;
  if (!attributes || typeof attributes !== 'object' || Array.isArray(attributes)) return {};
  const { region } = attributes;
  return { payerAttributes: attributes, ...(typeof region === 'string' && { region }) };
}

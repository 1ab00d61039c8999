/** What a decision needs to know of a payment beyond its amount: its fee plans' own weights, and the payer where some channel's rules ask. */
import { CHANNEL_WEIGHT_DEFAULT, ROUTABLE_CHANNELS } from '@/lib/bill-items/model';
import type { InstitutionId } from '@/lib/kernel/ids';
import { withTx, type Scope } from '@/lib/platform/tx';
import { activeRouting } from './config';
import type { RouteRequest } from './snapshot';

type Weights = Readonly<Record<string, number>>;
export type PaymentFacts = Pick<RouteRequest, 'planWeights' | 'region' | 'payerAttributes'>;

/** A version in force never changes, so it is read once per process. */
const plans = new Map<string, Weights>();
const PLANS_MAX = 5_000;
const UNNAMED: Weights = Object.fromEntries(Object.keys(ROUTABLE_CHANNELS).map((channel) => [channel, CHANNEL_WEIGHT_DEFAULT]));

export async function paymentFacts(scope: Scope, bills: readonly { planId: string; planVersion: number; payerId: string }[]): Promise<PaymentFacts> {
  const planWeights = await weightsOf(scope, bills);
  const { document } = await activeRouting(scope);
  const asks = Object.values(document.channels).some((rules) => rules.regions || rules.payers);
  const payerId = bills[0]?.payerId;
  return { ...(planWeights && { planWeights }), ...(asks && payerId && await payerOf(scope, payerId)) };
}

/** Where bills of several plans are paid at once, each plan's wish counts alike. */
async function weightsOf(scope: Scope, bills: readonly { planId: string; planVersion: number }[]): Promise<Weights | undefined> {
  const wishes = new Map<string, Weights>();
  for (const { planId, planVersion } of bills) {
    const key = `${scope.institutionId} ${planId} ${planVersion}`;
    if (!wishes.has(key)) wishes.set(key, plans.get(key) ?? await readPlan(scope.institutionId, key, planId, planVersion));
  }
  const all = [...wishes.values()];
  if (all.length <= 1) return all[0];
  const channels = new Set(all.flatMap((w) => Object.keys(w)));
  return Object.fromEntries([...channels].map((c) => [c, Math.round(all.reduce((sum, w) => sum + (w[c] ?? 100), 0) / all.length)]));
}

async function readPlan(institutionId: InstitutionId, key: string, planId: string, version: number): Promise<Weights> {
  const row = await withTx({ institutionId }, (tx) => tx.fee_plan_version.findFirst({ where: { plan_id: planId, version }, select: { routing: true } }));
  const stored = row?.routing;
  const found = stored && typeof stored === 'object' && !Array.isArray(stored) ? stored.weights : null;
  // A plan that names weights but is older than some channel: those have the same default here as on the plan's own screen.
  const weights = found && typeof found === 'object' && !Array.isArray(found)
    ? { ...UNNAMED, ...Object.fromEntries(Object.entries(found).filter((e): e is [string, number] => typeof e[1] === 'number')) } : {};
  if (plans.size >= PLANS_MAX) plans.clear();
  plans.set(key, weights);
  return weights;
}

async function payerOf(scope: Scope, payerId: string): Promise<Pick<RouteRequest, 'region' | 'payerAttributes'>> {
  const row = await withTx(scope, (tx) => tx.payer.findFirst({ where: { id: payerId }, select: { attributes: true } }));
  const attributes = row?.attributes;
  if (!attributes || typeof attributes !== 'object' || Array.isArray(attributes)) return {};
  const { region } = attributes;
  return { payerAttributes: attributes, ...(typeof region === 'string' && { region }) };
}

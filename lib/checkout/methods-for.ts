/** The ways to pay some bills, the offered ones first, each of the others with its reason; what the refund rule of each is. */
import { CAPABILITIES, isChannelCode } from '@/lib/channels/model';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { isCurrency, money, toWire, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { getPaymentStatus } from '@/lib/payments';
import { channelSnapshots, decideRoute, paymentFacts, type ChannelSnapshot } from '@/lib/routing';
import type { CandidateView } from '@/lib/routing/model';
import type { CheckoutFailure } from './errors';
import { familyToPay, owedBills, partsOf, routeRequestOf, type Owed } from './intake';
import type { CheckoutView, PartWish, WayView } from './model';

/** Fewer calls than this say nothing about who is quick. */
const SAMPLES_MIN = 3;

/** `key` is what the payment's route will be spread by, so that the suggestion here is the choice there. */
export async function methodsFor(
  ctx: Ctx,
  wish: { readonly billIds: readonly BillId[]; readonly key: string; readonly heldBy?: PaymentId; readonly part?: PartWish | undefined },
): Promise<Result<CheckoutView, CheckoutFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'payer') return err('checkout.signed-out');
  const owed = await withTx(ctx, (tx) => owedBills(tx, wish.billIds));
  const mine = [...owed.values()];
  // A payment under way may be for bills of the family; whoever may see it may give it another way.
  const theirs = wish.heldBy ? await getPaymentStatus(ctx, wish.heldBy) : await familyToPay(ctx, mine);
  if (theirs === null || mine.length === 0 || mine.length !== new Set(wish.billIds).size) return err('payments.bill-not-found');
  const currency = mine[0]!.currency;
  if (!isCurrency(currency) || mine.some((bill) => bill.currency !== currency)) return err('payments.mixed-currencies');
  if (!wish.heldBy && mine.some((bill) => bill.openMinor <= 0n)) return err('payments.bill-already-paid');
  const amountMinor = wish.heldBy ? await amountOf(ctx, wish.heldBy) : [...partsOf(wish.billIds, owed, wish.part).values()].reduce((sum, minor) => sum + minor, 0n);
  if (!wish.heldBy && amountMinor > mine.reduce((sum, bill) => sum + bill.openMinor, 0n)) return err('payments.part-not-allowed');
  const ways = await waysOf(ctx, mine, { key: wish.key, amountMinor, currency });
  return ok({ billIds: [...owed.keys()], total: toWire(money(amountMinor, currency)), count: mine.length, ways });
}

/** A payment that is there has its own amount, also where it pays a part. */
async function amountOf(ctx: Ctx, paymentId: PaymentId): Promise<bigint> {
  const status = await getPaymentStatus(ctx, paymentId);
  return status ? BigInt(status.amount.minor) : 0n;
}

async function waysOf(ctx: Ctx, owed: readonly Owed[], wish: { key: string; amountMinor: bigint; currency: Currency }): Promise<WayView[]> {
  const request = routeRequestOf(owed, { key: wish.key, amountMinor: wish.amountMinor, method: 'any', tried: [] }, await paymentFacts(ctx, owed));
  const [document, snapshots] = await Promise.all([decideRoute(ctx, ctx.clock, request), channelSnapshots(ctx, ctx.clock.now())]);
  const fastest = fastestOf(snapshots.filter((s) => document.plan.includes(s.channel)));
  const place = (candidate: CandidateView) => candidate.rank ?? document.candidates.length;
  return [...document.candidates]
    .sort((a, b) => place(a) - place(b))
    .flatMap((c): WayView[] => {
      if (!isChannelCode(c.channel)) return [];
      const { refund, create, minMinor, maxMinor, method } = CAPABILITIES[c.channel];
      const limit = c.reason === 'below-minimum' ? minMinor : c.reason === 'above-maximum' ? maxMinor : null;
      return [
        {
          channel: c.channel,
          method,
          available: c.eligible,
          reason: c.reason,
          until: c.until,
          limit: limit === null ? null : toWire(money(limit, wish.currency)),
          fastest: c.channel === fastest,
          suggested: c.channel === document.chosen,
          create,
          refund: { windowDays: refund.windowDays, partial: refund.partial, maxCount: refund.maxCount },
        },
      ];
    });
}

/** Quickest of the healthy by the slowest twentieth of its calls; null while too little is known or nobody can be compared. */
function fastestOf(snapshots: readonly ChannelSnapshot[]): string | null {
  const known = snapshots.filter((s) => s.health.samples >= SAMPLES_MIN && s.health.successRate > 0.9);
  if (known.length === 0 || snapshots.length < 2) return null;
  return known.reduce((a, b) => (b.health.p95Ms < a.health.p95Ms ? b : a)).channel;
}

/** People at their phones: they click twice, open two tabs, walk away, change the way, pay late, or pay. */
import type { BillId, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { CAPABILITIES } from '@/lib/channels/model';
import { CHANNELS, type ChannelCode } from '@/lib/channels/port';
import { cancelPayment } from '@/lib/payments/commands/cancel-payment';
import { openNextAttempt } from '@/lib/payments/commands/open-next-attempt';
import { startPayments, type RouteChoice } from '@/lib/payments/commands/start-payments';
import { carryOut, type Submitted } from '@/lib/payments/commands/submit-attempt';
import { isOpen } from '@/lib/payments/machine';
import { liveAttemptOf, type Attempt, type PaymentFile } from '@/lib/payments/rows';
import type { Banks } from './banks';
import type { Process } from './process';
import { accountOf } from './town';
import type { World } from './world';

export interface Payer {
  readonly institutionId: InstitutionId;
  readonly bills: readonly BillId[];
}

export interface PayerWorld {
  readonly world: World;
  readonly banks: Banks;
  /** The web process that answers now; null while it is down. */
  web(): Process | null;
}

const routeOf = (institutionId: InstitutionId, channel: ChannelCode, world: World): RouteChoice => ({
  accountId: accountOf(institutionId, channel),
  channel,
  method: CAPABILITIES[channel].method,
  configVersion: 1,
  document: { seed: world.seed },
});
const anyChannel = (world: World): ChannelCode => CHANNELS[world.random.below(CHANNELS.length)]!;

/** One person's evening: a few sittings until the bills are paid or patience is. */
export function livePayer(town: PayerWorld, payer: Payer): void {
  const { world } = town;
  world.go(async () => {
    await world.sleep(world.between(0, 300_000));
    for (let sitting = 0; sitting < 6; sitting++) {
      sit(town, payer, `${payer.bills[0]}:${sitting}`);
      await world.sleep(world.between(20_000, 1_000_000));
    }
  });
}

/** Clicks "pay", perhaps several times at once, perhaps in two tabs. Each click lives on its own: a dead process never answers it. */
function sit(town: PayerWorld, payer: Payer, name: string): void {
  const { world } = town;
  const clicks = world.chance(0.4) ? world.between(2, 6) : 1;
  const sameKey = world.chance(0.5);
  const all = payer.bills.length === 1 || world.chance(0.25);
  const bills = all ? payer.bills : payer.bills.filter(() => world.chance(0.5));
  const channel = anyChannel(world);
  for (let i = 0; i < clicks; i++) {
    const key = `${name}:${sameKey ? 'k' : i}`;
    world.at(world.between(0, 300), () => world.go(() => click(town, payer, bills, key, channel)));
  }
}

async function click(town: PayerWorld, payer: Payer, bills: readonly BillId[], key: string, channel: ChannelCode): Promise<void> {
  const { world } = town;
  const web = town.web();
  if (!web || bills.length === 0) return;
  const submit = !world.chance(0.1);
  const [started] = await startPayments(web.deps, [
    {
      ctx: web.ctxOf(payer.institutionId),
      idempotencyKey: key,
      billIds: bills,
      route: routeOf(payer.institutionId, channel, world),
      submit,
    },
  ]);
  if (!started?.ok) return world.note(`start refused ${started?.error.code}`);
  world.note(`start ${started.value.paymentId}${started.value.resumed ? ' resumed' : ''}`);
  const { paymentId, attempt } = started.value;
  if (attempt && submit) {
    const sent = await carryOut(web.deps, payer.institutionId, { id: paymentId, subject: 'bill', payerIp: '' }, attempt);
    world.note(`submit ${attempt.orderNo} ${sent.outcome}`);
    return follow(town, payer, paymentId, attempt, sent);
  }
  // A second tab, or a page whose order another process will submit: it watches the payment and pays what it is shown.
  await world.sleep(world.between(1_000, 20_000));
  const file = await look(town, payer, paymentId);
  const live = file && liveAttemptOf(file);
  if (live?.presentation) return maybePay(town, payer, live);
}

async function look(town: PayerWorld, payer: Payer, paymentId: PaymentId): Promise<PaymentFile | undefined> {
  const web = town.web();
  if (!web) return undefined;
  return (await web.deps.store.read(payer.institutionId, (tx) => tx.viewByPayments([paymentId]))).files.get(paymentId);
}

async function follow(town: PayerWorld, payer: Payer, paymentId: PaymentId, attempt: Attempt, sent: Submitted): Promise<void> {
  const { world } = town;
  // Most pay what they are shown; some look at it and choose another way, and a few of those pay the first one all the same.
  const fickle = world.chance(0.4);
  if (sent.present && !fickle) return maybePay(town, payer, attempt);
  if (sent.present && world.chance(0.4)) world.go(() => maybePay(town, payer, attempt));
  await world.sleep(world.between(500, 40_000));
  const web = town.web();
  const file = web && (await look(town, payer, paymentId));
  if (!web || !file || !isOpen(file.payment.status) || !web.alive) return;
  if (world.chance(0.15)) {
    const cancelled = await cancelPayment(web.deps, payer.institutionId, { paymentId, actor: 'payer' });
    return world.note(`cancel ${paymentId} ${cancelled.ok ? cancelled.value.status : cancelled.error.code}`);
  }
  if (world.chance(0.3) && sent.outcome === 'accepted') return;
  const next = await openNextAttempt(web.deps, payer.institutionId, {
    paymentId,
    route: routeOf(payer.institutionId, anyChannel(world), world),
    actor: 'payer',
  });
  if (!next.ok) return world.note(`next ${paymentId} ${next.error.code}`);
  const again = await carryOut(web.deps, payer.institutionId, next.value.file.payment, next.value.attempt);
  world.note(`next ${next.value.attempt.orderNo} ${again.outcome}`);
  // The page of the order before may still be open in another tab, where there was one.
  if (sent.present && world.chance(0.3)) await maybePay(town, payer, attempt);
  if (again.present) await maybePay(town, payer, next.value.attempt);
}

async function maybePay(town: PayerWorld, payer: Payer, attempt: Attempt): Promise<void> {
  const { world } = town;
  if (world.chance(0.2)) return;
  await world.sleep(world.chance(0.05) ? world.between(1_500_000, 2_400_000) : world.between(1_000, 60_000));
  const { orderNo, amountMinor, currency, expiresAt, accountId, channel } = attempt;
  await town.banks.pay({ institutionId: payer.institutionId, accountId, channel }, { orderNo, amountMinor, currency, expiresAt });
}

/** The payers' part: each opens a link, pays at a bank's page and waits for the truth. One callback is lost and one comes five times. */
import { z } from 'zod';
import { type Bank, handOverSchema } from './bank';
import type { TourBill } from './billing';
import { type ConsoleClient, expectBody, getJson, postJson, TourFailure, until } from './http';

export const WAYS = [
  { method: 'wechat', channel: 'wechat' }, { method: 'alipay', channel: 'alipay' }, { method: 'unionpay', channel: 'unionpay' }, { method: 'bank', channel: 'ccb' },
] as const;

export interface Paid {
  readonly paymentId: string;
  readonly channel: string;
  readonly orderNo: string;
  readonly minor: string;
}

const intakeSchema = z.object({ paymentId: z.string(), present: handOverSchema, resumed: z.boolean() });
const detailSchema = z.object({ attempts: z.array(z.object({ orderNo: z.string(), channel: z.string(), status: z.string() })) });

export interface Payer {
  readonly url: string;
  readonly token: string;
}

export async function payerOf(url: string, clerk: ConsoleClient, payerId: string): Promise<Payer> {
  const link = await clerk.ask('payers.link', { id: payerId }, z.object({ path: z.string() }));
  return { url, token: decodeURIComponent(link.path.slice(link.path.lastIndexOf('/') + 1)) };
}

const bearer = (payer: Payer) => ({ authorization: `Bearer ${payer.token}` });
const intake = (payer: Payer, bill: TourBill, way: { method: string; channel?: string }, key: string) =>
  postJson(`${payer.url}/api/pay/intake`, { billIds: [bill.id], expectedMinor: bill.total.minor, ...way, idempotencyKey: key }, bearer(payer));

/** Pays one bill to its end. `before` may plant a misbehaviour for the order's number. */
export async function payBill(
  bank: Bank, clerk: ConsoleClient, payer: Payer, bill: TourBill, way: (typeof WAYS)[number], stamp: string, before?: (orderNo: string) => Promise<void>,
): Promise<Paid> {
  const key = `tour-${stamp}-${bill.id}`;
  const started = expectBody('intake', await intake(payer, bill, way, key), intakeSchema);
  const again = expectBody('the same intake again', await intake(payer, bill, way, key), intakeSchema);
  if (again.paymentId !== started.paymentId) throw new TourFailure('the same key made a second payment');
  if (!started.present) throw new TourFailure(`${way.channel} took no order for ${started.paymentId}`);
  await bank.open(started.present);
  const { attempts } = await clerk.ask('payments.get', { id: started.paymentId }, detailSchema);
  const live = attempts.at(-1);
  if (!live) throw new TourFailure(`${started.paymentId} has no attempt`);
  await before?.(live.orderNo);
  await bank.pay(live.channel, live.orderNo);
  await until(`the end of ${started.paymentId}`, 45_000, async () => {
    const answer = await getJson(`${payer.url}/api/feeds/pay-status?payment=${started.paymentId}`, bearer(payer));
    return expectBody('pay-status', answer, z.object({ step: z.string() })).step === 'paid' ? true : null;
  });
  return { paymentId: started.paymentId, channel: live.channel, orderNo: live.orderNo, minor: bill.total.minor };
}

/** Fifty people press Pay on one bill at once; answers how many payments came of it. */
export async function payAtOnce(payer: Payer, bill: TourBill, stamp: string, people = 50): Promise<number> {
  const answers = await Promise.all(Array.from({ length: people }, (_, i) => intake(payer, bill, { method: 'wechat' }, `tour-${stamp}-many-${i}`)));
  return new Set(answers.map((a) => expectBody('one of many intakes', a, intakeSchema).paymentId)).size;
}

/** Messages that claim to come from the bank; answers how many were refused. */
export async function forgeCallbacks(merchants: readonly { channel: string; notifyUrl: string }[]): Promise<number> {
  let refused = 0;
  for (const { notifyUrl } of merchants) {
    const response = await fetch(notifyUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"trade_status":"TRADE_SUCCESS","amount":"0.01"}' });
    await response.body?.cancel();
    // Some banks want 200 whatever we think of the message; what counts is that the desk shows it as refused.
    if (response.status !== 404) refused++;
  }
  return refused;
}

/**
 * `routing redirects`: how long payers wait from their click until they are handed to a bank, while a third of the channels gives no answer to orders.
 * Against a running sandbox instance, over HTTP, as a payer's browser would; the silence is planted at the sandbox bank and taken away again.
 */
import { z } from 'zod';
import { systemClock } from '@/lib/platform/clock';
import { Bank } from '../tour/bank';
import { issueBills, type TourBill } from '../tour/billing';
import { ConsoleClient, postJson, TourFailure } from '../tour/http';
import { payerOf } from '../tour/paying';
import { findPlace } from '../tour/place';
import { percentilesOf } from './figures';

const WITHIN_MS = 2_000;
/** So long the breakers may take to notice; what comes after is told apart. */
const NOTICED_MS = 10_000;
/** Payers who click at the same time. */
const LANES = 4;
const answerSchema = z.object({ step: z.string(), channel: z.string().nullable(), present: z.unknown().nullable() });

interface Click {
  /** Since the silence began. */
  readonly afterMs: number;
  readonly ms: number;
  readonly handedOver: boolean;
  readonly channel: string;
}

export async function measureRedirects(argv: readonly string[], wanted: number) {
  const place = findPlace(argv);
  const bank = new Bank(place.bankUrl);
  const [admin, clerk] = await Promise.all(['administrator', 'accountant'].map((role) => ConsoleClient.signIn(place.url, place.person(role)))) as [ConsoleClient, ConsoleClient];
  const stamp = systemClock.now().toString(36);
  const bills: TourBill[] = [];
  for (let plan = 0; bills.length < wanted; plan++) bills.push(...(await issueBills(admin, `${stamp}-${plan}`)));
  const all = [...new Set((await bank.merchants()).filter((m) => m.notifyUrl.startsWith(place.url)).map((m) => m.channel))].sort();
  // Those whose orders really call the bank come first: silence at the others is met only by the payer's own browser.
  const silent = [...all].sort((a, b) => Number(b === 'wechat') - Number(a === 'wechat')).slice(0, Math.ceil(all.length / 3));
  for (const channel of silent) await bank.misbehave({ fault: 'create-timeout-no-order', channel });
  try {
    const clicks = await clickAll(place.url, clerk, bills.slice(0, wanted), stamp);
    return figuresOf(clicks, all, silent);
  } finally {
    for (const channel of silent) await fetch(`${place.bankUrl}/_sandbox/rules?channel=${channel}`, { method: 'DELETE' });
  }
}

async function clickAll(url: string, clerk: ConsoleClient, bills: readonly TourBill[], stamp: string): Promise<Click[]> {
  const waiting = [...bills];
  const clicks: Click[] = [];
  const silentSince = performance.now();
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (let bill = waiting.pop(); bill; bill = waiting.pop()) {
      const payer = await payerOf(url, clerk, bill.payerId);
      const started = performance.now();
      const order = { billIds: [bill.id], expectedMinor: bill.total.minor, method: 'any', idempotencyKey: `redirect-${stamp}-${bill.id}` };
      const answer = await postJson(`${url}/api/pay/intake`, order, { authorization: `Bearer ${payer.token}` });
      const body = answerSchema.safeParse(answer.body);
      clicks.push({ afterMs: started - silentSince, ms: performance.now() - started, handedOver: body.success && body.data.step === 'hand-over', channel: (body.success && body.data.channel) || '' });
    }
  }));
  return clicks;
}

function figuresOf(clicks: readonly Click[], all: readonly string[], silent: readonly string[]) {
  if (clicks.length === 0) throw new TourFailure('no bill could be paid');
  const quick = clicks.filter((c) => c.handedOver && c.ms <= WITHIN_MS).length;
  const at = percentilesOf(clicks.map((c) => c.ms));
  const later = clicks.filter((c) => c.afterMs > NOTICED_MS);
  const laterQuick = later.filter((c) => c.handedOver && c.ms <= WITHIN_MS).length;
  const to = Object.fromEntries(all.map((channel) => [channel, clicks.filter((c) => c.handedOver && c.channel === channel).length]));
  return {
    clicks: clicks.length, handedOver: clicks.filter((c) => c.handedOver).length, within2s: quick, within2sRate: Math.round((quick / clicks.length) * 1e5) / 1e5,
    onceNoticed: { clicks: later.length, within2s: laterQuick, rate: later.length === 0 ? null : Math.round((laterQuick / later.length) * 1e5) / 1e5 },
    waitMs: { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) }, channels: all.length, silent, handedOverTo: to, ok: quick / clicks.length >= 0.999,
  };
}


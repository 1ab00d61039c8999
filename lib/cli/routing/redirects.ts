/**
 * `routing redirects`: how long payers wait from their click until they are handed to a bank, while a third of the channels fails, each in another
 * way. Against a running sandbox instance, over HTTP, as a payer's browser would; the trouble is planted at the sandbox bank and taken away again.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CAPABILITIES, isChannelCode } from '@/lib/channels/model';
import { systemClock } from '@/lib/platform/clock';
import { Bank } from '../tour/bank';
import { issueBills, type TourBill } from '../tour/billing';
import { ConsoleClient, postJson, TourFailure } from '../tour/http';
import { payerOf } from '../tour/paying';
import { findPlace } from '../tour/place';
import { percentilesOf } from './figures';

const WITHIN_MS = 2_000;
const PAYMENTS_MAX = 20_000;
const LATE_SHOWN = 40;
/** So long the breakers may take to notice; what comes after is told apart. */
const NOTICED_MS = 10_000;
/** Payers who click at the same time. */
const LANES = 4;
/** What is planted for each kind of failing. A silent bank has no order, a slow one is slow in everything, one that is down resets connections. */
const KINDS = {
  silent: { fault: 'create-timeout-no-order' },
  slow: { fault: 'slow', params: { ms: 3_000 } },
  error: { fault: 'create-error-500' },
  down: { fault: 'down' },
  lost: { fault: 'create-timeout-order-exists' },
  maintenance: { fault: 'maintenance' },
} as const;
type Kind = keyof typeof KINDS;
const OPTIONS = {
  payments: { type: 'string' }, failing: { type: 'string' }, url: { type: 'string' }, bank: { type: 'string' }, data: { type: 'string' },
  own: { type: 'boolean' }, json: { type: 'boolean' },
} as const;
const answerSchema = z.object({ step: z.string(), channel: z.string().nullable(), present: z.unknown().nullable() });

interface Click {
  /** Since the silence began. */
  readonly afterMs: number;
  readonly ms: number;
  readonly handedOver: boolean;
  readonly step: string;
  readonly channel: string;
}

function kindsOf(text = 'silent,slow,error,down'): Kind[] {
  const kinds = text.split(',').map((word) => word.trim());
  const wrong = kinds.find((kind) => !Object.hasOwn(KINDS, kind));
  if (wrong !== undefined) throw new TourFailure(`--failing wants some of ${Object.keys(KINDS).join(', ')}, not "${wrong}"`);
  return kinds as Kind[];
}

/** One payer's click: the answer that the page acts on, and how long it took. */
export interface PayerClick {
  readonly bill: string;
  readonly total: string;
  /** A pass or a link's token. */
  token(): Promise<string>;
}
/** Where payers click, and the bank behind. */
export interface ClickPlace {
  readonly urls: readonly string[];
  readonly channels: readonly string[];
  plant(rule: Record<string, unknown>): Promise<void>;
  lift(channel: string): Promise<void>;
}

export async function measureRedirects(argv: readonly string[]) {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false });
  const wanted = Number(values.payments ?? 300);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > PAYMENTS_MAX) throw new TourFailure(`--payments wants a whole number from 1 to ${PAYMENTS_MAX}`);
  const kinds = kindsOf(values.failing);
  if (values.own) return (await import('@/lib/testing/faults')).clickAtOwnPlace(wanted, (at, payers) => clickWhileFailing(at, payers, kinds));
  const place = findPlace(argv);
  const bank = new Bank(place.bankUrl);
  const [admin, clerk] = await Promise.all(['administrator', 'accountant'].map((role) => ConsoleClient.signIn(place.url, place.person(role)))) as [ConsoleClient, ConsoleClient];
  const stamp = systemClock.now().toString(36);
  const bills: TourBill[] = [];
  for (let plan = 0; bills.length < wanted; plan++) bills.push(...(await issueBills(admin, `${stamp}-${plan}`)));
  const channels = [...new Set((await bank.merchants()).filter((m) => m.notifyUrl.startsWith(place.url)).map((m) => m.channel))].sort();
  const payers = bills.slice(0, wanted).map((bill): PayerClick =>
    ({ bill: bill.id, total: bill.total.minor, token: async () => (await payerOf(place.url, clerk, bill.payerId)).token }));
  const lift = async (channel: string) => void await fetch(`${place.bankUrl}/_sandbox/rules?channel=${channel}`, { method: 'DELETE' });
  return clickWhileFailing({ urls: [place.url], channels, plant: (rule) => bank.misbehave(rule), lift }, payers, kinds);
}

async function clickWhileFailing(place: ClickPlace, payers: readonly PayerClick[], kinds: readonly Kind[]) {
  // Those whose orders really call the bank come first: trouble at the others is met only by the payer's own browser.
  const calls = (channel: string) => isChannelCode(channel) && CAPABILITIES[channel].createCallsBank;
  const sick = [...place.channels].sort((a, b) => Number(calls(b)) - Number(calls(a))).slice(0, Math.ceil(place.channels.length / 3));
  const failing = Object.fromEntries(sick.map((channel, i) => [channel, kinds[i % kinds.length]!]));
  for (const [channel, kind] of Object.entries(failing)) await place.plant({ ...KINDS[kind], channel });
  try {
    return figuresOf(await clickAll(place.urls, payers), place.channels, failing);
  } finally {
    for (const channel of sick) await place.lift(channel);
  }
}

async function clickAll(urls: readonly string[], payers: readonly PayerClick[]): Promise<Click[]> {
  const waiting = [...payers];
  const clicks: Click[] = [];
  const failingSince = performance.now();
  await Promise.all(Array.from({ length: LANES }, async (_, lane) => {
    for (let payer = waiting.pop(); payer; payer = waiting.pop()) {
      const token = await payer.token();
      const started = performance.now();
      const order = { billIds: [payer.bill], expectedMinor: payer.total, method: 'any', idempotencyKey: `redirect-${payer.bill}` };
      const answer = await postJson(`${urls[lane % urls.length]!}/api/pay/intake`, order, { authorization: `Bearer ${token}` });
      const body = answerSchema.safeParse(answer.body);
      const { step, channel } = body.success ? body.data : { step: `status ${answer.status}`, channel: null };
      clicks.push({ afterMs: started - failingSince, ms: performance.now() - started, handedOver: step === 'hand-over', step, channel: channel ?? '' });
    }
  }));
  return clicks;
}

function figuresOf(clicks: readonly Click[], all: readonly string[], failing: Readonly<Record<string, Kind>>) {
  if (clicks.length === 0) throw new TourFailure('no bill could be paid');
  const quick = clicks.filter((c) => c.handedOver && c.ms <= WITHIN_MS).length;
  const at = percentilesOf(clicks.map((c) => c.ms));
  const later = clicks.filter((c) => c.afterMs > NOTICED_MS);
  const laterQuick = later.filter((c) => c.handedOver && c.ms <= WITHIN_MS).length;
  const to = Object.fromEntries(all.map((channel) => [channel, clicks.filter((c) => c.handedOver && c.channel === channel).length]));
  const late = clicks.filter((c) => !c.handedOver || c.ms > WITHIN_MS).sort((a, b) => a.afterMs - b.afterMs)
    .map((c) => ({ afterMs: Math.round(c.afterMs), ms: Math.round(c.ms), step: c.step, channel: c.channel }));
  return {
    clicks: clicks.length, handedOver: clicks.filter((c) => c.handedOver).length, within2s: quick, within2sRate: Math.round((quick / clicks.length) * 1e5) / 1e5,
    onceNoticed: { clicks: later.length, within2s: laterQuick, rate: later.length === 0 ? null : Math.round((laterQuick / later.length) * 1e5) / 1e5 },
    waitMs: { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) }, channels: all.length, failing, handedOverTo: to, late: late.slice(0, LATE_SHOWN), ok: quick / clicks.length >= 0.999,
  };
}


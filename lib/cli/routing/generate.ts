/**
 * Makes a trace from a seed: eight banks, one of five kinds of trouble, and as much of it as brings the mean failure of the channels to what is asked
 * for (7 % unless said otherwise). Payments come as they do in a day: in waves, some by payers who cannot pay.
 */
import { seededRandom } from '@/lib/kernel/ports';

export const REGIMES = ['correlated-outage', 'brown-out', 'slow', 'flapping', 'partial'] as const;
export type Regime = (typeof REGIMES)[number];
export const regimeOf = (seed: number): Regime => REGIMES[seed % REGIMES.length]!;

const CHANNELS = ['icbc', 'abc', 'boc', 'ccb', 'bocom', 'cmb', 'spdb', 'psbc'];
const REGIONS = ['CN-36', 'CN-44', 'CN-31', 'CN-11', 'CN-33', 'CN-51'];
const PAYER_REASONS = ['insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled'] as const;

export interface GenerateOptions {
  readonly seed: number;
  readonly payments?: number;
  readonly minutes?: number;
  readonly meanFailure?: number;
}

type Random = ReturnType<typeof seededRandom>;

interface Span {
  readonly from: number;
  readonly to: number;
  /** Loss of success against the channel's ordinary rate, 1 = dead. */
  readonly loss: number;
  readonly timeoutRate: number;
  readonly latencyMs: readonly [number, number];
}

interface Bank {
  readonly name: string;
  readonly base: number;
  readonly timeoutRate: number;
  readonly latencyMs: readonly [number, number];
  readonly spans: Span[];
}

/** Lines of the trace, in order of time, without line ends. */
export function* generateTrace({ seed, payments = 5_000, minutes = 60, meanFailure = 0.07 }: GenerateOptions): Generator<string> {
  const random = seededRandom(seed);
  const length = minutes * 60_000;
  const banks = CHANNELS.map((name): Bank => {
    const p50 = 150 + random.below(300);
    return {
      name, base: 0.975 + random.next() * 0.02, timeoutRate: 0.001 + random.next() * 0.004, latencyMs: [p50, Math.round(p50 * (2 + random.next() * 1.5))],
      spans: [],
    };
  });
  const ordinary = banks.reduce((sum, b) => sum + 1 - b.base, 0) / banks.length;
  // What trouble must add, in channel-milliseconds of total loss.
  bringTrouble(random, regimeOf(seed), banks, length, Math.max(0, meanFailure - ordinary) * banks.length * length);
  const lines = [...banks.flatMap((bank) => channelLines(bank)), ...paymentLines(random, payments, length)];
  for (const { text } of lines.sort((a, b) => a.t - b.t || a.order - b.order)) yield text;
}

function bringTrouble(random: Random, regime: Regime, banks: readonly Bank[], length: number, loss: number): void {
  let left = loss;
  for (let tries = 0; left > 0 && tries < 10_000; tries++) {
    const from = Math.round(length * (0.03 + 0.92 * random.next()));
    for (const [bank, span] of troubleOf(random, regime, banks, from)) {
      const free = Math.max(from, ...bank.spans.map((s) => s.to));
      const size = span.loss * bank.base;
      const to = Math.min(free + (span.to - span.from), length, free + left / size);
      if (left <= 0 || to - free < 2_000) continue;
      bank.spans.push({ ...span, from: Math.round(free), to: Math.round(to) });
      left -= (to - free) * size;
    }
  }
}

function troubleOf(random: Random, regime: Regime, banks: readonly Bank[], from: number): [Bank, Span][] {
  const any = () => banks[random.below(banks.length)]!;
  const lasting = (least: number, most: number) => from + (least + random.next() * (most - least)) * 60_000;
  const dead = (timeoutRate: number, to: number): Span => ({ from, to, loss: 1, timeoutRate, latencyMs: [0, 0] });
  switch (regime) {
    case 'correlated-outage': {
      const to = lasting(1, 8);
      const share = 3 + random.below(banks.length - 3);
      const start = random.below(banks.length);
      return Array.from({ length: share }, (_, i) => [banks[(start + i) % banks.length]!, dead(random.next(), to)]);
    }
    case 'brown-out':
      return [[any(), { from, to: lasting(3, 20), loss: 0.3 + random.next() * 0.5, timeoutRate: random.next() * 0.1, latencyMs: [400, 2_500] }]];
    case 'slow':
      return [[any(), { from, to: lasting(4, 20), loss: 0.2 + random.next() * 0.3, timeoutRate: 0.1 + random.next() * 0.1, latencyMs: [1_800, 7_000] }]];
    case 'flapping': {
      const bank = any();
      const phase = 8_000 + random.next() * 30_000;
      return Array.from({ length: 6 }, (_, i) => {
        const start = from + i * 2 * phase;
        return [bank, { ...dead(random.next(), start + phase), from: start }];
      });
    }
    case 'partial':
      return [[any(), { from, to: lasting(2, 12), loss: 0.15 + random.next() * 0.85, timeoutRate: random.next() * 0.25, latencyMs: [300, 1_500] }]];
  }
}

interface Line { readonly t: number; readonly order: number; readonly text: string }

function channelLines(bank: Bank): Line[] {
  const usual = (t: number): Line => line(t, { state: 'up', successRate: round(bank.base), timeoutRate: round(bank.timeoutRate), latencyMs: bank.latencyMs });
  const line = (t: number, rest: object): Line => ({ t, order: 0, text: JSON.stringify({ t, type: 'channel', channel: bank.name, ...rest }) });
  return [usual(0), ...bank.spans.flatMap((span, i): Line[] => {
    const state = span.loss === 1
      ? { state: 'down', successRate: 0, timeoutRate: round(span.timeoutRate) }
      : { state: 'up', successRate: round(bank.base * (1 - span.loss)), timeoutRate: round(Math.min(span.timeoutRate, span.loss)), latencyMs: span.latencyMs };
    return bank.spans[i + 1]?.from === span.to ? [line(span.from, state)] : [line(span.from, state), usual(span.to)];
  })];
}

function paymentLines(random: Random, payments: number, length: number): Line[] {
  return Array.from({ length: payments }, (_, i): Line => {
    // Two waves over an even ground.
    const wave = random.next();
    const t = Math.round(length * (wave < 0.6 ? random.next() : (wave < 0.8 ? 0.3 : 0.7) + (random.next() - 0.5) * 0.2));
    const amountMinor = String(100 * (1 + random.below(random.chance(0.1) ? 20_000 : 2_000)));
    const payer = random.chance(0.03) ? { payer: PAYER_REASONS[random.below(PAYER_REASONS.length)] } : {};
    const region = REGIONS[random.below(REGIONS.length)];
    return { t, order: 1, text: JSON.stringify({ t, type: 'payment', id: `p${i + 1}`, amountMinor, region, method: 'bank', ...payer }) };
  });
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4;

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PayableBill } from '@/lib/bills/hold-bills';
import type { OrderFact } from '@/lib/channels/port';
import { CAPABILITIES } from '@/lib/channels/model';
import type { BillId, ChannelAccountId, InstitutionId, PayerId } from '@/lib/kernel/ids';
import { money } from '@/lib/kernel/money';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { instant } from '@/lib/kernel/time';
import { addEffects, applyToView, noEffects } from '../effects';
import type { EvidenceSource } from '../evidence';
import type { MoneyView } from '../rows';
import { decideOutcome } from './decide-outcome';
import { decideStart } from './decide-start';
import type { DecisionEnv } from './decision';

const SEED = 20_261_122;
const AMOUNT = 5_000n;
const at = instant(Date.UTC(2026, 10, 22));

function envAt(now = at): DecisionEnv {
  const random = seededRandom(now % 1_000_003);
  return {
    now,
    newId: (kind) => newId(kind, { clock: { now: () => now }, random }),
    capabilities: (channel) => CAPABILITIES[channel],
    jitter: () => 0.5,
    floorMs: () => 0,
  };
}

function startedView() {
  const bill: PayableBill = {
    id: 'bil_1' as BillId,
    payerId: 'pyr_1' as PayerId,
    number: 'B1',
    title: 'x',
    currency: 'CNY',
    totalMinor: AMOUNT,
    paidMinor: 0n,
    status: 'issued',
    methods: ['wechat'],
    heldBy: null,
  };
  const view: MoneyView = { files: new Map(), orders: new Map(), bills: new Map([[bill.id, bill]]), suspense: new Map() };
  const route = { accountId: 'cha_1' as ChannelAccountId, channel: 'wechat', method: 'wechat', configVersion: 1, document: {} } as const;
  const input = {
    institutionId: 'ins_1' as InstitutionId,
    idempotencyKey: 'k',
    billIds: [bill.id],
    payerIp: '',
    actor: 'test',
    number: 'P1',
    route,
  };
  const { effects, result } = decideStart(view, input, envAt());
  applyToView(view, effects);
  return { view, attempt: must(result).attempt! };
}

const fact: fc.Arbitrary<OrderFact> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('T1', 'T2')
      .map((channelTradeNo): OrderFact => ({ state: 'paid', amount: money(AMOUNT, 'CNY'), channelTradeNo, paidAt: at })),
  },
  { weight: 1, arbitrary: fc.constant<OrderFact>({ state: 'paid', amount: money(AMOUNT - 1n, 'CNY'), channelTradeNo: 'T3', paidAt: at }) },
  { weight: 1, arbitrary: fc.constant<OrderFact>({ state: 'paid', amount: money(AMOUNT, 'USD'), channelTradeNo: 'T4', paidAt: at }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<OrderFact>(
      { state: 'unpaid' },
      { state: 'closed' },
      { state: 'not-found' },
      { state: 'unknown', code: 'X', cause: 'network' },
      { state: 'failed', code: 'X', cause: 'other' },
    ),
  },
);
const source = fc.constantFrom<EvidenceSource>('callback', 'query', 'statement');

it(`whatever is said about an order, in any order and however often, every trade counts once (seed ${SEED})`, () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ fact, source, waitMs: fc.integer({ min: 0, max: 2_400_000 }) }), { minLength: 1, maxLength: 14 }),
      (said) => {
        const { view, attempt } = startedView();
        const all = noEffects();
        let now = at;
        for (const { fact: heard, source: from, waitMs } of said) {
          now = instant(now + waitMs);
          const evidence = { source: from, reference: 'r', channel: 'wechat' as const, orderNo: attempt.orderNo, fact: heard, tries: 0 };
          const { effects } = decideOutcome(view, evidence, envAt(now));
          applyToView(view, effects);
          addEffects(all, effects);
        }
        const file = [...view.files.values()][0]!;
        const heardOf = new Set(said.flatMap((s) => (s.fact.state === 'paid' ? [s.fact.channelTradeNo] : [])));
        const credited = file.payment.capturedMinor > 0n ? 1 : 0;
        const held = [...view.suspense.values()].flat();
        // Each trade is the credited one or held once; a statement's own number of an order already credited is the same money.
        expect(new Set(held.map((s) => s.evidence)).size).toBe(held.length);
        expect(credited + held.length).toBeLessThanOrEqual(heardOf.size);
        // A callback of another amount only makes us ask; every other word about money counts at once.
        const believed = said.some(
          ({ fact: f, source: from }) =>
            f.state === 'paid' && (from !== 'callback' || (f.amount.minor === attempt.amountMinor && f.amount.currency === attempt.currency)),
        );
        if (believed) expect(credited + held.length).toBeGreaterThan(0);
        expect(all.credits.reduce((sum, c) => sum + c.amountMinor, 0n)).toBe(file.payment.capturedMinor);
        expect(all.entries).toHaveLength(credited + held.length);
        const received = all.entries.reduce(
          (sum, e) => sum + e.lines.filter((l) => l.account === '1012.wechat').reduce((a, l) => a + l.amountMinor, 0n),
          0n,
        );
        expect(received).toBe(file.payment.capturedMinor + held.reduce((sum, s) => sum + s.amountMinor, 0n));
        // A bill is free once its payment ended, and only then.
        const open = file.payment.status === 'created' || file.payment.status === 'submitted' || file.payment.status === 'unknown';
        expect([...view.bills.values()][0]!.heldBy !== null).toBe(open);
      },
    ),
    { seed: SEED, numRuns: 2_000 },
  );
});

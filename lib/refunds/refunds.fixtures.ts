/** A paid bill to refund, and a bank that does what a test tells it. */
import { CAPABILITIES, type ChannelCode, type RefundFact, type RefundOrder, type RefundOutcome } from '@/lib/channels';
import type { InstitutionId, PaymentId, UserId } from '@/lib/kernel/ids';
import { newId, seededRandom, type Clock } from '@/lib/kernel/ports';
import { instant, toDate } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { paymentDeps } from '@/lib/payments';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { createLog } from '@/lib/platform/log';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { withClient } from '@/scripts/db/logins';
import type { RefundDeps } from './deps';

export interface TestClock extends Clock { advance(ms: number): void }
export function testClock(): TestClock {
  let now = Date.parse('2026-11-22T02:00:00Z');
  return { now: () => instant(now), advance: (ms) => { now += ms; } };
}

/** Answers from queues, counting what it really paid out per refund number. */
export interface TestBank {
  readonly deps: RefundDeps;
  readonly told: string[];
  answers: (RefundOutcome | (() => Promise<RefundOutcome>))[];
  facts: RefundFact[];
}

export function testBank(clock: Clock, channel: ChannelCode = 'wechat'): TestBank {
  const random = seededRandom(7);
  const bank: TestBank = {
    told: [], answers: [], facts: [],
    deps: {
      clock, random, log: createLog({ test: 'refunds' }, () => undefined), leases: paymentDeps().store,
      gateway: {
        capabilities: () => CAPABILITIES[channel],
        refund: async (_contract, order: RefundOrder) => {
          bank.told.push(order.refundNo);
          const answer = bank.answers.shift() ?? { certainty: 'accepted' as const };
          return typeof answer === 'function' ? answer() : answer;
        },
        queryRefund: async () => bank.facts.shift() ?? { state: 'processing' as const },
      },
    },
  };
  return bank;
}

export interface PaidBill {
  readonly institutionId: InstitutionId;
  readonly paymentId: PaymentId;
  readonly billId: string;
  readonly minor: bigint;
  readonly clerk: Ctx;
}

const random = seededRandom(42);

/** `home`: an institution that is there already, with the person who asks; without it a new one is made. */
export async function paidBill(
  clock: Clock, minor: bigint, channel: ChannelCode = 'wechat', home?: { readonly institutionId: InstitutionId; readonly clerk: Ctx },
): Promise<PaidBill> {
  const ports = { clock, random };
  const at = toDate(clock.now());
  const { institutionId, clerk } = home ?? await newHome(clock);
  const paymentId = newId('payment', ports);
  const billId = newId('bill', ports);
  const common = { institution_id: institutionId, currency: 'CNY', created_at: at };
  await withTx(clerk, async (tx) => {
    await tx.bill.create({
      data: {
        ...common, id: billId, number: billId.slice(4), payer_id: 'pyr_x', plan_id: 'fpl_x', plan_version: 1, cycle_key: billId, title_zh: '费', title_en: 'Fee',
        total_minor: minor, paid_minor: minor, methods: [], issue_date: at, due_date: at, status: 'paid',
      },
    });
    await tx.payment.create({
      data: {
        ...common, id: paymentId, number: paymentId, payer_id: 'pyr_x', amount_minor: minor, captured_minor: minor, status: 'succeeded', method: 'wechat', channel,
        subject: 'x', payer_ip: '', idempotency_key: paymentId, expires_at: at, succeeded_at: at, updated_at: at,
      },
    });
    await tx.payment_attempt.create({
      data: {
        ...common, id: newId('attempt', ports), payment_id: paymentId, seq: 1, account_id: 'cha_x', channel, order_no: paymentId.slice(4), amount_minor: minor,
        status: 'succeeded', channel_trade_no: 'T1', expires_at: at, paid_at: at, updated_at: at,
      },
    });
    await post(tx, clerk, [entryOf({
      key: `payment:${paymentId}`, kind: 'payment-succeeded', at: clock.now(), subjectKind: 'payment', subjectId: paymentId, currency: 'CNY', amountMinor: minor, channel,
    })]);
    await tx.bill_allocation.create({ data: { institution_id: institutionId, bill_id: billId, payment_id: paymentId, amount_minor: minor, at } });
  });
  return { institutionId, paymentId, billId, minor, clerk };
}

async function newHome(clock: Clock): Promise<{ readonly institutionId: InstitutionId; readonly clerk: Ctx }> {
  const ports = { clock, random };
  const institutionId = newId('institution', ports);
  await withPlatformTx((tx) => tx.institution.create({
    data: {
      id: institutionId, slug: institutionId.toLowerCase().replace('_', '-'), name_zh: '测试', name_en: 'Test', kind: 'school', time_zone: 'Asia/Shanghai', day_cut_off: '23:00',
      currency: 'CNY', environment: 'sandbox', status: 'active', created_at: toDate(clock.now()),
    },
  }));
  const clerk = makeCtx({ kind: 'user', userId: newId('user', ports) as UserId, roles: ['accountant'], sessionId: 'ses_test', name: 'clerk' }, institutionId, ports);
  return { institutionId, clerk };
}

/** What only the database's superuser can do, with the database's own checks switched off: the second line of defence is looked at alone. */
export const behindItsBack = (sql: string, values: readonly unknown[]): Promise<unknown> => withClient(testDatabase().adminUrl, async (admin) => {
  await admin.query('SET session_replication_role = replica');
  return admin.query(sql, [...values]);
});

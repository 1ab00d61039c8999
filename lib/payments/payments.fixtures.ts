/** A small institution with bills, and banks that do as told, for tests of the money path. */
import type { PayableBill } from '@/lib/bills/hold-bills';
import type { Capabilities, ChannelCode, CloseOutcome, CreateOutcome, OrderFact } from '@/lib/channels/port';
import { CAPABILITIES, METHODS } from '@/lib/channels/model';
import type { BillId, ChannelAccountId, InstitutionId, PayerId, UserId } from '@/lib/kernel/ids';
import { money } from '@/lib/kernel/money';
import { newId, seededRandom, type Clock, type Random } from '@/lib/kernel/ports';
import { instant, plusMs, toIso, type Instant } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { makeCtx, type Actor, type Ctx } from '@/lib/platform/ctx';
import { createLog } from '@/lib/platform/log';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import type { PaymentDeps } from './deps';
import type { ChannelEvidence } from './evidence';
import type { ChannelGateway } from './gateway';
import type { RouteChoice } from './rules/decide-start';
import type { MoneyStore } from './store';

export interface TestClock extends Clock {
  now(): Instant;
  pass(ms: number): void;
}
export function testClock(start = instant(Date.UTC(2026, 10, 22, 2, 0, 0))): TestClock {
  let now = start;
  return {
    now: () => now,
    pass: (ms) => {
      now = plusMs(now, ms);
    },
  };
}

export interface ToldGateway extends ChannelGateway {
  /** What the banks answer from now on. */
  answers: { create: CreateOutcome | Error; query: OrderFact; close: CloseOutcome };
  readonly calls: string[];
}

export function toldGateway(change: Partial<Capabilities> = {}): ToldGateway {
  const calls: string[] = [];
  const gateway: ToldGateway = {
    calls,
    answers: {
      create: { certainty: 'accepted', present: { kind: 'qr', text: 'weixin://pay' } },
      query: { state: 'unpaid' },
      close: { certainty: 'closed' },
    },
    capabilities: (channel) => ({ ...CAPABILITIES[channel], ...change }),
    handOver: async () => null,
    create: async (_c, order) => {
      calls.push(`create ${order.orderNo}`);
      if (gateway.answers.create instanceof Error) throw gateway.answers.create;
      return gateway.answers.create;
    },
    query: async (_c, order) => {
      calls.push(`query ${order.orderNo}`);
      return gateway.answers.query;
    },
    close: async (_c, order) => {
      calls.push(`close ${order.orderNo}`);
      return gateway.answers.close;
    },
  };
  return gateway;
}

let made = 0;
export function testDeps(
  store: MoneyStore,
  clock: TestClock,
  gateway: ChannelGateway,
  random: Random = seededRandom(2_000 + made++),
): PaymentDeps {
  return { store, clock, random, gateway, log: createLog({}, () => undefined), returnUrl: (_i, id) => `http://127.0.0.1/pay/return/${id}` };
}

export interface Household {
  readonly institutionId: InstitutionId;
  readonly payerId: PayerId;
  readonly bills: readonly PayableBill[];
}

/** An institution with one payer and these open bills, issued in its books. */
export async function foundHousehold(clock: Clock, amounts: readonly bigint[]): Promise<Household> {
  const ports = { clock, random: seededRandom(1_000 + made++) };
  const institutionId = newId('institution', ports);
  const payerId = newId('payer', ports);
  const bills = amounts.map(
    (totalMinor, i): PayableBill => ({
      id: newId('bill', ports),
      payerId,
      number: `B${i + 1}`,
      title: '保教费',
      currency: 'CNY',
      totalMinor,
      paidMinor: 0n,
      status: 'issued',
      methods: METHODS,
      heldBy: null,
    }),
  );
  await withPlatformTx(
    (tx) => tx.$executeRaw`
    INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
    VALUES (${institutionId}, ${institutionId.toLowerCase().replace('_', '-')}, '阳光幼儿园', 'Sunshine', 'kindergarten', 'Asia/Shanghai', '23:00', 'CNY', 'test', 'active', ${toIso(clock.now())}::timestamptz)`,
  );
  await withTx({ institutionId }, async (tx) => {
    const rows = JSON.stringify(bills.map((b) => ({ id: b.id, number: b.number, minor: b.totalMinor.toString(), methods: b.methods })));
    await tx.$executeRaw`
      INSERT INTO bill (id, institution_id, number, payer_id, plan_id, plan_version, cycle_key, title_zh, title_en, currency, total_minor, methods,
        issue_date, due_date, status, created_at)
      SELECT id, ${institutionId}, number, ${payerId}, 'plan', 1, id, '保教费', 'Care', 'CNY', minor, methods, '2026-11-01', '2026-12-01', 'issued', ${toIso(clock.now())}::timestamptz
      FROM jsonb_to_recordset(${rows}::jsonb) AS b(id text, number text, minor bigint, methods jsonb)`;
    await post(
      tx,
      { institutionId },
      bills.map((b) =>
        entryOf({
          key: `bill:${b.id}`,
          kind: 'bill-issued',
          at: clock.now(),
          subjectKind: 'bill',
          subjectId: b.id,
          currency: 'CNY',
          amountMinor: b.totalMinor,
          lines: [{ account: '6001.care', amountMinor: b.totalMinor, label: { zh: '保教费', en: 'Care' } }],
        }),
      ),
    );
  });
  return { institutionId, payerId, bills };
}

export const billIds = (household: Household): BillId[] => household.bills.map((b) => b.id);
export const routeTo = (channel: ChannelCode): RouteChoice => ({
  accountId: `cha_${channel}` as ChannelAccountId,
  channel,
  method: CAPABILITIES[channel].method,
  configVersion: 1,
  document: { chosen: channel },
});

export const ctxAs = (actor: Actor, institutionId: InstitutionId, clock: Clock): Ctx =>
  makeCtx(actor, institutionId, { clock, random: seededRandom(9), requestId: 'req_test', log: createLog({}, () => undefined) });
export const staff = (role: string): Actor => ({ kind: 'user', userId: 'usr_1' as UserId, roles: [role], sessionId: 's', name: 'n' });

export const paid = (
  channel: ChannelCode,
  orderNo: string,
  minor: bigint,
  at: Instant,
  extra: { tradeNo?: string; source?: ChannelEvidence['source'] } = {},
): ChannelEvidence => ({
  source: extra.source ?? 'callback',
  reference: 'inb_test',
  channel,
  orderNo,
  fact: { state: 'paid', amount: money(minor, 'CNY'), channelTradeNo: extra.tradeNo ?? `T${orderNo}`, paidAt: at },
});

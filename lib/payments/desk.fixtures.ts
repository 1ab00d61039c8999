/** An institution, its banks and a clock, made new before every test of the money path on PostgreSQL. */
import { expect } from 'vitest';
import type { BillId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { checkIntegrity } from '@/lib/ledger';
import { systemCtx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { startPayments, type Started } from './commands/start-payments';
import { carryOut } from './commands/submit-attempt';
import type { PaymentDeps } from './deps';
import { paymentDetail } from './payment-detail';
import {
  billIds,
  ctxAs,
  foundHousehold,
  routeTo,
  staff,
  testClock,
  testDeps,
  toldGateway,
  type Household,
  type TestClock,
  type ToldGateway,
} from './payments.fixtures';
import { createPgStore } from './pg-store';
import type { Attempt } from './rows';

export let clock: TestClock;
export let gateway: ToldGateway;
export let deps: PaymentDeps;
export let home: Household;

/** For `beforeEach`. */
export async function openDesk(): Promise<void> {
  clock = testClock();
  gateway = toldGateway();
  deps = testDeps(createPgStore(clock), clock, gateway);
  home = await foundHousehold(clock, [10_000n, 5_000n, 700n]);
  // The queue serves all institutions: what another test left would be swept here.
  await withPlatformTx((tx) => tx.inquiry_due.deleteMany());
}

/** The rest of the test happens in another household. */
export function moveTo(other: Household): void {
  home = other;
}

export const system = () => systemCtx('test', home.institutionId, { clock, random: deps.random, requestId: 'req_test' });
export const director = (role = 'finance-manager') => ctxAs(staff(role), home.institutionId, clock);
export const start = async (key: string, bills: readonly BillId[] = billIds(home), submit = true) =>
  (await startPayments(deps, [{ ctx: system(), idempotencyKey: key, billIds: bills, route: routeTo('wechat'), submit }]))[0]!;
export async function started(key = 'k1', bills: readonly BillId[] = billIds(home)): Promise<Started & { attempt: Attempt }> {
  const value = must(await start(key, bills));
  return { ...value, attempt: value.attempt! };
}
export async function accepted(key = 'k1', bills: readonly BillId[] = billIds(home)) {
  const value = await started(key, bills);
  await carryOut(deps, home.institutionId, { id: value.paymentId, subject: '保教费', payerIp: '' }, value.attempt);
  return value;
}
export const statusOf = async (paymentId: string) => (await paymentDetail(director(), paymentId))!;
export const soundBooks = async () => expect((await checkIntegrity(director())).filter((c) => !c.ok)).toEqual([]);
export const rows = <T>(sql: (tx: Parameters<Parameters<typeof withTx>[1]>[0]) => Promise<T>) =>
  withTx({ institutionId: home.institutionId }, sql);

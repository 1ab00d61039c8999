import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { checkIntegrity } from '@/lib/ledger';
import { systemCtx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { sweepInquiries } from './commands/sweep-inquiries';
import { billIds, foundHousehold, paid, testClock, testDeps, toldGateway } from './payments.fixtures';
import { createPgStore } from './pg-store';

beforeEach(async () => {
  await withPlatformTx((tx) => tx.inquiry_due.deleteMany());
});

/** Longest time from the kill to the truth, in the sweeper's own clock. */
const REPAIR_MS = 30_000;

/** How often each point is met; `KILLS=3` for the long run. */
const TIMES = Number(process.env.KILLS ?? '1');

it.each(
  Array.from({ length: TIMES }).flatMap(() => [
  'payments.start.committed',
  'payments.submit.marked',
  'payments.submit.called',
  'payments.submit.recorded',
  'payments.outcome.before-commit',
  'payments.outcome.committed',
  ]),
)(
  'a process killed at %s loses nothing and doubles nothing: the sweeper finds the truth within 30 s',
  async (crashAt) => {
    const clock = testClock();
    const home = await foundHousehold(clock, [4_200n]);
    const args = ['--import', 'tsx', 'lib/payments/pay-in-child.fixtures.ts', home.institutionId, billIds(home)[0]!, String(clock.now())];
    const child = spawn(process.execPath, args, { env: { ...process.env, CRASH_AT: crashAt }, stdio: ['ignore', 'ignore', 'inherit'] });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');

    const inScope = <T>(work: Parameters<typeof withTx<T>>[1]) => withTx({ institutionId: home.institutionId }, work);
    const attempt = await inScope((tx) => tx.payment_attempt.findFirstOrThrow());
    const gateway = toldGateway();
    gateway.answers.query = paid('wechat', attempt.order_no, attempt.amount_minor, clock.now()).fact;
    const deps = testDeps(createPgStore(clock), clock, gateway);
    for (let waitedMs = 0; waitedMs < REPAIR_MS; waitedMs += 1_000) {
      clock.pass(1_000);
      await sweepInquiries(deps);
    }
    expect(await inScope((tx) => tx.payment.findFirstOrThrow())).toMatchObject({ status: 'succeeded', captured_minor: 4_200n });
    expect(await inScope((tx) => tx.journal_entry.count({ where: { kind: 'payment-succeeded' } }))).toBe(1);
    expect(await inScope((tx) => tx.bill_allocation.count())).toBe(1);
    expect((await checkIntegrity(systemCtx('test', home.institutionId, { clock }))).filter((c) => !c.ok)).toEqual([]);
  },
  60_000,
);

/**
 * Pays one bill in a process of its own, so that a test may kill it at a named point:
 * `tsx pay-in-child.fixtures.ts <institution> <bill> <start moment>`. The bank is told to accept and to have been paid.
 */
import type { BillId, InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { instant } from '@/lib/kernel/time';
import { systemRandom } from '@/lib/platform/clock';
import { systemCtx } from '@/lib/platform/ctx';
import { closeConnections } from '@/lib/platform/db';
import { applyChannelOutcomes } from './commands/apply-channel-outcomes';
import { startPayments } from './commands/start-payments';
import { carryOut } from './commands/submit-attempt';
import { paid, routeTo, testClock, testDeps, toldGateway } from './payments.fixtures';
import { createPgStore } from './pg-store';

const [institution = '', bill = '', at = '0'] = process.argv.slice(2);
const institutionId = institution as InstitutionId;
const clock = testClock(instant(Number.parseInt(at, 10)));
const deps = testDeps(createPgStore(clock), clock, toldGateway(), systemRandom);
const ctx = systemCtx('child', institutionId, { clock });

const [started] = await startPayments(deps, [{ ctx, idempotencyKey: 'child', billIds: [bill as BillId], route: routeTo('wechat') }]);
const { paymentId, attempt } = must(started!);
await carryOut(deps, institutionId, { id: paymentId, subject: 'bill', payerIp: '' }, attempt!);
await applyChannelOutcomes(deps, institutionId, [paid('wechat', attempt!.orderNo, attempt!.amountMinor, clock.now())]);
await closeConnections();

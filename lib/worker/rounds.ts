/** What comes round by itself, how often, and what wakes it early. */
import pg from 'pg';
import { approvalConsumers, keepMoving } from '@/lib/approvals';
import { linkEntries, writeCheckpoints } from '@/lib/audit';
import { billItemConsumers } from '@/lib/bill-items';
import { billConsumers, chargeLateFees, fallDue } from '@/lib/bills';
import { channelConsumers, createNet, warnOfCertificates } from '@/lib/channels';
import { processLeftovers } from '@/lib/inbox';
import { listInstitutionIds } from '@/lib/identity';
import { invoiceConsumers } from '@/lib/invoices';
import { alertConsumers, approvalNoticeConsumers, sendReminders } from '@/lib/notifications';
import { checkRound, checkWholeWhenDue, ledgerConsumers, sealBooks } from '@/lib/ledger';
import { issueReceipts, paymentDeps, sweepInquiries } from '@/lib/payments';
import { escalateOverdue } from '@/lib/disputes';
import { fetchDueStatements, reconciliationConsumers, retryNotYet } from '@/lib/reconciliation';
import { refundConsumers, refundDeps, sweepRefunds } from '@/lib/refunds';
import { activateDueRouting, probeChannels, publishChannelStates, routingConsumers, settleReservations } from '@/lib/routing';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { systemCtx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import type { PaymentId } from '@/lib/kernel/ids';
import type { Log } from '@/lib/platform/log';
import { insideTransaction } from '@/lib/platform/tx';
import { overlapping, startLoop } from './loop';
import { dispatchOutbox, type Consumers } from './outbox';

const SWEEP_MS = 250;
/** Sweeps under way at once: one that waits for a slow bank does not keep the next one from asking the others. */
const SWEEPS_MAX = 4;
const OUTBOX_MS = 1_000;
const LEFTOVERS_MS = 2_000;
const PROBE_MS = 30_000;
/** A channel whose breaker is not closed is looked at more often, so that its recovery is seen within seconds. */
const RECOVERY_MS = 5_000;
const STATEMENTS_MS = 60_000;
const FALL_DUE_MS = 10 * 60_000;
const REMINDERS_MS = 60_000;
const APPROVALS_MS = 60_000;
const CERTIFICATES_MS = 3_600_000;
const AUDIT_LINK_MS = 1_000;
const AUDIT_CHECKPOINT_MS = 10_000;
const BOOKS_MS = 15_000;

const SWEEP_BATCH = 200;

/** Several modules may listen to one kind of event: each gets it. */
const consumers: Consumers = merged(
  { 'payment.succeeded': [async (institutionId, events) => { await issueReceipts(paymentDeps(), institutionId, events.map((e) => e.subjectId as PaymentId)); }] },
  refundConsumers, invoiceConsumers, billItemConsumers, billConsumers, approvalConsumers, ledgerConsumers, alertConsumers, reconciliationConsumers, routingConsumers, channelConsumers, approvalNoticeConsumers,
);

function merged(...lists: readonly Consumers[]): Consumers {
  const all = lists.flatMap((list) => Object.entries(list).flatMap(([type, each]) => each.map((consume) => ({ type, consume }))));
  return Object.fromEntries([...Map.groupBy(all, (c) => c.type)].map(([type, each]) => [type, each.map((c) => c.consume)]));
}

export function startRounds(log: Log): { stop(): Promise<void> } {
  const net = createNet({ guard: () => { if (insideTransaction()) throw new Error('network inside a transaction'); } });
  const outbox = startLoop('outbox', OUTBOX_MS, log, () => dispatchOutbox(consumers, log));
  const loops = [
    outbox,
    startLoop('inquiries', SWEEP_MS, log, overlapping(SWEEPS_MAX, () => sweepInquiries(paymentDeps(), { limit: SWEEP_BATCH }))),
    startLoop('refund-inquiries', SWEEP_MS, log, () => sweepRefunds(refundDeps(), { limit: SWEEP_BATCH }).then((swept) => swept.leased === SWEEP_BATCH)),
    startLoop('leftovers', LEFTOVERS_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) await processLeftovers(institutionId);
    }),
    startLoop('probes', PROBE_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) await probeChannels({ institutionId }, { net, clock: systemClock, random: systemRandom });
      await publishChannelStates(await listInstitutionIds(), systemClock.now());
    }),
    startLoop('audit-links', AUDIT_LINK_MS, log, async () => {
      let more = false;
      for (const institutionId of await listInstitutionIds()) more = (await linkEntries(institutionId, { clock: systemClock })).more || more;
      return more;
    }),
    startLoop('audit-checkpoints', AUDIT_CHECKPOINT_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) await writeCheckpoints(institutionId, { clock: systemClock });
    }),
    startLoop('books', BOOKS_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) {
        const ctx = systemCtx('books', institutionId);
        await checkRound(ctx);
        await sealBooks(ctx);
        await checkWholeWhenDue(ctx);
      }
    }),
    startLoop('approvals', APPROVALS_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) await keepMoving(systemCtx('approvals', institutionId));
    }),
    startLoop('certificates', CERTIFICATES_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) await warnOfCertificates(systemCtx('certificates', institutionId));
    }),
    startLoop('statements', STATEMENTS_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) {
        await fetchDueStatements(systemCtx('statements', institutionId));
        await retryNotYet(systemCtx('matching', institutionId));
        await escalateOverdue(systemCtx('disputes', institutionId));
      }
    }),
    startLoop('recoveries', RECOVERY_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) {
        await probeChannels({ institutionId }, { net, clock: systemClock, random: systemRandom }, 'in-doubt');
        await settleReservations(institutionId, systemClock);
        await activateDueRouting(institutionId);
      }
    }),
    startLoop('reminders', REMINDERS_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) await sendReminders(systemCtx('reminders', institutionId));
    }),
    startLoop('bills-fall-due', FALL_DUE_MS, log, async () => {
      for (const institutionId of await listInstitutionIds()) {
        await fallDue(systemCtx('due-dates', institutionId));
        await chargeLateFees(systemCtx('late-fees', institutionId));
      }
    }),
  ];
  const listener = listen('bafang_outbox', outbox.wake, log);
  return { stop: async () => { await listener.stop(); await Promise.all(loops.map((l) => l.stop())); } };
}

const RECONNECT_MS = 1_000;

/** Wakes a loop at a NOTIFY; when the connection breaks the loop's own pace carries on and listening starts again. */
function listen(channel: string, wake: () => void, log: Log): { stop(): Promise<void> } {
  let client: pg.Client | null = null;
  let stopped = false;
  const connect = async (): Promise<void> => {
    if (stopped) return;
    const next = new pg.Client({ connectionString: env().DATABASE_APP_URL });
    client = next;
    next.on('notification', wake);
    next.on('error', () => undefined);
    next.on('end', () => { if (!stopped) setTimeout(() => void connect(), RECONNECT_MS).unref(); });
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
    } catch {
      log.warn('worker.listen-failed', { channel });
      await next.end().catch(() => undefined);
    }
  };
  void connect();
  return { stop: async () => { stopped = true; await client?.end().catch(() => undefined); } };
}

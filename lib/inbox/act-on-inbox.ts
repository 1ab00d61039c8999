/** Acts on stored callbacks, in batches per institution, exactly once each: the same evidence again changes nothing. */
import { type ChannelCode, type NotifyVerdict, listUnprocessed, markProcessed, orderFactFromJson, refundFactFromJson } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import { plusMs } from '@/lib/kernel/time';
import { applyChannelOutcomes, paymentDeps, type ChannelEvidence } from '@/lib/payments';
import { createBatcher } from '@/lib/platform/batcher';
import { systemClock } from '@/lib/platform/clock';
import { createLog, errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import { applyRefundEvidence, refundDeps, type RefundEvidence } from '@/lib/refunds';

type Acted = Extract<NotifyVerdict, { kind: 'order' | 'refund' }>;
interface InboxItem {
  readonly institutionId: InstitutionId;
  readonly channel: ChannelCode;
  readonly id: string;
  readonly verdict: Pick<Acted, 'kind'> & Omit<Acted, 'eventKey' | 'kind'>;
}

const log = createLog({ part: 'inbox' });
const act = createBatcher<InboxItem, true>({ max: 128, waitingMax: 50_000, keyOf: (item) => item.institutionId, run: actOnBatch });

/** Fire and forget: the bank already has its answer. A failure leaves the row unprocessed, and the worker comes back to it. */
export function queueInbox(institutionId: InstitutionId, channel: ChannelCode, id: string, verdict: Acted): void {
  act({ institutionId, channel, id, verdict }).catch((error: unknown) => { log.error('inbox.left-for-worker', { inbound: id, error: errorText(error) }); });
}

async function actOnBatch(items: readonly InboxItem[]): Promise<true[]> {
  await actForInstitution(items[0]!.institutionId, items);
  return items.map(() => true as const);
}

async function actForInstitution(institutionId: InstitutionId, items: readonly InboxItem[]): Promise<void> {
  const orders = items.filter((i) => i.verdict.kind === 'order');
  if (orders.length > 0) {
    // The marks travel in the money's own commit.
    await applyChannelOutcomes(paymentDeps(), institutionId, orders.map(orderEvidence), {
      also: (tx, results, evidences) => markProcessed(tx, results.map((r, i) => ({ id: evidences[i]!.reference, result: r.outcome })), systemClock.now()),
    });
  }
  const refunds = items.filter((i) => i.verdict.kind === 'refund');
  if (refunds.length > 0) {
    const results = await applyRefundEvidence(refundDeps(), institutionId, refunds.map(refundEvidence));
    const done = results.map((r, i) => ({ id: refunds[i]!.id, result: r.outcome }));
    await withTx({ institutionId }, (tx) => markProcessed(tx, done, systemClock.now()));
  }
}

function orderEvidence(item: InboxItem): ChannelEvidence {
  const { verdict } = item;
  return { source: 'callback', reference: item.id, channel: item.channel, orderNo: verdict.orderNo, fact: verdict.fact as ChannelEvidence['fact'] };
}

function refundEvidence(item: InboxItem): RefundEvidence {
  const verdict = item.verdict as Extract<Acted, { kind: 'refund' }>;
  return { source: 'callback', reference: item.id, channel: item.channel, refundNo: verdict.refundNo, fact: verdict.fact };
}

/** A message this old has been forgotten by the process that stored it. */
const FORGOTTEN_MS = 3_000;
const LEFTOVER_BATCH = 200;

/** The worker's round: acts on what a killed process stored and answered but never acted on. Answers how many. */
export async function processLeftovers(institutionId: InstitutionId): Promise<number> {
  const rows = await listUnprocessed(institutionId, plusMs(systemClock.now(), -FORGOTTEN_MS), LEFTOVER_BATCH);
  const items = rows.map((row): InboxItem => {
    const { refundNo, ...fact } = row.fact as { refundNo?: string };
    const verdict = row.verdict === 'order'
      ? { kind: 'order' as const, orderNo: row.orderNo, fact: orderFactFromJson(row.fact) }
      : { kind: 'refund' as const, orderNo: row.orderNo, refundNo: refundNo ?? '', fact: refundFactFromJson(fact) };
    return { institutionId, channel: row.channel, id: row.id, verdict: verdict as InboxItem['verdict'] };
  });
  if (items.length > 0) await actForInstitution(institutionId, items);
  return items.length;
}

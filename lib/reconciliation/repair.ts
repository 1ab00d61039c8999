/**
 * The statement is the bank's word too. Where it says "paid" or "refunded" and we do not know it yet (a callback was lost), it goes the way of every
 * other word: through payments and refunds, which decide what it means. Only then are lines matched.
 */
import type { ChannelCode } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import { money, type Currency } from '@/lib/kernel/money';
import { instantOfDate, type BusinessDate, type Instant } from '@/lib/kernel/time';
import { applyChannelOutcomes, type ChannelEvidence, type PaymentDeps } from '@/lib/payments';
import { applyRefundEvidence, type RefundEvidence } from '@/lib/refunds';
import { withTx, type Tx } from '@/lib/platform/tx';
import { bankMoment } from './bank-time';
import type { LineRange } from './line-ids';
import { LARGE_ROWS, planForSize, planWithWorkers } from './match-pairs';

const PAGE = 500;

export interface RepairScope {
  readonly institutionId: InstitutionId;
  readonly channel: ChannelCode;
  readonly lines: LineRange;
  readonly rows: number;
  readonly receivedAt: Date;
}

interface Candidate {
  id: bigint; number: string; channel_no: string | null; amount_minor: bigint; currency: string; trade_time: string | null; day: Date | null;
}

/** Answers how many payments and refunds learnt their end from this file. Repeating it changes nothing. */
export async function repairLostWords(deps: PaymentDeps, scope: RepairScope): Promise<number> {
  let repaired = 0;
  for (let after = scope.lines.from; ;) {
    const page = await paidButUnknown(scope, after);
    if (page.length === 0) break;
    const results = await applyChannelOutcomes(deps, scope.institutionId, page.map((line) => paymentEvidence(scope, line)));
    repaired += results.filter((r) => r.outcome === 'credited').length;
    after = page[page.length - 1]!.id + 1n;
  }
  for (let after = scope.lines.from; ;) {
    const page = await refundedButUnknown(scope, after);
    if (page.length === 0) break;
    const results = await applyRefundEvidence(deps, scope.institutionId, page.map((line) => refundEvidence(scope, line)));
    repaired += results.filter((r) => r.outcome === 'succeeded').length;
    after = page[page.length - 1]!.id + 1n;
  }
  return repaired;
}

/** All lines against all we do not know the end of: of a large file that is the work of two. */
async function planForLooking(tx: Tx, rows: number): Promise<void> {
  await planForSize(tx, rows);
  if (rows > LARGE_ROWS) await planWithWorkers(tx, true);
}

const paidButUnknown = (s: RepairScope, after: bigint): Promise<Candidate[]> => withTx(s, async (tx) => {
  await planForLooking(tx, s.rows);
  return tx.$queryRaw<Candidate[]>`
    SELECT l.id, l.merchant_no AS number, l.channel_no, l.amount_minor, l.currency, l.trade_time, l.day
    FROM statement_line l JOIN payment_attempt a ON a.channel = ${s.channel} AND a.order_no = l.merchant_no AND a.status <> 'succeeded'
    WHERE l.id >= ${after} AND l.id < ${s.lines.to} AND l.type = 'payment' AND l.direction = 'credit' AND l.settled ORDER BY l.id LIMIT ${PAGE}`;
}, { timeoutMs: 120_000 });

const refundedButUnknown = (s: RepairScope, after: bigint): Promise<Candidate[]> => withTx(s, async (tx) => {
  await planForLooking(tx, s.rows);
  return tx.$queryRaw<Candidate[]>`
    SELECT l.id, l.merchant_no AS number, l.channel_no, l.amount_minor, l.currency, l.trade_time, l.day
    FROM statement_line l JOIN refund r ON r.channel = ${s.channel} AND r.refund_no = l.merchant_no AND r.status IN ('approved', 'executing', 'unknown')
    WHERE l.id >= ${after} AND l.id < ${s.lines.to} AND l.type = 'refund' AND l.direction = 'debit' AND l.settled ORDER BY l.id LIMIT ${PAGE}`;
}, { timeoutMs: 120_000 });

const reference = (line: Candidate): string => `line:${line.id}`;
const momentOf = (s: RepairScope, line: Candidate): Instant => bankMoment(line.trade_time) ?? instantOfDate(s.receivedAt);

const paymentEvidence = (s: RepairScope, line: Candidate): ChannelEvidence => ({
  source: 'statement', reference: reference(line), channel: s.channel, orderNo: line.number,
  fact: {
    state: 'paid', amount: money(line.amount_minor, line.currency as Currency), channelTradeNo: line.channel_no ?? line.number, paidAt: momentOf(s, line),
    ...(line.day && { settleDate: line.day.toISOString().slice(0, 10) as BusinessDate }),
  },
});

const refundEvidence = (s: RepairScope, line: Candidate): RefundEvidence => ({
  source: 'statement', reference: reference(line), channel: s.channel, refundNo: line.number,
  fact: { state: 'succeeded', amount: money(line.amount_minor, line.currency as Currency), channelRefundNo: line.channel_no ?? line.number, at: momentOf(s, line) },
});

/**
 * What an approver should look at twice before signing a refund: facts counted from the rows, no score. Each is a question, not a verdict; none of
 * them refuses anything by itself.
 */
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { DAY_MS, HOUR_MS, plusMs, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { RefundView } from '@/lib/refunds/model';
import { DUAL_FROM_MAJOR } from '@/lib/approvals/model';
import type { RefundSignal } from './model';

/** A refund asked for so soon after the money came, or so long after it, is asked about. */
const SOON_MS = HOUR_MS;
const OLD_MS = 180 * DAY_MS;
const PAYER_OFTEN = 3;
const CLERK_OFTEN = 10;
/** From so much on somebody would expect a document. */
const DOCUMENT_FROM_MINOR = 500_000n;

interface Counted {
  paid_at: Date | null;
  payer: bigint;
  same_amount: bigint;
  clerk: bigint;
  /** Asked for by the same person for the same payer within a day, this one included. */
  day_minor: bigint;
  /** Payments of other payers whose transfers went, or wait to go, to the very account. */
  account_shared: bigint;
}

export async function refundSignals(ctx: Ctx, refund: RefundView, payerName: string | null): Promise<readonly RefundSignal[]> {
  requirePermission(ctx, 'refund.read');
  const asked = new Date(refund.requestedAt);
  const since = (ms: number): string => toIso(plusMs(asked.getTime() as Parameters<typeof plusMs>[0], -ms));
  const [row] = await withTx(ctx, (tx) => tx.$queryRaw<Counted[]>`
    WITH me AS (SELECT r.*, p.payer_id FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.id = ${refund.id}),
    other AS (SELECT r.*, p.payer_id FROM refund r JOIN payment p ON p.id = r.payment_id, me
      WHERE r.id <> me.id AND r.status NOT IN ('rejected', 'failed') AND r.requested_at <= me.requested_at AND (p.payer_id = me.payer_id OR r.requested_by = me.requested_by))
    SELECT (SELECT a.paid_at FROM payment_attempt a WHERE a.id = me.attempt_id) AS paid_at,
      (SELECT count(*) FROM other o WHERE o.payer_id = me.payer_id AND o.requested_at > ${since(90 * DAY_MS)}::timestamptz) AS payer,
      (SELECT count(*) FROM other o WHERE o.payer_id = me.payer_id AND o.amount_minor = me.amount_minor AND o.id IS DISTINCT FROM me.replaces
        AND o.requested_at > ${since(30 * DAY_MS)}::timestamptz) AS same_amount,
      (SELECT count(*) FROM other o WHERE o.requested_by = me.requested_by AND o.requested_at > ${since(DAY_MS)}::timestamptz) AS clerk,
      me.amount_minor + (SELECT coalesce(sum(o.amount_minor), 0) FROM other o WHERE o.payer_id = me.payer_id AND o.requested_at > ${since(DAY_MS)}::timestamptz)::bigint AS day_minor,
      (SELECT count(DISTINCT p.payer_id) FROM approval mine JOIN approval a ON a.institution_id = mine.institution_id AND a.kind = 'refund-transfer' AND a.id <> mine.id
          AND a.operation -> 'facts' ->> 'payeePrint' = mine.operation -> 'facts' ->> 'payeePrint'
        JOIN payment p ON p.id = a.operation -> 'facts' ->> 'paymentId' WHERE mine.id = me.approval_id AND p.payer_id <> me.payer_id) AS account_shared
    FROM me`);
  return row ? judge(row, refund, payerName, asked) : [];
}

/** A masked name (王**) only says how it begins. */
function sameName(holder: string, payer: string): boolean {
  const [a, b] = [holder.replace(/\s/g, ''), payer.replace(/\s/g, '')];
  return b.includes('*') ? [...a][0] === [...b][0] : a === b;
}

function judge(row: Counted, refund: RefundView, payerName: string | null, asked: Date): RefundSignal[] {
  const minor = BigInt(refund.amount.minor);
  const currency = refund.amount.currency as Currency;
  const dual = DUAL_FROM_MAJOR * 100n;
  const waited = row.paid_at ? asked.getTime() - row.paid_at.getTime() : null;
  const all: (RefundSignal | false)[] = [
    row.account_shared > 0n && { code: 'account-shared', count: Number(row.account_shared), amount: null },
    refund.payee !== null && payerName !== null && !sameName(refund.payee.holder, payerName) && { code: 'other-holder', count: null, amount: null },
    minor < dual && row.day_minor >= dual && { code: 'split', count: null, amount: toWire(money(row.day_minor, currency)) },
    minor < dual && minor >= (dual * 95n) / 100n && { code: 'just-below', count: null, amount: toWire(money(dual, currency)) },
    row.same_amount > 0n && { code: 'same-amount', count: Number(row.same_amount), amount: null },
    Number(row.payer) >= PAYER_OFTEN && { code: 'payer-often', count: Number(row.payer), amount: null },
    Number(row.clerk) >= CLERK_OFTEN && { code: 'clerk-often', count: Number(row.clerk), amount: null },
    waited !== null && waited < SOON_MS && { code: 'soon', count: Math.max(1, Math.round(waited / 60_000)), amount: null },
    waited !== null && waited > OLD_MS && { code: 'late', count: Math.round(waited / DAY_MS), amount: null },
    minor >= DOCUMENT_FROM_MINOR && refund.evidence.length === 0 && { code: 'no-document', count: null, amount: null },
  ];
  return all.filter((signal) => signal !== false);
}

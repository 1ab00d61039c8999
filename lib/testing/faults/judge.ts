/** Whether what Bafang says about a cell in the end is what its bank did. The bank's own books are the judge. */
import { withTx } from '@/lib/platform/tx';
import type { BankOrder } from './bank';
import { inLanes } from './lanes';
import type { Life, World } from './lives';
import type { Cell } from './matrix';

const LANES = 16;
/** Callbacks that must be refused. A replay of the true words may be taken by channels whose signature carries no time. */
const STRANGERS = new Set([
  'forged', 'altered', 'other-merchant', 'signtest', 'wrong-serial', 'crlf-changed', 'expired-certificate', 'foreign-certificate', 'sm2-raw', 'sm2-user-id', 'sm4-mode',
]);

export interface Verdict {
  readonly cell: Cell;
  /** Null: the end state equals the bank's truth. */
  readonly wrong: string | null;
}

interface Ours {
  readonly payments: ReadonlyMap<string, { status: string; captured_minor: bigint; refunded_minor: bigint; refund_pending_minor: bigint }>;
  readonly attempts: ReadonlyMap<string, { status: string; amount_minor: bigint }>;
  readonly held: ReadonlyMap<string, readonly { status: string; amount_minor: bigint; kind: string }[]>;
  readonly refunds: ReadonlyMap<string, readonly { status: string; amount_minor: bigint; refund_no: string }[]>;
  readonly postings: ReadonlyMap<string, number>;
  readonly holds: ReadonlySet<string>;
}

export async function judge(world: World, lives: readonly Life[]): Promise<Verdict[]> {
  const ours = await readOurs(world);
  const verdicts: Verdict[] = [];
  await inLanes(lives, LANES, async (life) => {
    const truths = await Promise.all(life.orders.map((o) => world.place.bank.truth(o.channel, o.orderNo)));
    const wrong = wrongOf(life, truths, ours);
    verdicts.push({ cell: life.cell, wrong: wrong.length === 0 ? null : wrong.join('; ') });
  });
  return verdicts;
}

async function readOurs(world: World): Promise<Ours> {
  return withTx(world.town, async (tx) => {
    const payments = await tx.payment.findMany({ select: { id: true, status: true, captured_minor: true, refunded_minor: true, refund_pending_minor: true } });
    const attempts = await tx.payment_attempt.findMany({ select: { channel: true, order_no: true, status: true, amount_minor: true } });
    const held = await tx.suspense_item.findMany({ select: { channel: true, order_no: true, status: true, amount_minor: true, kind: true } });
    const refunds = await tx.refund.findMany({ select: { payment_id: true, status: true, amount_minor: true, refund_no: true } });
    const postings = await tx.$queryRaw<{ id: string; n: bigint }[]>`
      SELECT subject_id AS id, count(*) AS n FROM journal_entry WHERE kind = 'payment-succeeded' GROUP BY 1`;
    const holds = await tx.bill_hold.findMany({ select: { payment_id: true } });
    return {
      payments: new Map(payments.map((p) => [p.id, p])),
      attempts: new Map(attempts.map((a) => [`${a.channel} ${a.order_no}`, a])),
      held: Map.groupBy(held, (s) => `${s.channel} ${s.order_no}`),
      refunds: Map.groupBy(refunds, (r) => r.payment_id),
      postings: new Map(postings.map((p) => [p.id, Number(p.n)])),
      holds: new Set(holds.map((h) => h.payment_id)),
    };
  }, { timeoutMs: 60_000 });
}

function wrongOf(life: Life, truths: readonly (BankOrder | null)[], ours: Ours): string[] {
  const wrong: string[] = [];
  const payment = ours.payments.get(life.paymentId);
  if (!payment) return ['the payment is gone'];
  let credited = 0;
  let waits = false;
  life.orders.forEach((name, i) => {
    const key = `${name.channel} ${name.orderNo}`;
    const truth = truths[i] ?? null;
    const attempt = ours.attempts.get(key);
    const held = ours.held.get(key) ?? [];
    const paid = truth?.state === 'paid' ? BigInt(truth.amountMinor) : null;
    const isCredited = attempt?.status === 'succeeded';
    if (isCredited) credited++;
    waits ||= held.some((h) => h.kind === 'amount-differs' && h.status === 'held');
    if (paid === null && (isCredited || held.length > 0)) wrong.push(`${key}: the bank holds nothing (${truth?.state ?? 'no order'}), we ${isCredited ? 'credited' : 'hold'} money`);
    if (paid !== null && isCredited && (attempt.amount_minor !== paid || held.length > 0)) wrong.push(`${key}: credited ${attempt.amount_minor} and held ${held.length}, the bank has ${paid}`);
    if (paid !== null && !isCredited && (held.length !== 1 || held[0]!.amount_minor !== paid)) wrong.push(`${key}: the bank has ${paid}, we ${held.map((h) => h.amount_minor).join(' ') || 'nothing'}; attempt ${attempt?.status}`);
    for (const callback of truth?.callbacks ?? []) {
      if (STRANGERS.has(callback.variant) && callback.attempts.some((a) => a.acknowledged)) wrong.push(`${key}: a callback that is ${callback.variant} was acknowledged`);
    }
  });
  const ended = credited > 0 ? payment.status === 'succeeded' : payment.status === 'failed' || payment.status === 'closed';
  if (!ended && !waits) wrong.push(`the payment is ${payment.status}`);
  if (credited > 1) wrong.push('credited twice');
  if ((ours.postings.get(life.paymentId) ?? 0) !== credited) wrong.push(`${ours.postings.get(life.paymentId) ?? 0} postings`);
  if (ended && ours.holds.has(life.paymentId)) wrong.push('its bill is still held');
  return [...wrong, ...refundWrong(life, truths[0] ?? null, payment, ours.refunds.get(life.paymentId) ?? [])];
}

function refundWrong(
  life: Life, truth: BankOrder | null, payment: { refunded_minor: bigint; refund_pending_minor: bigint }, refunds: readonly { status: string; amount_minor: bigint }[],
): string[] {
  const wrong: string[] = [];
  if (refunds.length !== life.refunds) wrong.push(`${refunds.length} refunds of ${life.refunds} that were asked for`);
  if (life.cell.column === 'refund' && life.refunds === 0) wrong.push('no refund was asked for: its payment had not succeeded');
  const open = refunds.filter((r) => !['succeeded', 'failed', 'returned'].includes(r.status));
  if (open.length > 0) wrong.push(`a refund is ${open.map((r) => r.status).join(' ')}`);
  const sum = (of: readonly { readonly minor: bigint }[]): bigint => of.reduce((total, r) => total + r.minor, 0n);
  const ours = sum(refunds.filter((r) => r.status === 'succeeded').map((r) => ({ minor: r.amount_minor })));
  const theirs = sum((truth?.refunds ?? []).filter((r) => r.status === 'succeeded').map((r) => ({ minor: BigInt(r.amountMinor) })));
  if (ours !== theirs) wrong.push(`refunded ${ours} (${refunds.map((r) => r.status).join(' ')}), the bank ${theirs} (${truth?.refunds.map((r) => r.status).join(' ')})`);
  if (open.length === 0 && payment.refund_pending_minor !== 0n) wrong.push('a promise of a refund is left');
  return wrong;
}

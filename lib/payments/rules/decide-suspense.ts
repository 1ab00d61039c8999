/** What a person decided about money that is held: it is given to bills, or it went back to where it came from. */
import { canTake } from '@/lib/bills';
import type { Method } from '@/lib/channels/port';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { entryOf } from '@/lib/ledger';
import { noEffects, type Effects, type StepInfo } from '../effects';
import type { PaymentErrorCode, PaymentFailure } from '../errors';
import { isLive } from '../machine';
import type { InstitutionId } from '@/lib/kernel/ids';
import { attemptOf, type MoneyView, type Payment, type Suspense } from '../rows';
import type { Decision, DecisionEnv } from './decision';
import { setAside } from './decide-paid';

export type SuspenseDecision =
  | { readonly do: 'credit'; readonly bills: readonly { readonly billId: BillId; readonly amountMinor: bigint }[]; readonly number: string }
  | { readonly do: 'return'; readonly reference: string };

export interface SuspenseOutcome {
  readonly status: 'credited' | 'returned';
  /** The payment that now stands for the credited money. */
  readonly paymentId: PaymentId | null;
}

export function decideSuspense(
  view: MoneyView,
  item: Suspense,
  decision: SuspenseDecision,
  who: { institutionId: InstitutionId; actor: string; reason: string },
  env: DecisionEnv,
): Decision<Result<SuspenseOutcome, PaymentFailure>> {
  const effects = noEffects();
  const refuse = (code: PaymentErrorCode) => ({ effects: noEffects(), result: err(code) });
  if (item.status !== 'held') return refuse('payments.suspense-decided');
  const info: StepInfo = { at: env.now, actor: who.actor, evidence: `suspense:${item.id}` };
  let paymentId: PaymentId | null = null;
  if (decision.do === 'credit') {
    const refusal = whyNot(view, item, decision.bills);
    if (refusal) return refuse(refusal);
  }
  endHeldOrder(effects, view, item, info);
  if (decision.do === 'credit') paymentId = creditItem(effects, view, item, decision, who.institutionId, info, env);
  const status = decision.do === 'credit' ? ('credited' as const) : ('returned' as const);
  effects.entries.push(
    entryOf({
      key: `suspense-${status}:${item.id}`,
      kind: `suspense-${status}`,
      at: env.now,
      subjectKind: 'suspense',
      subjectId: item.id,
      currency: item.currency,
      amountMinor: item.amountMinor,
      channel: item.channel,
      memo: decision.do === 'return' ? decision.reference : item.orderNo,
    }),
  );
  const note = decision.do === 'return' ? `${who.reason} [${decision.reference}]` : who.reason;
  effects.suspenseDecided.push({ ...item, status, decidedBy: who.actor, decidedAt: env.now, note: note.slice(0, 500) });
  effects.events.push({
    type: 'suspense.decided',
    subjectId: item.id,
    payload: {
      suspenseId: item.id,
      status,
      amountMinor: item.amountMinor.toString(),
      currency: item.currency,
      channel: item.channel,
      paymentId,
    },
  });
  return { effects, result: ok({ status, paymentId }) };
}

function whyNot(view: MoneyView, item: Suspense, bills: readonly { billId: BillId; amountMinor: bigint }[]): PaymentErrorCode | null {
  if (bills.length === 0) return 'payments.no-bills';
  if (new Set(bills.map((b) => b.billId)).size !== bills.length) return 'payments.suspense-does-not-fit';
  if (bills.reduce((sum, b) => sum + b.amountMinor, 0n) !== item.amountMinor) return 'payments.suspense-does-not-fit';
  const payers = new Set<string>();
  for (const { billId, amountMinor } of bills) {
    const bill = view.bills.get(billId);
    if (!bill) return 'payments.bill-not-found';
    if (bill.heldBy !== null && bill.heldBy !== item.paymentId) return 'payments.bill-held';
    if (bill.currency !== item.currency || !canTake(bill, amountMinor)) return 'payments.suspense-does-not-fit';
    payers.add(bill.payerId);
  }
  return payers.size === 1 ? null : 'payments.mixed-payers';
}

/** The order whose amount differed can take no more money (the bank has it as paid), so it ends now, and its payment if that is still open. */
function endHeldOrder(effects: Effects, view: MoneyView, item: Suspense, info: StepInfo): void {
  const file = item.paymentId === null ? undefined : view.files.get(item.paymentId);
  const attempt = file && item.attemptId !== null ? attemptOf(file, item.attemptId) : undefined;
  if (file && attempt && item.kind === 'amount-differs' && isLive(attempt.status)) setAside(effects, file, attempt, info);
}

/** Credited money is a payment of its own, succeeded at birth: it has a number, a receipt and its allocations like any other. */
function creditItem(
  effects: Effects,
  view: MoneyView,
  item: Suspense,
  decision: Extract<SuspenseDecision, { do: 'credit' }>,
  institutionId: InstitutionId,
  info: StepInfo,
  env: DecisionEnv,
): PaymentId {
  const first = view.bills.get(decision.bills[0]!.billId)!;
  const id = env.newId('payment');
  const method: Method = env.capabilities(item.channel).method;
  const payment: Payment = {
    id,
    institutionId,
    number: decision.number,
    payerId: first.payerId,
    currency: item.currency,
    amountMinor: item.amountMinor,
    capturedMinor: item.amountMinor,
    status: 'succeeded',
    method,
    channel: item.channel,
    subject: first.title.slice(0, 60),
    payerIp: '',
    idempotencyKey: `suspense:${item.id}`,
    createdAt: info.at,
    expiresAt: info.at,
    succeededAt: info.at,
    updatedAt: info.at,
  };
  effects.newPayments.push(payment);
  effects.newParts.push(...decision.bills.map((b) => ({ paymentId: id, billId: b.billId, amountMinor: b.amountMinor })));
  effects.paymentTransitions.push({ subjectId: id, from: 'created', event: 'succeed', to: 'succeeded', ...info });
  effects.credits.push(
    ...decision.bills.map((b) => ({ billId: b.billId, paymentId: id, amountMinor: b.amountMinor, at: info.at, actor: info.actor })),
  );
  effects.events.push({
    type: 'payment.succeeded',
    subjectId: id,
    payload: {
      paymentId: id,
      number: payment.number,
      payerId: payment.payerId,
      amountMinor: payment.amountMinor.toString(),
      currency: payment.currency,
      channel: item.channel,
      method,
      attemptId: null,
      late: true,
    },
  });
  return id;
}

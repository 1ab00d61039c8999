/** Whether some bills can be paid now, and by which payment. The bills' own open amounts count; what the payer saw is only compared. */
import { allowsMethod, mayPay, openMinor, type PayableBill } from '@/lib/bills';
import { isPayable } from '@/lib/bills/model';
import type { ChannelCode, Method } from '@/lib/channels/port';
import { assert } from '@/lib/kernel/assert';
import type { BillId, ChannelAccountId, InstitutionId, PayerId, PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { plusMs } from '@/lib/kernel/time';
import { noEffects, type Effects } from '../effects';
import type { PaymentErrorCode, PaymentFailure } from '../errors';
import { isOpen } from '../machine';
import type { Attempt, MoneyView, Payment, PaymentFile, PaymentPart } from '../rows';
import { inquiryIn, SUBMITTING_PATIENCE_MS, UNSUBMITTED_PATIENCE_MS, type Decision, type DecisionEnv } from './decision';
import { newOrderNo } from './order-no';

/** The route of one attempt, as routing chose it; `document` is stored as it is. */
export interface RouteChoice {
  readonly accountId: ChannelAccountId;
  readonly channel: ChannelCode;
  readonly method: Method;
  readonly configVersion: number;
  readonly document: unknown;
}

export interface StartInput {
  readonly institutionId: InstitutionId;
  readonly idempotencyKey: string;
  readonly billIds: readonly BillId[];
  /** A part of what is open, where the bill allows one; a bill not named is paid whole. */
  readonly parts?: ReadonlyMap<BillId, bigint>;
  /** What the payer was shown; a difference is refused, it never decides anything. */
  readonly expectedMinor?: bigint;
  /** Present when a payer acts: bills of others are then not there. */
  readonly onlyPayerId?: PayerId;
  /** Whose bills that payer may pay besides their own, in the same payment: the institution's own word, read by whoever asks (A4, A5). */
  readonly alsoPayerIds?: readonly PayerId[];
  readonly payerIp: string;
  readonly actor: string;
  readonly route: RouteChoice;
  /** Our number for the payer and the clerk, reserved beforehand. */
  readonly number: string;
  /** False leaves the attempt `created`, to be submitted by submit-attempt; otherwise it is committed as `submitting`. */
  readonly submit?: boolean;
  /** The route is nobody's choice: it only serves to answer with the payment that holds the bills. Where none holds them any more, nothing is opened. */
  readonly resumeOnly?: boolean;
}

export interface Started {
  readonly paymentId: PaymentId;
  /** True when this answered with a payment that was already there: the same key, or a bill held by it. */
  readonly resumed: boolean;
  /** The attempt this call must now carry to the bank; null when resumed. */
  readonly attempt: Attempt | null;
}

const refuse = (code: PaymentErrorCode, details?: Record<string, string | number>): Decision<Result<Started, PaymentFailure>> => ({
  effects: noEffects(),
  result: err(code, details),
});
const resume = (file: PaymentFile): Decision<Result<Started, PaymentFailure>> => ({
  effects: noEffects(),
  result: ok({ paymentId: file.payment.id, resumed: true, attempt: null }),
});

const sameBody = (file: PaymentFile, input: StartInput): boolean => {
  const wanted = new Set<string>(input.billIds);
  return (
    file.parts.length === wanted.size &&
    file.parts.every((p) => wanted.has(p.billId) && (input.parts?.get(p.billId) ?? p.amountMinor) === p.amountMinor) &&
    (input.expectedMinor === undefined || input.expectedMinor === file.payment.amountMinor)
  );
};

export function decideStart(view: MoneyView, input: StartInput, env: DecisionEnv): Decision<Result<Started, PaymentFailure>> {
  const before = [...view.files.values()].find((f) => f.payment.idempotencyKey === input.idempotencyKey);
  if (before) {
    if (input.onlyPayerId && before.payment.payerId !== input.onlyPayerId) return refuse('payments.key-reused');
    return sameBody(before, input) ? resume(before) : refuse('payments.key-reused');
  }
  const ids = [...new Set(input.billIds)].sort();
  if (ids.length === 0) return refuse('payments.no-bills');
  const bills: PayableBill[] = [];
  for (const id of ids) {
    const bill = view.bills.get(id);
    if (!bill || !mayPayFor(bill, input)) return refuse('payments.bill-not-found');
    bills.push(bill);
  }
  const held = bills.find((b) => b.heldBy !== null)?.heldBy;
  if (held) {
    const holder = view.files.get(held);
    assert(holder && isOpen(holder.payment.status), 'a hold belongs to an open payment');
    return resume(holder);
  }
  const refusal = refusalOf(bills, input) ?? (input.resumeOnly ? err('payments.not-open', { status: 'none' }) : null);
  return refusal ? { effects: noEffects(), result: refusal } : open(bills, input, env);
}

const mayPayFor = ({ payerId }: PayableBill, { onlyPayerId, alsoPayerIds = [] }: StartInput): boolean =>
  !onlyPayerId || payerId === onlyPayerId || alsoPayerIds.includes(payerId);

const partOf = (bill: PayableBill, input: StartInput): bigint => input.parts?.get(bill.id) ?? openMinor(bill);

function refusalOf(bills: readonly PayableBill[], input: StartInput): ReturnType<typeof err<PaymentErrorCode>> | null {
  const first = bills[0]!;
  for (const bill of bills) {
    if (bill.status === 'paid') return err('payments.bill-already-paid', { number: bill.number });
    if (!isPayable(bill.status) || openMinor(bill) <= 0n)
      return err('payments.bill-not-payable', { number: bill.number, status: bill.status });
    if (bill.currency !== first.currency) return err('payments.mixed-currencies');
    // A payer's own choice may span the family; anybody else's payment is for one payer.
    if (!input.onlyPayerId && bill.payerId !== first.payerId) return err('payments.mixed-payers');
    if (!allowsMethod(bill, input.route.method))
      return err('payments.method-not-allowed', { number: bill.number, method: input.route.method });
    if (!mayPay(bill, partOf(bill, input))) return err('payments.part-not-allowed', { number: bill.number, least: (bill.partMinMinor ?? openMinor(bill)).toString() });
  }
  const total = bills.reduce((sum, b) => sum + partOf(b, input), 0n);
  if (input.expectedMinor !== undefined && input.expectedMinor !== total) {
    return err('payments.amount-changed', { expected: input.expectedMinor.toString(), now: total.toString() });
  }
  return null;
}

function open(bills: readonly PayableBill[], input: StartInput, env: DecisionEnv): Decision<Result<Started, PaymentFailure>> {
  const effects = noEffects();
  const first = bills[0]!;
  const { now } = env;
  const id = env.newId('payment');
  const parts: PaymentPart[] = bills.map((b) => ({ paymentId: id, billId: b.id, amountMinor: partOf(b, input) }));
  const submit = input.submit !== false;
  const payment: Payment = {
    id,
    institutionId: input.institutionId,
    number: input.number,
    // The payment is theirs who pay: its receipt, its refund and its history.
    payerId: input.onlyPayerId ?? first.payerId,
    currency: first.currency,
    amountMinor: parts.reduce((sum, p) => sum + p.amountMinor, 0n),
    capturedMinor: 0n,
    status: submit ? 'submitted' : 'created',
    method: input.route.method,
    channel: input.route.channel,
    subject: subjectOf(bills),
    payerIp: input.payerIp,
    idempotencyKey: input.idempotencyKey,
    createdAt: now,
    expiresAt: plusMs(now, env.capabilities(input.route.channel).orderLifetimeMs),
    succeededAt: null,
    updatedAt: now,
  };
  effects.newPayments.push(payment);
  effects.newParts.push(...parts);
  effects.holds.push(...parts.map((p) => ({ billId: p.billId, paymentId: id, at: now })));
  if (submit)
    effects.paymentTransitions.push({
      subjectId: id,
      from: 'created',
      event: 'submit',
      to: 'submitted',
      at: now,
      actor: input.actor,
      evidence: null,
    });
  const attempt = openAttempt(effects, payment, 1, input.route, submit, input.actor, env);
  return { effects, result: ok({ paymentId: id, resumed: false, attempt }) };
}

/** What the payer reads at the bank: the bill's title, and how many more there are. Bounded, because banks bound it. */
function subjectOf(bills: readonly PayableBill[]): string {
  const rest = bills.length > 1 ? ` 等${bills.length}项` : '';
  return `${bills[0]!.title.slice(0, 40)}${rest}`;
}

/** A new order for `payment`, with its routing decision and the inquiry that finds it again if this process dies. */
export function openAttempt(
  effects: Effects,
  payment: Payment,
  seq: number,
  route: RouteChoice,
  submit: boolean,
  actor: string,
  env: DecisionEnv,
): Attempt {
  const { now } = env;
  const capabilities = env.capabilities(route.channel);
  const attempt: Attempt = {
    id: env.newId('attempt'),
    paymentId: payment.id,
    seq,
    accountId: route.accountId,
    channel: route.channel,
    orderNo: newOrderNo(capabilities, now, env),
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    status: submit ? 'submitting' : 'created',
    presentation: null,
    channelTradeNo: null,
    createdAt: now,
    submittedAt: submit ? now : null,
    expiresAt: plusMs(now, capabilities.orderLifetimeMs),
    paidAt: null,
    settleDate: null,
    lastCode: null,
    cause: null,
    queryCount: 0,
    updatedAt: now,
  };
  effects.newAttempts.push(attempt);
  if (submit)
    effects.attemptTransitions.push({
      subjectId: attempt.id,
      from: 'created',
      event: 'submit',
      to: 'submitting',
      at: now,
      actor,
      evidence: null,
    });
  effects.inquiries.push(inquiryIn(attempt.id, 'attempt', now, submit ? SUBMITTING_PATIENCE_MS : UNSUBMITTED_PATIENCE_MS));
  effects.routes.push({
    attemptId: attempt.id,
    paymentId: payment.id,
    at: now,
    chosen: route.channel,
    configVersion: route.configVersion,
    document: JSON.stringify(route.document ?? {}),
  });
  return attempt;
}

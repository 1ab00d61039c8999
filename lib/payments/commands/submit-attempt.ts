/**
 * Carries an order to its bank: marked and committed first, then the call outside any transaction, then the answer recorded. Dying anywhere
 * in between leaves an inquiry that the sweeper finds within seconds.
 */
import type { CreateOrder, CreateOutcome, OrderRef, Presentation } from '@/lib/channels/port';
import type { AttemptId, InstitutionId } from '@/lib/kernel/ids';
import { money } from '@/lib/kernel/money';
import { crashPoint } from '@/lib/platform/crash';
import { errorText } from '@/lib/platform/log';
import { within } from '@/lib/platform/within';
import type { BankAnswer, PaymentDeps } from '../deps';
import { addEffects, applyToView, moveAttempt, movePayment, noEffects } from '../effects';
import type { ContractRef } from '../gateway';
import { attemptOf, type Attempt, type Payment } from '../rows';
import { decisionEnv, inquiryIn, SUBMITTING_PATIENCE_MS } from '../rules/decision';
import { decideSubmitted, type SubmitOutcome } from '../rules/decide-submitted';

export interface Submitted {
  readonly outcome: SubmitOutcome;
  readonly present: Presentation | null;
  readonly code: string | null;
  readonly cause: string | null;
  /** Of an order that was not waited for any longer: what its bank says in the end, already recorded; null when that could not be written down. */
  readonly late?: Promise<Submitted | null>;
}

export const contractOf = (institutionId: InstitutionId, attempt: Attempt): ContractRef => ({
  institutionId,
  accountId: attempt.accountId,
  channel: attempt.channel,
});
export const orderRefOf = (attempt: Attempt): OrderRef => ({
  orderNo: attempt.orderNo,
  amount: money(attempt.amountMinor, attempt.currency),
  createdAt: attempt.createdAt,
  ...(attempt.channelTradeNo !== null && { channelTradeNo: attempt.channelTradeNo }),
});

export const createOrderOf = (
  deps: PaymentDeps,
  institutionId: InstitutionId,
  payment: Pick<Payment, 'id' | 'subject' | 'payerIp'>,
  attempt: Attempt,
): CreateOrder => ({
  orderNo: attempt.orderNo,
  amount: money(attempt.amountMinor, attempt.currency),
  subject: payment.subject,
  createdAt: attempt.createdAt,
  expiresAt: attempt.expiresAt,
  returnUrl: deps.returnUrl(institutionId, payment.id),
  payerIp: payment.payerIp,
});

const NOTHING: Submitted = { outcome: 'already', present: null, code: null, cause: null };

/** Takes a `created` attempt (or one whose hand-over calls nobody) from wherever its process left it. Only one caller gets to submit it. */
export async function submitAttempt(deps: PaymentDeps, institutionId: InstitutionId, attemptId: AttemptId, waitMs?: number): Promise<Submitted> {
  const marked = await deps.store.transaction(institutionId, async (tx) => {
    const view = await tx.viewByAttempts([attemptId]);
    const file = [...view.files.values()][0];
    const attempt = file && attemptOf(file, attemptId);
    if (!file || !attempt) return null;
    const again = attempt.status === 'submitting' && !deps.gateway.capabilities(attempt.channel).createCallsBank;
    if (attempt.status !== 'created' && !again) return null;
    const env = decisionEnv(deps);
    const effects = noEffects();
    const info = { at: env.now, actor: 'system:submit', evidence: null };
    const sent = again ? attempt : moveAttempt(effects, attempt, 'submit', info, { submittedAt: env.now });
    if (file.payment.status === 'created') movePayment(effects, file.payment, 'submit', info);
    effects.inquiries.push(inquiryIn(attempt.id, 'attempt', env.now, SUBMITTING_PATIENCE_MS));
    await tx.apply(effects);
    return { payment: file.payment, attempt: sent };
  });
  return marked ? carryOut(deps, institutionId, marked.payment, marked.attempt, waitMs) : NOTHING;
}

/**
 * For an attempt that this very call committed (startPayments, openNextAttempt): nobody else may be submitting it. One that was handed over in
 * its own commit needs no more. With `waitMs`
 * the answer is `unknown` after that long, and stands so in the books; the call goes on by itself, and what its bank says in the end is recorded.
 */
export async function carryOut(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  payment: Pick<Payment, 'id' | 'subject' | 'payerIp'>,
  attempt: Attempt,
  waitMs?: number,
): Promise<Submitted> {
  const whole = callAndRecord(deps, institutionId, payment, attempt);
  if (waitMs === undefined) return whole;
  const inTime = await within(whole, waitMs);
  if (inTime) return inTime;
  const late = whole.catch((error: unknown) => {
    deps.log.warn('payments.late-answer-lost', { attempt: attempt.id, error: errorText(error) });
    return null;
  });
  const outcome = { certainty: 'unknown', code: 'waited', cause: 'network', retry: 'query-first' } as const;
  await record(deps, institutionId, { paymentId: payment.id, attemptId: attempt.id, outcome });
  // An answer that came while this was written down counts more.
  return (await within(late, 0)) ?? { outcome: 'unknown', present: null, code: outcome.code, cause: outcome.cause, late };
}

async function callAndRecord(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  payment: Pick<Payment, 'id' | 'subject' | 'payerIp'>,
  attempt: Attempt,
): Promise<Submitted> {
  if (attempt.presentation) return { outcome: 'accepted', present: attempt.presentation, code: null, cause: null };
  crashPoint('payments.submit.marked');
  const outcome = await callBank(deps, institutionId, payment, attempt);
  crashPoint('payments.submit.called');
  const recorded = await record(deps, institutionId, { paymentId: payment.id, attemptId: attempt.id, outcome });
  crashPoint('payments.submit.recorded');
  const refused = outcome.certainty === 'accepted' ? null : outcome;
  return {
    outcome: recorded,
    present: outcome.certainty === 'accepted' && recorded === 'accepted' ? outcome.present : null,
    code: refused?.code ?? null,
    cause: refused?.cause ?? null,
  };
}

async function callBank(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  payment: Pick<Payment, 'id' | 'subject' | 'payerIp'>,
  attempt: Attempt,
): Promise<CreateOutcome> {
  const contract = contractOf(institutionId, attempt);
  const order = createOrderOf(deps, institutionId, payment, attempt);
  const first = await deps.gateway.create(contract, order);
  if (first.certainty !== 'unknown' || first.retry !== 'same-number') return first;
  // Where the bank says so, the same number may be sent again at once. Only a clear yes counts: a second no does not make the first one certain.
  const second = await deps.gateway.create(contract, order);
  return second.certainty === 'accepted' ? second : first;
}

const record = (deps: PaymentDeps, institutionId: InstitutionId, answer: BankAnswer): Promise<SubmitOutcome> =>
  deps.recordAnswer?.(institutionId, answer) ?? recordOne(deps, institutionId, answer);

const recordOne = (deps: PaymentDeps, institutionId: InstitutionId, answer: BankAnswer): Promise<SubmitOutcome> =>
  recordManySubmitted(deps, institutionId, [answer]).then((all) => all[0]!);

/** Records the banks' answers of many orders in one transaction. */
export function recordManySubmitted(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  answers: readonly BankAnswer[],
): Promise<SubmitOutcome[]> {
  return deps.store.transaction(institutionId, async (tx) => {
    // An order that is taken, or may be, keeps its bills held; only one that is certainly dead may free them.
    const withoutBills = answers.every((a) => a.outcome.certainty === 'accepted' || a.outcome.certainty === 'unknown');
    const view = await tx.viewByPayments(
      answers.map((a) => a.paymentId),
      { withoutBills },
    );
    const env = decisionEnv(deps);
    const all = noEffects();
    const results = answers.map(({ paymentId, attemptId, outcome }): SubmitOutcome => {
      const file = view.files.get(paymentId);
      if (!file) return 'already';
      const { effects, result } = decideSubmitted(file, attemptId, outcome, 'system:submit', env);
      applyToView(view, effects);
      addEffects(all, effects);
      return result;
    });
    await tx.apply(all);
    return results;
  });
}

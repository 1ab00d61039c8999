/** What the bank's answer to `create` means for the attempt. Only what is certain ends it; a timeout is unknown. */
import type { CreateOutcome } from '@/lib/channels/port';
import { unreachable } from '@/lib/kernel/assert';
import type { AttemptId } from '@/lib/kernel/ids';
import { moveAttempt, movePayment, noEffects, type Effects, type StepInfo } from '../effects';
import { isLive } from '../machine';
import { attemptOf, type Attempt, type PaymentFile } from '../rows';
import { orderDied } from './decide-dead';
import { LEFT_TO_PERSON } from './decide-paid';
import { inquiryIn, nextAskMs, type Decision, type DecisionEnv } from './decision';

export type SubmitOutcome = 'accepted' | 'declined' | 'not-sent' | 'unknown' | 'already';

export function decideSubmitted(
  file: PaymentFile,
  attemptId: AttemptId,
  outcome: CreateOutcome,
  actor: string,
  env: DecisionEnv,
): Decision<SubmitOutcome> {
  const effects = noEffects();
  const attempt = attemptOf(file, attemptId);
  // A callback or the sweeper was quicker and already knows the end: an older answer changes nothing.
  if (!attempt || !isLive(attempt.status) || attempt.lastCode === LEFT_TO_PERSON) return { effects, result: 'already' };
  const info: StepInfo = {
    at: env.now,
    actor,
    evidence: outcome.certainty === 'accepted' ? 'create' : `create:${outcome.code}`.slice(0, 120),
  };
  switch (outcome.certainty) {
    case 'accepted':
      return accepted(effects, file, attempt, outcome, info, env);
    // The bank already has this number: whatever is there may be paid, so it is not dead.
    case 'declined':
      if (outcome.cause === 'duplicate-order') return unclear(effects, file, attempt, outcome, info, env);
      orderDied(effects, file, attempt, 'decline', info, env, { lastCode: outcome.code, cause: outcome.cause });
      return { effects, result: 'declined' };
    case 'not-sent':
      if (attempt.status === 'accepted') return { effects, result: 'already' };
      orderDied(effects, file, attempt, 'not-send', info, env, { lastCode: outcome.code, cause: outcome.cause });
      return { effects, result: 'not-sent' };
    case 'unknown':
      return unclear(effects, file, attempt, outcome, info, env);
    default:
      return unreachable(outcome);
  }
}

function accepted(
  effects: Effects,
  file: PaymentFile,
  attempt: Attempt,
  outcome: Extract<CreateOutcome, { certainty: 'accepted' }>,
  info: StepInfo,
  env: DecisionEnv,
): Decision<SubmitOutcome> {
  const change = { presentation: outcome.present, ...(outcome.channelTradeNo && { channelTradeNo: outcome.channelTradeNo }) };
  if (attempt.status === 'accepted') effects.attempts.push({ ...attempt, ...change, updatedAt: info.at });
  else moveAttempt(effects, attempt, 'accept', info, change);
  if (file.payment.status === 'unknown') movePayment(effects, file.payment, 'clear', info);
  effects.inquiries.push(firstInquiry(attempt, env));
  return { effects, result: 'accepted' };
}

function unclear(
  effects: Effects,
  file: PaymentFile,
  attempt: Attempt,
  outcome: Exclude<CreateOutcome, { certainty: 'accepted' }>,
  info: StepInfo,
  env: DecisionEnv,
): Decision<SubmitOutcome> {
  if (attempt.status === 'submitting') moveAttempt(effects, attempt, 'lose-sight', info, { lastCode: outcome.code, cause: outcome.cause });
  if (file.payment.status === 'submitted' && attempt.status === 'submitting') {
    movePayment(effects, file.payment, 'lose-sight', info);
    effects.events.push({
      type: 'payment.unknown',
      subjectId: file.payment.id,
      payload: { paymentId: file.payment.id, channel: attempt.channel },
    });
  }
  effects.inquiries.push(firstInquiry(attempt, env));
  return { effects, result: 'unknown' };
}

const firstInquiry = (attempt: Attempt, env: DecisionEnv) =>
  inquiryIn(attempt.id, 'attempt', env.now, nextAskMs(env.capabilities(attempt.channel).queryScheduleMs, 0, false, env.jitter(), env.floorMs(attempt.channel)));

/**
 * Makes certain that an order can take no more money, at the bank first: closed there, or found paid, or found dead. What cannot be made certain
 * stays as it is; the caller must not open another order then.
 */
import type { AttemptId, InstitutionId } from '@/lib/kernel/ids';
import type { PaymentDeps } from '../deps';
import { noEffects } from '../effects';
import type { ChannelEvidence } from '../evidence';
import { isLive } from '../machine';
import { attemptOf, type Attempt } from '../rows';
import { orderDied } from '../rules/decide-dead';
import { decisionEnv } from '../rules/decision';
import { applyChannelOutcomes } from './apply-channel-outcomes';
import { contractOf, orderRefOf } from './submit-attempt';

/** What the bank says about an order we want dead, as evidence. Outside any transaction. */
export async function closeAtBank(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  attempt: Attempt,
  options: { keepPayment?: boolean; tries?: number } = {},
): Promise<ChannelEvidence> {
  const contract = contractOf(institutionId, attempt);
  const base = { channel: attempt.channel, orderNo: attempt.orderNo, reference: attempt.id, ...options };
  if (deps.gateway.capabilities(attempt.channel).close === 'supported') {
    const closed = await deps.gateway.close(contract, orderRefOf(attempt));
    if (closed.certainty === 'closed') return { ...base, source: 'close', fact: { state: 'closed' } };
  }
  return { ...base, source: 'query', fact: await deps.gateway.query(contract, orderRefOf(attempt)) };
}

/** Ends an order that was never submitted; somebody else may have submitted it meanwhile, so it is looked at under its lock. */
export async function abandonAttempt(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  attemptId: AttemptId,
  options: { keepPayment: boolean },
): Promise<void> {
  await deps.store.transaction(institutionId, async (tx) => {
    const file = [...(await tx.viewByAttempts([attemptId])).files.values()][0];
    const attempt = file && attemptOf(file, attemptId);
    if (!file || attempt?.status !== 'created') return;
    const env = decisionEnv(deps);
    const effects = noEffects();
    orderDied(effects, file, attempt, 'close', { at: env.now, actor: 'system:abandon', evidence: 'never submitted' }, env, options);
    await tx.apply(effects);
  });
}

/** Ends one live order; true when it is certainly dead now, or paid. */
export async function endOrder(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  attempt: Attempt,
  options: { keepPayment: boolean },
): Promise<boolean> {
  if (attempt.status === 'created') await abandonAttempt(deps, institutionId, attempt.id, options);
  else await applyChannelOutcomes(deps, institutionId, [await closeAtBank(deps, institutionId, attempt, options)]);
  const after = await deps.store.read(institutionId, (tx) => tx.viewByAttempts([attempt.id]));
  const now = [...after.files.values()].flatMap((f) => f.attempts).find((a) => a.id === attempt.id);
  return now !== undefined && !isLive(now.status);
}

/** What is done about an order whose end is not known: submit it, ask the bank, close it there, or nothing. Pure. */
import { isLive, isOpen } from '../machine';
import type { Attempt, PaymentFile } from '../rows';
import type { DecisionEnv } from './decision';
import { LEFT_TO_PERSON } from './decide-paid';
import { isWithheld } from './withhold';

export type InquiryStep =
  /** It has its end: the inquiry is over. */
  | 'drop'
  /** It never left us, or handing it over calls nobody: its process died, this one goes on. */
  | 'submit'
  /** It never left us and its time is over. */
  | 'abandon'
  | 'query'
  /** Its time is over, or its payment is: it must stop being payable at the bank before it is closed here. */
  | 'close';

export function decideInquiry(file: PaymentFile, attempt: Attempt, env: DecisionEnv): InquiryStep {
  const capabilities = env.capabilities(attempt.channel);
  if (isWithheld(attempt)) return capabilities.close === 'supported' && env.now < attempt.expiresAt ? 'close' : 'drop';
  if (!isLive(attempt.status) || attempt.lastCode === LEFT_TO_PERSON) return 'drop';
  const wanted = isOpen(file.payment.status) && env.now < attempt.expiresAt;
  if (attempt.status === 'created') return wanted ? 'submit' : 'abandon';
  if (attempt.status === 'submitting' && !capabilities.createCallsBank && wanted) return 'submit';
  return !wanted && capabilities.close === 'supported' ? 'close' : 'query';
}

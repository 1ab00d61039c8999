/** What the commands of the money path need from outside; production fills it once (production-deps.ts), the simulation per process. */
import type { CreateOutcome } from '@/lib/channels/port';
import type { AttemptId, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import type { Clock, Random } from '@/lib/kernel/ports';
import type { Log } from '@/lib/platform/log';
import type { ChannelGateway } from './gateway';
import type { InquiryPace } from './pace';
import type { SubmitOutcome } from './rules/decide-submitted';
import type { MoneyStore } from './store';

/** What a bank said to `create`. */
export interface BankAnswer {
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly outcome: CreateOutcome;
}

export interface PaymentDeps {
  readonly store: MoneyStore;
  readonly gateway: ChannelGateway;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** How fast banks may be asked; where it is missing, as fast as wanted. */
  readonly pace?: InquiryPace;
  /** Records one bank's answer together with those of its neighbours in time (shared commit); where it is missing, each commits alone. */
  readonly recordAnswer?: (institutionId: InstitutionId, answer: BankAnswer) => Promise<SubmitOutcome>;
  /** Where a bank sends the payer's browser afterwards; arriving there proves nothing. */
  returnUrl(institutionId: InstitutionId, paymentId: PaymentId): string;
}

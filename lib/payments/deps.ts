/** What the commands of the money path need from outside; production fills it once (production-deps.ts), the simulation per process. */
import type { InstitutionId, PaymentId } from '@/lib/kernel/ids';
import type { Clock, Random } from '@/lib/kernel/ports';
import type { Log } from '@/lib/platform/log';
import type { ChannelGateway } from './gateway';
import type { MoneyStore } from './store';

export interface PaymentDeps {
  readonly store: MoneyStore;
  readonly gateway: ChannelGateway;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where a bank sends the payer's browser afterwards; arriving there proves nothing. */
  returnUrl(institutionId: InstitutionId, paymentId: PaymentId): string;
}

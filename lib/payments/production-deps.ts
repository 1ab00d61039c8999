/** The money path as it runs in web and worker processes: real store, banks, clock and randomness. One per process. */
import { createNet } from '@/lib/channels';
import { assert } from '@/lib/kernel/assert';
import type { InstitutionId } from '@/lib/kernel/ids';
import { createBatcher } from '@/lib/platform/batcher';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import { insideTransaction } from '@/lib/platform/tx';
import { createChannelGateway } from './channel-gateway';
import { recordManySubmitted } from './commands/submit-attempt';
import type { BankAnswer, PaymentDeps } from './deps';
import { createPace } from './pace';
import { createPgStore } from './pg-store';
import type { SubmitOutcome } from './rules/decide-submitted';

let made: PaymentDeps | undefined;

export function paymentDeps(): PaymentDeps {
  made ??= make();
  return made;
}

function make(): PaymentDeps {
  const log = createLog({ module: 'payments' });
  const net = createNet({ guard: () => assert(!insideTransaction(), 'a bank was called inside a transaction') });
  const ports = { net, clock: systemClock, random: systemRandom, log };
  const deps: PaymentDeps = {
    ...ports,
    store: createPgStore(systemClock),
    gateway: createChannelGateway(ports),
    pace: createPace(),
    returnUrl: (_institutionId, paymentId) => `${env().publicUrl}/pay/return/${paymentId}`,
  };
  return { ...deps, recordAnswer: sharedRecorder(deps) };
}

interface Told {
  readonly institutionId: InstitutionId;
  readonly answer: BankAnswer;
}

/** Banks answer many orders in one moment; one commit records them. Nobody is turned away here: what a bank answered must be written down. */
function sharedRecorder(deps: PaymentDeps): NonNullable<PaymentDeps['recordAnswer']> {
  const record = createBatcher<Told, SubmitOutcome>({
    max: 128,
    waitingMax: Number.MAX_SAFE_INTEGER,
    keyOf: (told) => told.institutionId,
    run: (told) =>
      recordManySubmitted(
        deps,
        told[0]!.institutionId,
        told.map((t) => t.answer),
      ),
  });
  return (institutionId, answer) => record({ institutionId, answer });
}

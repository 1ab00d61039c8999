/** The money path as it runs in web and worker processes: real store, banks, clock and randomness. One per process. */
import { createNet } from '@/lib/channels';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import { insideTransaction } from '@/lib/platform/tx';
import { assert } from '@/lib/kernel/assert';
import { createChannelGateway } from './channel-gateway';
import type { PaymentDeps } from './deps';
import { createPgStore } from './pg-store';

let made: PaymentDeps | undefined;

export function paymentDeps(): PaymentDeps {
  made ??= make();
  return made;
}

function make(): PaymentDeps {
  const log = createLog({ module: 'payments' });
  const net = createNet({ guard: () => assert(!insideTransaction(), 'a bank was called inside a transaction') });
  const ports = { net, clock: systemClock, random: systemRandom, log };
  return {
    ...ports,
    store: createPgStore(systemClock),
    gateway: createChannelGateway(ports),
    returnUrl: (_institutionId, paymentId) => `${env().publicUrl}/pay/return/${paymentId}`,
  };
}

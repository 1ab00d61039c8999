/** What issuing needs from outside: a network, a clock, and the provider of this installation. */
import { createNet } from '@/lib/channels';
import type { Net } from '@/lib/channels/port';
import type { Clock } from '@/lib/kernel/ports';
import { systemClock } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { insideTransaction } from '@/lib/platform/tx';
import type { InvoiceProvider } from './provider';
import { sandboxProvider } from './providers/sandbox';

export interface InvoiceDeps {
  readonly net: Net;
  readonly clock: Clock;
  /** Null: electronic invoices are not offered here. */
  readonly provider: InvoiceProvider | null;
}

let made: InvoiceDeps | undefined;

/** Outside production the sandbox's tax office; in production the provider that an installation adds to providers/ and names here. */
export function invoiceDeps(): InvoiceDeps {
  const { BAFANG_ENV, SANDBOX_BANK_URL } = env();
  made ??= {
    net: createNet({ guard: () => { if (insideTransaction()) throw new Error('network inside a transaction'); } }),
    clock: systemClock,
    provider: BAFANG_ENV !== 'production' && SANDBOX_BANK_URL ? sandboxProvider(SANDBOX_BANK_URL) : null,
  };
  return made;
}

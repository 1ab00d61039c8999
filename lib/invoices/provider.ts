/**
 * The port to whoever issues electronic invoices (a tax office's platform, or a service in front of it). One file per provider in providers/.
 * `issue` is idempotent by serial at the provider; what an answer does not say for certain is `unknown`, and is asked again, never taken for a no.
 */
import type { Net } from '@/lib/channels/port';
import type { Money } from '@/lib/kernel/money';
import type { Instant } from '@/lib/kernel/time';

export interface InvoiceOrder {
  /** Ours, unique for ever. */
  readonly serial: string;
  readonly kind: 'blue' | 'red';
  /** The provider's number of the invoice that a red letter corrects. */
  readonly corrects: string | null;
  readonly seller: { readonly name: string; readonly code: string };
  readonly buyer: { readonly title: string; readonly taxNo: string };
  /** Always positive; the kind says in which direction. */
  readonly amount: Money;
  readonly subject: string;
}

export type ProviderAnswer =
  | { readonly state: 'issued'; readonly code: string; readonly number: string; readonly issuedAt: Instant }
  | { readonly state: 'processing' }
  | { readonly state: 'declined'; readonly reason: string }
  /** The provider certainly does not know this serial. */
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

export interface InvoiceProvider {
  readonly name: string;
  issue(net: Net, order: InvoiceOrder): Promise<ProviderAnswer>;
  query(net: Net, serial: string): Promise<ProviderAnswer>;
  /** The document (PDF) of an issued one; null when it cannot be had now. */
  document(net: Net, serial: string): Promise<Uint8Array<ArrayBuffer> | null>;
}

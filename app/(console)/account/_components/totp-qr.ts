import QRCode from 'qrcode';
import type { TotpTicket } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';

export type TotpTicketView = TotpTicket & { readonly qr: string };

/** Adds the ticket's QR as an SVG data address: the secret never goes into an address of ours. */
export function withQr<A extends readonly unknown[]>(
  begin: (...args: A) => Promise<Result<TotpTicket>>,
): (...args: A) => Promise<Result<TotpTicketView>> {
  return async (...args) => {
    const result = await begin(...args);
    if (!result.ok) return result;
    const svg = await QRCode.toString(result.value.uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
    return ok({ ...result.value, qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` });
  };
}

/** Whom an invoice is made out to: personal, so sealed at rest; shown masked except to the payer who typed it, who knows it. */
import { z } from 'zod';
import { openText, seal } from '@/lib/platform/crypto';

export interface Buyer {
  readonly title: string;
  readonly taxNo: string;
}
const schema = z.object({ title: z.string(), taxNo: z.string() });
const place = (invoiceId: string): string => `invoice/buyer/${invoiceId}`;

export const sealBuyer = (invoiceId: string, { title, taxNo }: Buyer) => seal(place(invoiceId), JSON.stringify({ title, taxNo }));
export const openBuyer = (invoiceId: string, sealed: Uint8Array): Buyer => schema.parse(JSON.parse(openText(place(invoiceId), sealed)));

/** 阳光科技有限公司 → 阳光…公司, 李小明 → 李… */
export function maskBuyer(title: string): string {
  const letters = [...title];
  return letters.length > 6 ? `${letters.slice(0, 2).join('')}…${letters.slice(-2).join('')}` : `${letters[0] ?? ''}…`;
}

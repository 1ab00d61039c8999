/** The paper receipt, made only when somebody asks: the PDF library is large and the fast lane never needs it. */
import type { Locale } from '@/i18n/locale';
import type { ReceiptPage } from './receipt-view';

export async function renderReceipt(receipt: ReceiptPage, locale: Locale): Promise<Uint8Array<ArrayBuffer>> {
  const { receiptPdf } = await import('./receipt-pdf');
  return receiptPdf(receipt, locale);
}

/** The paper receipt, made only when somebody asks: the PDF library is large and the fast lane never needs it. */
import type { Locale } from '@/i18n/locale';
import { turnstile } from '@/lib/platform/turnstile';
import type { ReceiptPage } from './receipt-view';

export async function renderReceipt(receipt: ReceiptPage, locale: Locale): Promise<Uint8Array<ArrayBuffer> | null> {
  const { receiptPdf } = await import('./receipt-pdf');
  return admit(() => receiptPdf(receipt, locale));
}

/** Anybody with one code may ask as often as they like; making papers must not keep payments waiting. Null: too many wait already. */
const admit = turnstile(2, 60);

/** The code a payer scans with the phone: its text, and back. */
import type { Order } from '../../bank/types';

export const qrCode = (order: Order): string => `https://qr.alipay.com/bax${order.token}`;
export const tokenIn = (text: string): string | null => /([0-9a-f]{20})$/.exec(text)?.[1] ?? null;

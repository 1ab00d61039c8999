/** Whom a transfer goes to: sealed at rest, shown in full only to who decides about it or makes it. */
import { macOf, openText, seal } from '@/lib/platform/crypto';
import { canonical } from '@/lib/platform/idempotency';
import { payeeSchema, type Payee } from './model';

const place = (refundId: string) => `refund/payee_sealed/${refundId}`;
export const sealPayee = (refundId: string, payee: Payee): Uint8Array<ArrayBuffer> => seal(place(refundId), JSON.stringify(payee));
export const openPayee = (refundId: string, sealed: Uint8Array): Payee => payeeSchema.parse(JSON.parse(openText(place(refundId), sealed)));
/** `张* · 工商银行 · …4321` */
export const hintOf = (payee: Payee): string => `${[...payee.holder][0]}* · ${payee.bank} · …${payee.number.slice(-4)}`;
export const printOf = (payee: Payee): string => macOf('refund-payee', canonical(payee)).toString('hex');

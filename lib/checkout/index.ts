/** Server door of checkout: the payer finds, chooses, pays and follows. Knows nothing of Next: the fast lane uses it too. */
export { pay } from './commands/pay';
export { switchRoute } from './commands/switch-route';
export { abandonPayment } from './commands/abandon-payment';
export { accountView, type AccountView } from './account-view';
export { actFor, togetherView, type TogetherView } from './together';
export { methodsFor } from './methods-for';
export { owedView, type OwedView } from './owed-view';
export { paidBefore, paymentBegun, paymentOfBills, paymentPulse, paymentStatus } from './payment-status';
export { institutionBySlug } from './institution-brief';
export {
  accountCookie, accountCookieName, addPass, keepTogetherCookieName, makeAccountPass, makePass, makePhoneCode, passCookie, passCookieName, provenPasses, provenPassesCookieName, readAccountPass, readPhoneCode, withoutPass, type PayerScope,
} from './payer-pass';
export { openLink, resolvePayer, enterByLink } from './resolve-payer';
export { receiptPage, type ReceiptPage } from './receipt-view';
export { qrPath } from './qr-path';
export { renderReceipt } from './render-receipt';
export type { CheckoutFailure } from './errors';

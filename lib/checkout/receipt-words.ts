/** The words on the paper receipt. Beside the code and not in messages/, because the paper is made by a library outside the pages. */
import type { Locale } from '@/i18n/locale';

const zh = {
  title: '电子收据',
  payer: '付款人',
  paidAt: '付款时间',
  channel: '付款渠道',
  tradeNo: '渠道流水号',
  paymentNumber: '支付单号',
  paymentCode: '转账缴费码',
  total: '合计',
  capitals: '金额（大写）',
  verify: '扫码验证真伪',
  verifyHow: '任何人扫描二维码或打开下方网址，都能核对收据的金额与状态，无需登录。',
  noSeal: '本收据由系统开具，以验证页面显示为准；不作为税务发票。',
};
export type ReceiptWords = Readonly<Record<keyof typeof zh, string>>;

const en: ReceiptWords = {
  title: 'Receipt',
  payer: 'Payer',
  paidAt: 'Paid at',
  channel: 'Paid with',
  tradeNo: 'Bank reference',
  paymentNumber: 'Payment',
  paymentCode: 'Code for bank transfers',
  total: 'Total',
  capitals: 'In capital numerals',
  verify: 'Scan to verify',
  verifyHow: 'Anybody can check the amount and the state of this receipt here, without signing in.',
  noSeal: 'Issued by the system; the verification page is authoritative. Not a tax invoice.',
};

export const RECEIPT_WORDS: Readonly<Record<Locale, ReceiptWords>> = { 'zh-CN': zh, en };

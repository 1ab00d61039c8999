import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { qrPath } from './qr-path';
import { receiptPdf } from './receipt-pdf';
import type { ReceiptPage } from './receipt-view';

const receipt: ReceiptPage = {
  institution: { slug: 'sunshine', nameZh: '阳光幼儿园', nameEn: 'Sunshine Kindergarten', timeZone: 'Asia/Shanghai' },
  number: 'R0000000042',
  verifyCode: '0123456789ABCDEFGHJKMNPQR',
  verifyUrl: 'https://pay.example/receipt/0123456789ABCDEFGHJKMNPQR',
  paymentCode: '8800 0000 0197',
  paymentNumber: 'P0000000042',
  payer: { number: '*****001', name: '欧阳**' },
  amount: { minor: '128000', currency: 'CNY' },
  capitals: '壹仟贰佰捌拾元整',
  refunded: { minor: '0', currency: 'CNY' },
  channel: 'wechat',
  channelTradeNo: '4200002026',
  paidAt: '2026-11-22T05:02:41.000Z',
  issuedAt: '2026-11-22T05:02:42.000Z',
  lines: [{ number: 'B202611000001', titleZh: '每月保教费', titleEn: 'Monthly fees', amount: { minor: '128000', currency: 'CNY' } }],
};

/** The text that the fonts' own maps give back: what copying from a reader would give. */
function textOf(pdf: Uint8Array): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
}
const hasPdftotext = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.runIf(hasPdftotext)('the receipt on paper says in Chinese what was paid, to whom, and in capital numerals', async () => {
  const text = textOf(await receiptPdf(receipt, 'zh-CN'));
  for (const word of [
    '电子收据',
    '阳光幼儿园',
    '欧阳**',
    '每月保教费',
    '¥1,280.00',
    '人民币壹仟贰佰捌拾元整',
    '微信支付',
    '2026-11-22 13:02:41',
    receipt.verifyUrl,
  ]) {
    expect(text).toContain(word);
  }
  // A line that breaks inside a Chinese sentence has no hyphen at its end.
  expect(text).not.toMatch(/[，、。\p{Script=Han}]-\s/u);
});

test('fonts are embedded as subsets, so that the paper looks alike everywhere and stays small', async () => {
  const pdf = Buffer.from(await receiptPdf(receipt, 'en'));
  expect(pdf.length).toBeLessThan(60_000);
  const raw = pdf.toString('latin1');
  expect(raw).toMatch(/\/FontFile[23]/);
  // Six capitals and a plus before the name mark a subset.
  expect(raw).toMatch(/\/BaseFont \/[A-Z]{6}\+NotoSansSC/);
});

test('the code is drawn with its quiet zone inside the square', () => {
  const { size, path } = qrPath(receipt.verifyUrl);
  const corners = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(
    ([, x, y, length]) => [Number(x), Number(y), Number(x) + Number(length)] as const,
  );
  expect(Math.min(...corners.map(([x]) => x), ...corners.map(([, y]) => y))).toBe(4);
  expect(Math.max(...corners.map(([, , end]) => end))).toBe(size - 4);
});

/**
 * Amounts in capital numerals (大写), by the rules for cheques and receipts (《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》):
 * one 零 for zeros between digits, none before 万 or 元 when a group ends in zeros unless the next one starts with a zero digit,
 * 整 after 元 or 角, never after 分.
 */
import { assert } from '@/lib/kernel/assert';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];
const MAX_FEN = 10n ** 18n;

/** @param fen whole fen, not negative, below 10¹⁶ yuan; the answer has no currency prefix (人民币 stands before it on paper) */
export function capitalNumerals(fen: bigint): string {
  assert(fen >= 0n && fen < MAX_FEN, 'this amount cannot be written in capital numerals');
  if (fen === 0n) return '零元整';
  const yuan = fen / 100n;
  const jiao = Number((fen / 10n) % 10n);
  const cent = Number(fen % 10n);
  const whole = yuan === 0n ? '' : `${wholeNumerals(yuan)}元`;
  if (jiao === 0 && cent === 0) return `${whole}整`;
  if (cent === 0) return `${whole}${DIGITS[jiao]!}角整`;
  const tens = jiao === 0 ? (whole === '' ? '' : '零') : `${DIGITS[jiao]!}角`;
  return `${whole}${tens}${DIGITS[cent]!}分`;
}

function wholeNumerals(yuan: bigint): string {
  const digits = yuan.toString().padStart(Math.ceil(yuan.toString().length / 4) * 4, '0');
  let text = '';
  let zero = false;
  for (let start = 0; start < digits.length; start += 4) {
    const group = digits.slice(start, start + 4);
    const name = GROUPS[(digits.length - start) / 4 - 1]!;
    for (let i = 0; i < 4; i++) {
      const digit = Number(group[i]);
      // A run of zeros is read once, and only when something follows it.
      if (digit === 0) {
        zero = text !== '';
        continue;
      }
      text += `${zero ? '零' : ''}${DIGITS[digit]!}${PLACES[3 - i]!}`;
      zero = false;
    }
    if (group !== '0000') {
      // 万 of 万亿 does not carry its own 亿 when the 亿 group follows with digits.
      text += name === '万亿' && digits.slice(start + 4, start + 8) !== '0000' ? '万' : name;
    }
  }
  return text;
}

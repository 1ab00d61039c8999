/**
 * The payer's payment code (A8): what a plain bank transfer carries so that its money finds the right bills. Ten digits and two check digits
 * by ISO 7064 MOD 97-10 (as in IBAN and LEI), which find every single wrong digit and every pair of neighbours swapped. No letters, because
 * bank counters and memo fields mangle them. Not a secret.
 */
import { assert } from '@/lib/kernel/assert';

const FIRST = 8_800_000_000n;
const LAST = 9_999_999_999n;

/** `serial`: the institution's own counter, from 1. */
export function makePaymentCode(serial: bigint): string {
  const body = FIRST + serial;
  assert(serial > 0n && body <= LAST, 'payment codes of this institution are used up');
  // The number with its check digits behind it leaves 1 when divided by 97.
  const check = 98n - ((body * 100n) % 97n);
  return `${body}${check.toString().padStart(2, '0')}`;
}

/** True for a code we could have given; spaces and dashes as people write them are overlooked. */
export function isPaymentCode(text: string): boolean {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{12}$/.test(digits) && BigInt(digits) % 97n === 1n && BigInt(digits.slice(0, 10)) > FIRST;
}

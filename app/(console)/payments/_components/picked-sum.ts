import { parseDecimal, type Currency } from '@/lib/kernel/money';

/** Amounts as typed, added up; what is not an amount yet counts as nothing. */
export const sumOf = (picked: readonly { readonly typed: string }[], currency: Currency): bigint => picked.reduce((sum, { typed }) => {
  const amount = parseDecimal(typed, currency);
  return amount.ok ? sum + amount.value.minor : sum;
}, 0n);

/** 滞纳金: what being late costs. Pure; the bills module says when it is final and writes it as a bill of its own. */
import { money, scale, type Currency } from '@/lib/kernel/money';
import { addDays, type BusinessDate } from '@/lib/kernel/time';
import type { LateFee, PriceStep } from './model';

export interface LateCharge {
  readonly amountMinor: bigint;
  readonly step: Extract<PriceStep, { kind: 'late-fee' }>;
  /** More days cost nothing more. */
  readonly capped: boolean;
}

/** The fee on `owedMinor` that was due on `dueDate` and paid (or looked at) on `until`; null within the days of grace. Days of grace are not charged. */
export function lateFeeOf(rule: LateFee, owedMinor: bigint, dueDate: BusinessDate, until: BusinessDate, currency: Currency): LateCharge | null {
  const free = addDays(dueDate, rule.graceDays);
  let days = 0;
  const cap = scale(money(owedMinor, currency), BigInt(rule.capBps), 10_000n).minor;
  const feeFor = (n: number) => scale(money(owedMinor, currency), BigInt(rule.dailyBps) * BigInt(n), 10_000n).minor;
  for (let day = free; day < until; day = addDays(day, 1)) {
    days++;
    // Days beyond the cap need not be counted.
    if (feeFor(days) >= cap) break;
  }
  const wanted = feeFor(days);
  const capped = days > 0 && wanted >= cap;
  const amountMinor = capped ? cap : wanted;
  if (amountMinor <= 0n) return null;
  return {
    amountMinor, capped,
    step: { kind: 'late-fee', days, dailyBps: rule.dailyBps, ofMinor: owedMinor.toString(), capped, amountMinor: amountMinor.toString() },
  };
}

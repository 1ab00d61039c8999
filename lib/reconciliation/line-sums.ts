/** What a file's lines add up to, counted while they are read: a million lines need not be read again for five figures. */
import { z } from 'zod';
import type { StatementRow } from '@/lib/statements';

type LineKind = 'unsettled' | 'money' | 'other';

interface KindSum {
  readonly currency: string;
  readonly kind: LineKind;
  lines: number;
  payments: bigint;
  payment_fees: bigint;
  refunds: bigint;
  refund_fees: bigint;
}

export class LineSums {
  private readonly sums: KindSum[] = [];
  private last: KindSum | null = null;

  add(row: StatementRow, settled: boolean): void {
    const kind: LineKind = !settled ? 'unsettled' : row.type === 'payment' || row.type === 'refund' ? 'money' : 'other';
    const sum = this.last?.kind === kind && this.last.currency === row.currency ? this.last : this.of(row.currency, kind);
    this.last = sum;
    sum.lines++;
    if (row.direction === 'credit') {
      sum.payments += row.amountMinor;
      if (row.feeMinor !== null) sum.payment_fees += row.feeMinor;
    } else {
      sum.refunds += row.amountMinor;
      if (row.feeMinor !== null) sum.refund_fees += row.feeMinor;
    }
  }

  private of(currency: string, kind: LineKind): KindSum {
    const known = this.sums.find((one) => one.currency === currency && one.kind === kind);
    if (known) return known;
    const made: KindSum = { currency, kind, lines: 0, payments: 0n, payment_fees: 0n, refunds: 0n, refund_fees: 0n };
    this.sums.push(made);
    return made;
  }

  /** As it is kept beside the file's summary: amounts as text. */
  toJson(): readonly Readonly<Record<string, string | number>>[] {
    return this.sums.map((s) => ({
      currency: s.currency, kind: s.kind, lines: s.lines, payments: s.payments.toString(), payment_fees: s.payment_fees.toString(), refunds: s.refunds.toString(),
      refund_fees: s.refund_fees.toString(),
    }));
  }
}

const whole = z.string().regex(/^-?\d{1,30}$/).transform((text) => BigInt(text));
const kept = z.object({
  sums: z.array(z.object({
    currency: z.string(), kind: z.enum(['unsettled', 'money', 'other']), lines: z.number().int(), payments: whole, payment_fees: whole, refunds: whole, refund_fees: whole,
  })),
});

/** Null for a file that was staged before sums were kept. */
export function keptSums(summary: unknown): readonly KindSum[] | null {
  const read = kept.safeParse(summary);
  return read.success ? read.data.sums : null;
}

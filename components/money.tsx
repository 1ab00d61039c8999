import { useTranslations } from 'next-intl';
import type { MoneyWire } from '@/lib/kernel/money';
import { cn } from './class-names';
import { moneyParts } from './money-format';

export interface MoneyProps {
  value: MoneyWire;
  /** Why the money goes out: `refund` writes 退, `payment` writes 付, `fee` writes 费. A minus sign stands before the amount. */
  outgoing?: 'refund' | 'payment' | 'fee';
  /** `start` inside sentences; `end` (default) in columns. */
  align?: 'start' | 'end';
  className?: string;
}

/** An amount: right-aligned, tabular, the currency sign lighter than the digits; never told apart by colour. */
export function Money({ value, outgoing, align = 'end', className }: MoneyProps) {
  const t = useTranslations('common');
  const parts = moneyParts(value);
  const minus = outgoing !== undefined || parts.negative;
  const plain = minus && !parts.plain.startsWith('-') ? `-${parts.plain}` : parts.plain;
  return (
    <span className={cn('inline-flex items-baseline gap-1 whitespace-nowrap tabular-nums', align === 'end' && 'justify-end text-right', className)}>
      {outgoing && <span className="text-[0.7em] font-normal text-ink-2">{t(`money.${outgoing}`)}</span>}
      <span data-plain={plain}>
        {minus && '−'}
        <span className="font-normal text-ink-3">{parts.sign}</span>
        {parts.digits}
      </span>
    </span>
  );
}

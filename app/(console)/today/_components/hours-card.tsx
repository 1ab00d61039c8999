'use client';

import { useTranslations } from 'next-intl';
import { BarChart } from '@/components/charts';
import { moneyText } from '@/components/money-format';
import { Card } from '@/components/ui/card';
import { toWire, parseDecimal, toDecimal, fromWire } from '@/lib/kernel/money';
import type { TodayView } from '@/lib/reports/model';

/** Money per hour of the day. A chart draws with floats; the amounts beside it stay exact. */
export function HoursCard({ today }: { today: TodayView }) {
  const t = useTranslations('today');
  const { currency } = today.collected.amount;
  if (today.hours.length === 0) return null;
  const format = (major: number) => {
    const amount = parseDecimal(major.toFixed(2), currency);
    return amount.ok ? moneyText(toWire(amount.value)) : String(major);
  };
  const points = Array.from({ length: 24 }, (_, hour) => {
    const found = today.hours.find((one) => one.hour === hour);
    return { x: `${String(hour).padStart(2, '0')}:00`, values: { collected: found ? Number.parseFloat(toDecimal(fromWire(found.amount))) : 0 } };
  });
  return (
    <Card>
      <BarChart title={t('hours.title')} sentence={t('hours.sentence')} series={[{ key: 'collected', label: t('collected.label') }]} points={points} format={format} height={160} />
    </Card>
  );
}

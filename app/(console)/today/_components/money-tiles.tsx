import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { Stat } from '@/components/ui/stat';
import type { TodayView } from '@/lib/reports/model';

/** What we have, what came in today, what should have come. */
export function MoneyTiles({ today }: { today: TodayView }) {
  const t = useTranslations('today');
  const { balance, collected, due } = today;
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {balance && (
        <Stat
          label={t('balance.label')} value={<Money value={balance.total} align="start" />} href="/ledger"
          note={t('balance.note', { bank: moneyText(balance.bank), clearing: moneyText(balance.clearing) })}
        />
      )}
      <Stat
        label={t('collected.label')} value={<Money value={collected.amount} align="start" />} href={`/payments?status=succeeded&day=${today.day}`}
        note={[t('collected.count', { count: collected.count }), ...(collected.refunded.minor === '0' ? [] : [t('collected.refunded', { amount: moneyText(collected.refunded) })])].join(' · ')}
      />
      <Stat label={t('due.label')} value={<Money value={due.open} align="start" />} href="/bills?open=1" note={t('due.count', { count: due.count })} />
    </div>
  );
}

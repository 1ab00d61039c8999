import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Stat } from '@/components/ui/stat';
import type { AgeBucket, SuspenseAgeing } from '@/lib/payments/model';

/** How much money has been held for how long; each bucket leads to its items. */
export function SuspenseAges({ ages, chosen, zone }: { ages: readonly SuspenseAgeing[]; chosen: AgeBucket | null; zone: string }) {
  const t = useTranslations('payments');
  return (
    <section aria-label={t('suspense.ages.label')} className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 desk:grid-cols-5">
      {ages.map((age) => (
        <Stat
          key={age.bucket} href={age.bucket === chosen ? '/payments/suspense' : `/payments/suspense?age=${age.bucket}`} className={age.bucket === chosen ? 'border-ink' : ''}
          label={t(`suspense.ages.${age.bucket}`)} value={<span className="text-16 tabular-nums">{age.sums.length === 0 ? '—' : age.sums.map((sum) => <Money key={sum.currency} value={sum} className="block" />)}</span>}
          note={<>{t('suspense.ages.count', { count: age.count })}{age.oldestAt && <> · {t('suspense.ages.oldest')} <DateTime at={age.oldestAt} zone={zone} /></>}</>}
        />
      ))}
    </section>
  );
}

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { Grade, Standing } from '@/lib/bills/model';

const MEANING: Record<Grade, 'good' | 'waiting' | 'attention' | 'wrong'> = { A: 'good', B: 'waiting', C: 'attention', D: 'wrong' };

/** The grade and the facts it comes from. */
export function PayerStanding({ standing }: { standing: Standing & { readonly restricted: boolean } }) {
  const t = useTranslations('payers.standing');
  const { grade, lateBills, oldestDays, writtenOff, restricted } = standing;
  return (
    <Card title={t('title')} sentence={t('sentence')}>
      <div className="grid gap-2 text-13">
        <p><Badge meaning={MEANING[grade]}>{t(`grades.${grade}`)}</Badge></p>
        <p>{t('late', { count: lateBills })}</p>
        {oldestDays > 0 && <p>{t('oldest', { days: oldestDays })}</p>}
        {writtenOff > 0 && <p>{t('writtenOff', { count: writtenOff })}</p>}
        {restricted && <p className="font-medium">{t('restricted')}</p>}
      </div>
    </Card>
  );
}

import { useTranslations } from 'next-intl';
import { Stepper } from '@/components/ui/stepper';

/** Submitted → confirming → paid. */
export function ProgressLine({ at }: { at: 0 | 1 | 2 | 3 }) {
  const t = useTranslations('pay.outcome.progress');
  return <Stepper label={t('label')} steps={[t('submitted'), t('confirming'), t('paid')]} current={at} />;
}

import { useTranslations } from 'next-intl';
import { Stepper } from '@/components/ui/stepper';

/** What you owe, how to pay, done: where the payer is on the way. */
export function PaySteps({ current }: { current: 0 | 1 | 2 }) {
  const t = useTranslations('pay.steps');
  return (
    <div data-print="hide" className="mb-6">
      <Stepper label={t('label')} steps={[t('owed'), t('method'), t('done')]} current={current} />
    </div>
  );
}

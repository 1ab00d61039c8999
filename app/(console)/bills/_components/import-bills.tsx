'use client';

import { useTranslations } from 'next-intl';
import { ImportFile } from '@/components/import-file';

const SAMPLE = '编号,收费方案,账期,项目,金额,截止日期\nS2026031,monthly,2026-12,保育费,800.00,2026-12-15\nS2026032,monthly,2026-12,保育费,640.00,2026-12-15';

export function ImportBills() {
  const t = useTranslations('bills');
  return (
    <ImportFile
      kind="bills"
      sample={SAMPLE}
      words={{ about: t('import.about'), noun: (count) => t('import.count', { count }), cause: (cause) => t(`import.causes.${cause}`) }}
    />
  );
}

'use client';

import { useTranslations } from 'next-intl';
import { ImportFile } from '@/components/import-file';

const SAMPLE = '户号,项目,账期,上期读数,本期读数\nPA01,水费,2026-Q4,1204.5,1236.0\nPA01,电费,2026-Q4,88210,90425.3';

export function ImportReadings() {
  const t = useTranslations('bill-items');
  return (
    <ImportFile
      kind="readings"
      sample={SAMPLE}
      words={{
        about: t('readings.about'), noun: (count) => t('readings.count', { count }), cause: (cause) => t(`readings.causes.${cause}`),
      }}
    />
  );
}

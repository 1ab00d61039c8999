'use client';

import { useTranslations } from 'next-intl';
import { ImportFile } from '@/components/import-file';

const SAMPLE = '编号,姓名,手机,班级,mealDays,bus,sibling\nS2026031,李小明,13812345678,小一班,22,yes,no\nS2026032,王若曦,13987654321,小一班,20,no,yes';

export function ImportPayers() {
  const t = useTranslations('payers');
  return (
    <ImportFile
      kind="payers"
      sample={SAMPLE}
      words={{ about: t('import.about'), noun: (count) => t('import.count', { count }), cause: (cause) => t(`import.causes.${cause}`) }}
    />
  );
}

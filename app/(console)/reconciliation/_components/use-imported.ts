'use client';

import { useTranslations } from 'next-intl';
import { showSummary } from '@/components/ui/toast';
import type { ImportedView } from '@/lib/reconciliation/model';

/** Says what an import has brought. */
export function useImported(): (file: ImportedView) => void {
  const t = useTranslations('reconciliation');
  return (file) => {
    const open = Object.values(file.counts?.opened ?? {}).reduce((sum, n) => sum + n, 0);
    showSummary({
      title: t('import.done', { rows: file.rows }), meaning: !file.matched ? 'waiting' : open > 0 ? 'attention' : 'good', number: file.days.join(', '),
      next: file.counts ? t('import.doneNext', { matched: file.counts.matched, open, repaired: file.counts.repaired }) : t('import.later'),
    });
  };
}

'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';

/** Loading keeps the layout: as many lines as a screen shows. */
export function LoadingRows({ columns, rows = 10 }: { columns: number; rows?: number }) {
  return (
    <>
      {Array.from({ length: rows }, (_, row) => (
        <tr key={row} role="row" className="border-b border-line last:border-b-0">
          {Array.from({ length: columns }, (_cell, cell) => (
            <td key={cell} role="cell" className="h-9 px-3">
              <Skeleton className={cell % 2 === 0 ? 'w-3/4' : 'w-1/2'} />
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}

export function ListError({ reference, onRetry }: { reference?: string; onRetry?: () => void }) {
  const t = useTranslations('common');
  return (
    <div className="p-6">
      <ErrorState
        title={t('table.errorTitle')}
        money={t('table.errorMoney')}
        advice={t('table.errorAdvice')}
        reference={reference}
        actions={onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
      />
    </div>
  );
}

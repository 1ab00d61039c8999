'use client';

import { useTranslations } from 'next-intl';
import { Button } from './ui/button';
import { ErrorState } from './ui/error-state';

/** What an `error.tsx` shows. The exception's text stays on the server; its digest is the number to quote. */
export function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations('common');
  return (
    <ErrorState
      level={1}
      title={t('error.title')}
      money={t('error.money')}
      advice={t('error.advice')}
      reference={error.digest}
      actions={
        <Button variant="primary" onClick={retry}>
          {t('retry')}
        </Button>
      }
    />
  );
}

import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PlainState } from './ui/plain-state';

/** What an address that leads nowhere says in every frame; also what "not yours" looks like: nobody learns from it whether the thing exists. */
export async function NotThere({ wayOut }: { wayOut: ReactNode }) {
  const t = await getTranslations('common.error');
  return <PlainState level={1} meaning="attention" title={t('notFoundTitle')} money={t('notFoundMoney')} advice={t('notFoundAdvice')} actions={wayOut} />;
}

'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { retireKeysAction } from '../actions';

/** Ends the overlap of a change of keys now; asked for once more, because callbacks under the keys before will be refused from then on. */
export function RetireKeys({ accountId }: { accountId: string }) {
  const t = useTranslations('channels');
  const [busy, start] = useTransition();
  const [asked, ask] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = () => start(async () => {
    const done = await retireKeysAction({ accountId });
    setFailure(done.ok ? null : done.error.message);
  });
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {asked ? <Button size="sm" pending={busy} onClick={run}>{t('retire.sure')}</Button> : <Button size="sm" onClick={() => ask(true)}>{t('retire.now')}</Button>}
      {failure && <Banner live meaning="wrong" title={failure} />}
    </span>
  );
}

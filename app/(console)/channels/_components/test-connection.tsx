'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import type { ConnectionTest } from '@/lib/channels/model';
import type { ActionResult } from '@/lib/edge/model';
import { testConnectionAction } from '../actions';

/** Says in words whether the bank answers to this very account, and where to look when it does not. */
export function TestConnection({ accountId }: { accountId: string }) {
  const t = useTranslations('channels');
  const [busy, start] = useTransition();
  const [answer, setAnswer] = useState<ActionResult<ConnectionTest> | null>(null);
  const run = () => start(async () => setAnswer(await testConnectionAction({ accountId })));
  return (
    <div className="mt-3 grid justify-items-start gap-3">
      <Button pending={busy} onClick={run}>{t('test.run')}</Button>
      {answer?.ok === false && <Banner live meaning="wrong" title={answer.error.message} className="w-full" />}
      {answer?.ok && (
        <Banner
          live meaning={answer.value.verdict === 'good' ? 'good' : 'wrong'} className="w-full"
          title={t(`test.${answer.value.verdict}`, { ms: answer.value.latencyMs })}
        >
          {answer.value.cause && <p>{t(`test.cause.${answer.value.cause}`)} <code className="font-mono text-13">{answer.value.code}</code></p>}
        </Banner>
      )}
    </div>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { DateTime } from '@/components/date-time';
import { FormRefusal } from '@/components/form-refusal';
import { Card } from '@/components/ui/card';
import { FileDrop } from '@/components/ui/file-drop';
import { SubmitButton } from '@/components/ui/submit-button';
import { DOCUMENT_ACCEPT, DOCUMENT_BYTES_MAX } from '@/lib/kernel/document';
import type { EvidenceView } from '@/lib/refunds/model';
import { evidenceAction } from '../actions';

const size = (bytes: number): string => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1_024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`);

/** Documents that show why; who may ask for refunds adds more. */
export function EvidenceCard({ refundId, files, mayAdd }: { refundId: string; files: readonly EvidenceView[]; mayAdd: boolean }) {
  const t = useTranslations('refunds.evidence');
  const [state, send] = useActionState(evidenceAction, null);
  return (
    <Card title={t('title')} sentence={t('sentence')}>
      {files.length === 0 ? <p className="text-ink-2">{t('none')}</p> : (
        <ul className="grid gap-1">
          {files.map((file) => (
            <li key={file.id} className="flex flex-wrap justify-between gap-x-3">
              <a className="text-accent-strong underline" href={`/refunds/evidence/${file.id}`}>{file.name}</a>
              <span className="text-13 text-ink-2">{size(file.bytes)} · <DateTime at={file.addedAt} /></span>
            </li>
          ))}
        </ul>
      )}
      {mayAdd && (
        <form action={send} className="mt-4 grid gap-3" key={files.length}>
          {state?.ok === false && <FormRefusal state={state} />}
          <input type="hidden" name="refundId" value={refundId} />
          <FileDrop name="file" label={t('choose')} hint={t('hint')} accept={DOCUMENT_ACCEPT} maxBytes={DOCUMENT_BYTES_MAX} />
          <SubmitButton variant="secondary" className="justify-self-start">{t('add')}</SubmitButton>
        </form>
      )}
    </Card>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { CASE_COMMENT_MAX } from '@/lib/reconciliation/model';

export type NoteKind = 'confirm' | 'dispute' | 'follow-up' | 'comment';

/** A reason in one's own words. Ctrl and Enter send it, so that the hands stay on the keys. */
export function NoteDialog({ kind, amount, close, send }: { kind: NoteKind; amount: string; close: () => void; send: (text: string) => void }) {
  const t = useTranslations('reconciliation');
  const common = useTranslations('common');
  const [text, setText] = useState('');
  const ready = text.trim() !== '';
  return (
    <Dialog
      open
      onOpenChange={(open) => { if (!open) close(); }}
      title={t(`act.noteTitle.${kind}`)}
      description={t(`act.noteAbout.${kind}`, { amount })}
      footer={
        <>
          <Button onClick={close}>{common('cancel')}</Button>
          <Button variant="primary" shortcut="mod+Enter" disabled={!ready} onClick={() => send(text.trim())}>{t('act.save')}</Button>
        </>
      }
    >
      <Field label={t('act.note')} required>
        <Textarea autoFocus value={text} maxLength={CASE_COMMENT_MAX} onChange={(event) => setText(event.target.value)} />
      </Field>
    </Dialog>
  );
}

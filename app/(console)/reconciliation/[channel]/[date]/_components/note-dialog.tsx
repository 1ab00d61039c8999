'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { CASE_COMMENT_MAX } from '@/lib/reconciliation/model';

export type NoteKind = 'confirm' | 'dispute' | 'follow-up' | 'suspend' | 'comment';

/** What goes with the words: a day to look again, a document. */
export interface NoteMore { readonly followUpOn?: string; readonly evidence?: File }

interface NoteDialogProps { kind: NoteKind; amount: string; close: () => void; send: (text: string, more: NoteMore) => void; single?: boolean }

/** A reason in one's own words. Ctrl and Enter send it, so that the hands stay on the keys. */
export function NoteDialog({ kind, amount, close, send, single }: NoteDialogProps) {
  const t = useTranslations('reconciliation');
  const common = useTranslations('common');
  const [text, setText] = useState('');
  const [more, setMore] = useState<NoteMore>({});
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
          <Button variant="primary" shortcut="mod+Enter" disabled={!ready} onClick={() => send(text.trim(), more)}>{t('act.save')}</Button>
        </>
      }
    >
      <Field label={t('act.note')} required>
        <Textarea autoFocus value={text} maxLength={CASE_COMMENT_MAX} onChange={(event) => setText(event.target.value)} />
      </Field>
      {single && kind === 'follow-up' && (
        <Field label={t('act.followUpOn')}>
          <Input type="date" onChange={(event) => setMore(({ followUpOn: _, ...rest }) => (event.target.value === '' ? rest : { ...rest, followUpOn: event.target.value }))} />
        </Field>
      )}
      {single && kind !== 'confirm' && (
        <Field label={t('act.evidence')} description={t('act.evidenceHint')}>
          <Input type="file" onChange={(event) => { const file = event.target.files?.[0]; setMore(({ evidence: _, ...rest }) => (file ? { ...rest, evidence: file } : rest)); }} />
        </Field>
      )}
    </Dialog>
  );
}

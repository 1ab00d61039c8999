'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FileDrop } from '@/components/ui/file-drop';
import { Spinner } from '@/components/ui/spinner';
import type { ChannelCode } from '@/lib/channels/model';
import type { ActionResult } from '@/lib/edge/model';
import { UPLOAD_BYTES_MAX, type PrecheckView } from '@/lib/reconciliation/model';
import { importStatementAction, precheckStatementAction } from '../actions';
import { MappingAssistant } from './mapping-assistant';
import { PrecheckReport } from './precheck-report';
import { useImported } from './use-imported';

/** The file is looked at, explained, and only then taken; the same bytes are sent again, so nothing half-known lies on the server. */
export function ImportStatement({ channels }: { channels: readonly ChannelCode[] }) {
  const t = useTranslations('reconciliation');
  const imported = useImported();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [check, setCheck] = useState<ActionResult<PrecheckView> | null>(null);
  const [busy, start] = useTransition();
  const [storing, setStoring] = useState(false);
  const [mapping, setMapping] = useState(false);
  const reset = () => { setFile(null); setCheck(null); setStoring(false); setMapping(false); };
  const form = (chosen: File) => { const data = new FormData(); data.set('file', chosen); return data; };
  const look = (chosen: File) => start(async () => {
    setFile(chosen);
    setCheck(await precheckStatementAction(form(chosen)));
  });
  const take = (chosen: File) => start(async () => {
    setStoring(true);
    const answer = await importStatementAction(form(chosen));
    setStoring(false);
    if (!answer.ok) return setCheck(answer);
    imported(answer.value);
    setOpen(false);
    reset();
    await queries.invalidateQueries({ predicate: (q) => String(q.queryKey[0]).startsWith('recon-') });
  });
  const view = check?.ok ? check.value : null;
  const unknown = check !== null && (view ? view.channel === null : !check.ok && check.error.code === 'statements.unknown-format');
  return (
    <Dialog
      title={t('import.title')}
      description={t('import.description')}
      size={mapping ? 'xl' : 'lg'}
      open={open}
      onOpenChange={(next) => { setOpen(next); if (!next) reset(); }}
      trigger={<Button variant="primary" shortcut="i">{t('import.button')}</Button>}
      footer={file && check && (
        <>
          <Button onClick={reset} disabled={busy}>{t('import.another')}</Button>
          {unknown && !mapping && <Button variant="primary" onClick={() => setMapping(true)}>{t('mapping.start')}</Button>}
          {view?.channel && !mapping && (
            <Button variant="primary" pending={busy} disabled={view.rows === 0} onClick={() => take(file)}>{t('import.go', { rows: view.rows })}</Button>
          )}
        </>
      )}
    >
      <div className="grid gap-4">
        {!check && (
          <FileDrop
            name="statement" label={t('import.choose')} hint={t('import.hint')} maxBytes={UPLOAD_BYTES_MAX} disabled={busy}
            onFiles={([chosen]) => { if (chosen) look(chosen); }}
          />
        )}
        <p role="status" className="flex items-center gap-2 text-13 text-ink-2 empty:hidden">
          {busy && <><Spinner />{storing && view ? t('import.storing', { rows: view.rows }) : t('import.reading')}</>}
        </p>
        {check && !check.ok && !mapping && (
          <Banner meaning="wrong" title={check.error.message} live>
            {t('import.nothing')} <span className="font-mono">{check.error.reference}</span>
          </Banner>
        )}
        {view && !mapping && <PrecheckReport view={view} />}
        {mapping && file && <MappingAssistant file={file} channels={channels} saved={() => { setMapping(false); look(file); }} />}
      </div>
    </Dialog>
  );
}

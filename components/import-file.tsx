'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import type { ActionResult } from '@/lib/edge/model';
import { ImportReport, type ImportFigures } from './import-report';
import { Banner } from './ui/banner';
import { Button } from './ui/button';
import { Card } from './ui/card';
import { FileDrop } from './ui/file-drop';
import { showSummary } from './ui/toast';

const BYTES_MAX = 20 * 1024 * 1024;

export interface ImportFileProps {
  id: string;
  /** `file` and `apply` ("true" or "false") in; the report out. A dry run writes nothing. */
  send: (form: FormData) => Promise<ActionResult<ImportFigures>>;
  /** A small file that would be taken, shown to copy from. */
  sample: string;
  words: { about: string; noun: (count: number) => string; cause: (cause: string) => string };
}

/** A file is looked at first (every bad row with its cause), and only then taken: the same bytes are sent again, so nothing lies about half-done. */
export function ImportFile({ id, send, sample, words }: ImportFileProps) {
  const t = useTranslations('imports');
  const [file, setFile] = useState<File | null>(null);
  const [answer, setAnswer] = useState<ActionResult<ImportFigures> | null>(null);
  const [busy, start] = useTransition();
  const run = (chosen: File, apply: boolean) =>
    start(async () => {
      const form = new FormData();
      form.set('file', chosen);
      form.set('apply', String(apply));
      const result = await send(form);
      setAnswer(result);
      if (result.ok && apply)
        showSummary({
          title: t('done', { things: words.noun(result.value.good) }),
          next: t('doneNext', { created: result.value.created, changed: result.value.changed }),
        });
    });
  const report = answer?.ok ? answer.value : null;
  const todo = report ? report.created + report.changed : 0;
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
      <div className="grid content-start gap-4">
        <FileDrop
          name={`${id}-file`}
          label={t('choose')}
          hint={t('hint')}
          accept=".csv,.tsv,.txt"
          maxBytes={BYTES_MAX}
          disabled={busy}
          onFiles={([chosen]) => {
            if (!chosen) return;
            setFile(chosen);
            run(chosen, false);
          }}
        />
        <p role="status" className="text-13 text-ink-2">
          {busy ? t('reading') : ''}
        </p>
        {answer && !answer.ok && (
          <Banner meaning="wrong" title={answer.error.message} live>
            {t('nothing')} <span className="font-mono">{answer.error.reference}</span>
          </Banner>
        )}
        {report && (
          <ImportReport
            report={report}
            words={words}
            action={
              !report.applied &&
              file && (
                <Button variant="primary" shortcut="i" pending={busy} disabled={todo === 0} onClick={() => run(file, true)}>
                  {t('apply', { things: words.noun(todo) })}
                </Button>
              )
            }
          />
        )}
      </div>
      <Card title={t('sample')} sentence={words.about} className="self-start">
        {/* Wider than a phone: it scrolls, also by keyboard. */}
        <pre tabIndex={0} role="region" aria-label={t('sample')} className="overflow-x-auto text-12">{sample}</pre>
      </Card>
    </div>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import type { ActionResult } from '@/lib/edge/model';
import { ImportReport, type ImportFigures } from './import-report';
import { Banner } from './ui/banner';
import { Button } from './ui/button';
import { Card } from './ui/card';
import { FileDrop } from './ui/file-drop';
import { Progress } from './ui/progress';
import { showSummary } from './ui/toast';

const BYTES_MAX = 20 * 1024 * 1024;

export interface ImportFileProps {
  /** Which import: the address it is sent to, and the name of the field. */
  kind: 'payers' | 'readings' | 'bills';
  /** A small file that would be taken, shown to copy from. */
  sample: string;
  words: { about: string; noun: (count: number) => string; cause: (cause: string) => string };
}

interface Progressed {
  readonly rows: number;
  readonly total: number;
  /** Reckoned from the rows done so far; unknown until something is done. */
  readonly leftSeconds: number | null;
}

/** A file is looked at first (every bad row with its cause), and only then taken: the same bytes are sent again, so nothing lies about half-done. */
export function ImportFile({ kind, sample, words }: ImportFileProps) {
  const t = useTranslations('imports');
  const [file, setFile] = useState<File | null>(null);
  const [answer, setAnswer] = useState<ActionResult<ImportFigures> | null>(null);
  const [progress, setProgress] = useState<Progressed | null>(null);
  const [busy, start] = useTransition();
  const run = (chosen: File, apply: boolean) =>
    start(async () => {
      const startedAt = performance.now();
      const result = await sendFile(kind, chosen, apply, (p) => setProgress({ ...p, leftSeconds: p.rows === 0 ? null : Math.ceil(((performance.now() - startedAt) * (p.total - p.rows)) / p.rows / 1000) })).catch(() => null);
      setProgress(null);
      setAnswer(result ?? { ok: false, error: { code: 'edge.unexpected', message: t('broken'), fields: {}, reference: '-' } });
      if (result?.ok && apply)
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
          name={`${kind}-file`}
          label={t('choose')}
          hint={t('hint')}
          accept=".csv,.tsv,.txt,.xls,.xlsx,.zip"
          maxBytes={BYTES_MAX}
          disabled={busy}
          onFiles={([chosen]) => {
            if (!chosen) return;
            setFile(chosen);
            run(chosen, false);
          }}
        />
        {progress ? <Reading progress={progress} /> : <p role="status" className="text-13 text-ink-2">{busy ? t('reading') : ''}</p>}
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

/** How far, and how long still. */
function Reading({ progress: { rows, total, leftSeconds } }: { progress: Progressed }) {
  const t = useTranslations('imports');
  return <Progress label={t('working')} done={rows} total={total} leftSeconds={leftSeconds} />;
}

/** Sends the file and hears how far it is, line by line; the last line is the answer. */
async function sendFile(
  kind: string, file: File, apply: boolean, onProgress: (progress: { rows: number; total: number }) => void,
): Promise<ActionResult<ImportFigures> | null> {
  const form = new FormData();
  form.set('file', file);
  form.set('apply', String(apply));
  const response = await fetch(`/api/imports/${kind}`, { method: 'POST', body: form });
  if (!response.ok || !response.body) return null;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ; ) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const told = JSON.parse(line) as { progress?: { rows: number; total: number }; result?: ActionResult<ImportFigures> };
      if (told.result) return told.result;
      if (told.progress) onProgress(told.progress);
    }
    if (done) return null;
  }
}

'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Banner } from './ui/banner';
import { Button } from './ui/button';
import { Card } from './ui/card';
import { Stat } from './ui/stat';
import { Table, Td, Th, Tr } from './ui/table';

export interface ImportFigures {
  readonly encoding: string;
  readonly rows: number;
  readonly good: number;
  readonly badCount: number;
  readonly bad: readonly { readonly line: number; readonly column: string; readonly cause: string }[];
  /** The bad rows as a file to mend; null when there are none. */
  readonly badFile: string | null;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly applied: boolean;
}

export interface ImportReportProps {
  report: ImportFigures;
  words: { noun: (count: number) => string; cause: (cause: string) => string };
  action?: ReactNode;
}

/** What a file would do, or has done: counts first, then every bad row with the line, the column and the cause. */
export function ImportReport({ report, words, action }: ImportReportProps) {
  const t = useTranslations('imports');
  return (
    <>
      <Card
        title={report.applied ? t('appliedTitle') : t('dryTitle')}
        sentence={t('summary', { rows: report.rows, encoding: report.encoding.toUpperCase() })}
        actions={action}
      >
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          <Stat label={report.applied ? t('created') : t('willCreate')} value={report.created} />
          <Stat label={report.applied ? t('changed') : t('willChange')} value={report.changed} />
          <Stat label={t('unchanged')} value={report.unchanged} />
          <Stat label={t('bad')} value={report.badCount} />
        </div>
      </Card>
      {report.badCount === 0 ? (
        <Banner meaning="good" title={t('allGood', { things: words.noun(report.good) })} />
      ) : (
        <Card title={t('badTitle', { count: report.badCount })} sentence={t('badSentence')} padding="none" actions={report.badFile && <BadRowsFile text={report.badFile} />}>
          <div className="max-h-96 overflow-y-auto" tabIndex={0} role="region" aria-label={t('badTitle', { count: report.badCount })}>
            <Table caption={t('badTitle', { count: report.badCount })}>
              <thead>
                <tr>
                  <Th numeric>{t('line')}</Th>
                  <Th>{t('column')}</Th>
                  <Th>{t('cause')}</Th>
                </tr>
              </thead>
              <tbody>
                {report.bad.map((row) => (
                  <Tr key={row.line}>
                    <Td numeric className="tabular-nums">{row.line}</Td>
                    <Td>{row.column}</Td>
                    <Td>{words.cause(row.cause)}</Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </div>
        </Card>
      )}
    </>
  );
}

/** The rows as they were, with line and cause behind them: mended there, the file is sent again. */
function BadRowsFile({ text }: { text: string }) {
  const t = useTranslations('imports');
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    link.download = 'bad-rows.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return <Button onClick={save}>{t('badFile')}</Button>;
}

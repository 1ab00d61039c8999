'use client';

import { useTranslations } from 'next-intl';

/** What a look at a file found, line by line. */
export function Findings({ title, rows }: { title: string; rows: readonly { text: string; line?: number | undefined; raw?: string }[] }) {
  const t = useTranslations('reconciliation');
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-13 font-semibold">{title}</h3>
      <ul className="max-h-56 divide-y divide-line overflow-y-auto rounded-md border border-line text-13">
        {rows.map((row, i) => (
          <li key={i} className="grid gap-0.5 px-3 py-2">
            <span>{row.line !== undefined && <span className="mr-2 text-ink-2 tabular-nums">{t('import.line', { line: row.line })}</span>}{row.text}</span>
            {row.raw && <code className="truncate text-12 text-ink-2">{row.raw}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}

'use client';

import { Columns3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Popover } from '../ui/popover';

export interface ChoosableColumn {
  readonly id: string;
  readonly header: string;
  readonly visible: boolean;
  readonly toggle: () => void;
}

export function ColumnChooser({ columns }: { columns: readonly ChoosableColumn[] }) {
  const t = useTranslations('common');
  return (
    <Popover
      label={t('table.columns')}
      align="end"
      className="w-64"
      trigger={
        <Button variant="quiet" size="sm">
          <Columns3 aria-hidden className="size-4" />
          {t('table.columns')}
        </Button>
      }
    >
      <p className="mb-2 text-13 text-ink-2">{t('table.columnsSentence')}</p>
      <div className="grid gap-2">
        {columns.map((column) => (
          <Checkbox key={column.id} label={column.header} checked={column.visible} onChange={column.toggle} />
        ))}
      </div>
    </Popover>
  );
}

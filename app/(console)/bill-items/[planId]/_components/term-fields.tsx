'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { Cycle } from '@/lib/bill-items/model';

type Term = Cycle['terms'][number];
const TERMS_MAX = 4;

/** Days of the year on which a term's bills are issued, as MM-DD. */
export function TermFields({ terms, change }: { terms: readonly Term[]; change: (terms: Term[]) => void }) {
  const t = useTranslations('bill-items');
  const set = (index: number, part: Partial<Term>) => change(terms.map((term, i) => (i === index ? { ...term, ...part } : term)));
  const add = () =>
    change([
      ...terms,
      {
        code: `term-${terms.length + 1}`,
        name: { zh: `第${terms.length + 1}学期`, en: `Term ${terms.length + 1}` },
        monthDay: terms.length === 0 ? '09-01' : '02-20',
      },
    ]);
  return (
    <div className="grid gap-2">
      {terms.map((term, index) => (
        <div key={term.code} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
          <Field label={t('cycle.term', { code: term.code })}>
            <Input
              size="sm"
              placeholder="09-01"
              value={term.monthDay}
              maxLength={5}
              onChange={(event) => set(index, { monthDay: event.target.value })}
            />
          </Field>
          <Button size="sm" variant="quiet" onClick={() => change(terms.filter((_, i) => i !== index))}>
            {t('pricing.removeRow')}
          </Button>
        </div>
      ))}
      <Button size="sm" disabled={terms.length >= TERMS_MAX} onClick={add}>
        {t('cycle.addTerm')}
      </Button>
    </div>
  );
}

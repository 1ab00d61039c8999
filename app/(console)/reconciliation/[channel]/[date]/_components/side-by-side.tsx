'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { moneyText } from '@/components/money-format';
import { meaningText, StateShape, type Meaning } from '@/components/state-shape';
import { cn } from '@/components/class-names';
import type { Agreement, CaseDetailView, SideView } from '@/lib/reconciliation/model';

const LOOK: Readonly<Record<Agreement['verdict'], Meaning>> = { agrees: 'good', differs: 'attention', unknown: 'rest' };

/** Field by field: the bank on the left, we on the right, and in the middle of every line whether they agree. */
export function SideBySide({ detail }: { detail: CaseDetailView }) {
  const t = useTranslations('reconciliation');
  const state = useTranslations('states');
  const { line, side } = detail;
  const verdicts = new Map(detail.agreement.map((a) => [a.field, a.verdict]));
  const stateOf = (s: SideView) => {
    const key = `${s.kind}.${s.status}`;
    return state.has(key) ? state(key) : s.status;
  };
  const rows: readonly { key: Agreement['field'] | 'fee' | 'counterparty' | 'memo' | 'source'; bank: ReactNode; ours: ReactNode }[] = [
    { key: 'amount', bank: line && <b className="font-semibold">{moneyText(line.amount)}</b>, ours: side && <b className="font-semibold">{moneyText(side.amount)}</b> },
    { key: 'number', bank: mono(line?.number ?? line?.origNumber), ours: mono(side?.number) },
    { key: 'channelNo', bank: mono(line?.channelNo), ours: mono(side?.channelNo) },
    { key: 'time', bank: line?.time, ours: side?.time },
    { key: 'state', bank: line && `${t('side.moved')}${line.status ? ` (${line.status})` : ''}`, ours: side && stateOf(side) },
    { key: 'fee', bank: line?.fee && moneyText(line.fee), ours: null },
    { key: 'counterparty', bank: line?.counterparty, ours: null },
    { key: 'memo', bank: line?.memo, ours: null },
    { key: 'source', bank: line && t('side.line', { file: line.fileName, line: line.lineNo }), ours: side && <Owner side={side} /> },
  ];
  return (
    <table className="w-full table-fixed border-collapse text-14">
      <caption className="sr-only">{t('side.caption')}</caption>
      <thead>
        <tr className="text-left text-12 text-ink-2">
          <th scope="col" className="w-20 px-3 py-2 font-medium sm:w-32 sm:px-4"><span className="sr-only">{t('side.field')}</span></th>
          <th scope="col" className="px-2 py-2 font-medium">{t('side.bank')}</th>
          <th scope="col" className="px-2 py-2 font-medium">{t('side.ours')}</th>
          <th scope="col" className="w-9 px-1 py-2 font-medium sm:w-28"><span className="sr-only">{t('side.mark')}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.filter((r) => Boolean(r.bank) || Boolean(r.ours)).map(({ key, bank, ours }) => {
          const verdict = verdicts.get(key as Agreement['field']);
          return (
            <tr key={key} className={cn('border-t border-line align-top', verdict === 'differs' && 'bg-attention-soft')}>
              <th scope="row" className="px-3 py-1.5 text-left text-13 font-normal text-ink-2 sm:px-4">{t(`side.${key}`)}</th>
              <td className="px-2 py-1.5 break-words tabular-nums">{bank || <Nothing />}</td>
              <td className="px-2 py-1.5 break-words tabular-nums">{ours || (COMPARED.has(key) ? <Nothing /> : <span aria-hidden className="text-ink-3">—</span>)}</td>
              <td className="px-1 py-1.5">
                {verdict && (
                  <span className={cn('flex items-center gap-1.5 text-12', meaningText[LOOK[verdict]])}>
                    <StateShape meaning={LOOK[verdict]} className="mt-0.5" /><span className="max-sm:sr-only">{t(`side.${verdict}`)}</span>
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What both sides could say; fee, payer and memo are the bank's alone. */
const COMPARED: ReadonlySet<string> = new Set(['amount', 'number', 'channelNo', 'time', 'state', 'source']);

/** Nothing where there is no text, so that its cell says so. */
const mono = (text: string | null | undefined): ReactNode => (text ? <span className="font-mono text-12 break-all">{text}</span> : null);

function Nothing() {
  const t = useTranslations('reconciliation');
  return <span className="text-ink-3">{t('side.none')}</span>;
}

function Owner({ side }: { side: SideView }) {
  const t = useTranslations('reconciliation');
  if (side.kind === 'suspense' || side.ownerId === null) return <>{t('side.suspense')}</>;
  return (
    <Link className="underline" href={`/${side.kind === 'refund' ? 'refunds' : 'payments'}/${side.ownerId}`}>
      {t(`side.${side.kind}`, { number: side.ownerNumber ?? '' })}
    </Link>
  );
}

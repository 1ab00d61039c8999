'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { money, parseDecimal, toDecimal, toWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { CASE_COMMENT_MAX, PARTS_MAX } from '@/lib/reconciliation/model';

interface SplitDialogProps {
  whole: MoneyWire;
  /** What we booked under the line's number: the first part by itself. */
  ours: MoneyWire | null;
  close: () => void;
  send: (partsMinor: string[], note: string) => void;
}

/** A line into parts. What is left must be nothing before it can be done; the last part can take what is left with one key. */
export function SplitDialog({ whole, ours, close, send }: SplitDialogProps) {
  const t = useTranslations('reconciliation');
  const common = useTranslations('common');
  const { currency } = whole;
  const [parts, setParts] = useState<readonly string[]>(() => firstParts(whole, ours));
  const [note, setNote] = useState('');
  const minors = parts.map((text) => minorOf(text, currency));
  const left = minors.reduce<bigint>((rest, minor) => rest - (minor ?? 0n), BigInt(whole.minor));
  const ready = left === 0n && minors.every((minor) => minor !== null && minor > 0n) && note.trim() !== '';
  const put = (place: number, text: string) => setParts((before) => before.map((one, i) => (i === place ? text : one)));
  const takeRest = () => {
    const last = parts.length - 1;
    put(last, toDecimal(money((minors[last] ?? 0n) + left, currency)));
  };
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) close(); }} title={t('split.title')} description={t('split.sentence', { amount: moneyText(whole) })}
      footer={
        <>
          <Button onClick={close}>{common('cancel')}</Button>
          <Button variant="primary" shortcut="mod+Enter" disabled={!ready} onClick={() => send(minors.map((minor) => (minor ?? 0n).toString()), note.trim())}>{t('split.go', { count: parts.length })}</Button>
        </>
      }
    >
      <ol className="grid gap-2">
        {parts.map((text, place) => (
          <li key={place} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
            <Field label={t('split.part', { place: place + 1 })}>
              <MoneyInput autoFocus={place === 0} currency={currency} value={text} onValueChange={(next) => put(place, next)} />
            </Field>
            <Button size="sm" variant="quiet" disabled={parts.length <= 2} aria-label={t('split.removeLabel', { place: place + 1 })} onClick={() => setParts(parts.filter((_, i) => i !== place))}>{t('split.remove')}</Button>
          </li>
        ))}
      </ol>
      <p role="status" className="mt-3 flex flex-wrap items-baseline gap-2">
        <span className="text-ink-2">{t('split.left')}</span>
        <b data-testid="split-left" className="tabular-nums">{moneyText(toWire(money(left, currency)))}</b>
        <span className="text-13 text-ink-2">{left === 0n ? t('split.ties') : t('split.mustBeNothing')}</span>
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" shortcut="mod+i" disabled={parts.length >= PARTS_MAX} onClick={() => setParts([...parts, left > 0n ? toDecimal(money(left, currency)) : ''])}>{t('split.add')}</Button>
        <Button size="sm" disabled={left === 0n} onClick={takeRest}>{t('split.rest')}</Button>
      </div>
      <div className="mt-3"><Field label={t('act.note')} required><Input value={note} maxLength={CASE_COMMENT_MAX} onChange={(event) => setNote(event.target.value)} /></Field></div>
    </Dialog>
  );
}

function minorOf(text: string, currency: Currency): bigint | null {
  const read = parseDecimal(text, currency);
  return read.ok ? read.value.minor : null;
}

/** Where we booked less than the bank says, the parts are ours and the rest; otherwise the whole and nothing yet. */
function firstParts(whole: MoneyWire, ours: MoneyWire | null): string[] {
  const [all, booked] = [BigInt(whole.minor), ours?.currency === whole.currency ? BigInt(ours.minor) : 0n];
  const text = (minor: bigint) => toDecimal(money(minor, whole.currency));
  return booked > 0n && booked < all ? [text(booked), text(all - booked)] : [text(all), ''];
}

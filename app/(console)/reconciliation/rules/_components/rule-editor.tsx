'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showSummary } from '@/components/ui/toast';
import type { Currency } from '@/lib/kernel/money';
import { REST_RULES, type RestRule, type RuleSet } from '@/lib/reconciliation/model';
import { draftRulesAction } from '../../actions';
import { limitMinor, limitText } from './limit-amounts';
import { RuleLimits, type Tolerance } from './rule-limits';

/** The next version as it is being written: which rules, in which order, how far they may go. */
export function RuleEditor({ start, note: firstNote, currency }: { start: RuleSet; note: string; currency: Currency }) {
  const t = useTranslations('reconciliation');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [rules, setRules] = useState(start);
  const [tolerance, type] = useState<Tolerance>({
    ignoreBelowMinor: limitText(start.tolerance.ignoreBelowMinor, currency), dailyCapMinor: limitText(start.tolerance.dailyCapMinor, currency),
  });
  const [note, setNote] = useState(firstNote);
  const [busy, save] = useTransition();
  const off = REST_RULES.filter((rule) => !rules.rules.includes(rule));
  const put = (change: Partial<RuleSet>) => setRules((before) => ({ ...before, ...change }));
  const move = (rule: RestRule, by: number) => {
    const list = [...rules.rules];
    const at = list.indexOf(rule);
    const to = at + by;
    if (to < 0 || to >= list.length) return;
    [list[at], list[to]] = [list[to]!, list[at]!];
    put({ rules: list });
  };
  const toggle = (rule: RestRule) => put({ rules: rules.rules.includes(rule) ? rules.rules.filter((r) => r !== rule) : [...rules.rules, rule] });
  const [ignoreBelowMinor, dailyCapMinor] = [limitMinor(tolerance.ignoreBelowMinor, currency), limitMinor(tolerance.dailyCapMinor, currency)];
  const send = () => save(async () => {
    // The field says what is wrong with it.
    if (ignoreBelowMinor === null || dailyCapMinor === null) return;
    const answer = await draftRulesAction({ rules: { ...rules, tolerance: { ignoreBelowMinor, dailyCapMinor } }, note });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    showSummary({ title: t('rules.drafted', { version: answer.value.version }) });
    setOpen(false);
    router.refresh();
  });
  if (!open) return <div><Button onClick={() => setOpen(true)}>{t('rules.edit')}</Button></div>;
  return (
    <Card title={t('rules.editTitle')} sentence={t('rules.editSentence')}>
      <ol className="grid gap-1">
        {[...rules.rules, ...off].map((rule) => (
          <li key={rule} className="flex flex-wrap items-center gap-2">
            <Checkbox checked={rules.rules.includes(rule)} onChange={() => toggle(rule)} label={t(`rule.${rule}`)} />
            {rules.rules.includes(rule) && (
              <>
                <Button size="sm" variant="quiet" aria-label={t('rules.earlier', { rule: t(`rule.${rule}`) })} onClick={() => move(rule, -1)}>↑</Button>
                <Button size="sm" variant="quiet" aria-label={t('rules.later', { rule: t(`rule.${rule}`) })} onClick={() => move(rule, 1)}>↓</Button>
              </>
            )}
          </li>
        ))}
      </ol>
      <RuleLimits rules={rules} put={put} currency={currency} tolerance={tolerance} type={type} />
      <div className="mt-4 grid gap-3">
        <Field label={t('rules.note')}><Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></Field>
        <div className="flex gap-2">
          <Button variant="primary" pending={busy} onClick={send}>{t('rules.save')}</Button>
          <Button onClick={() => setOpen(false)}>{t('rules.cancel')}</Button>
        </div>
      </div>
    </Card>
  );
}

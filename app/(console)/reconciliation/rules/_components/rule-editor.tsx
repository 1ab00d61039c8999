'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useTransition, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showSummary } from '@/components/ui/toast';
import { REST_RULES, type RestRule, type RuleSet } from '@/lib/reconciliation/model';
import { draftRulesAction } from '../../actions';

/** The next version as it is being written: which rules, in which order, how far they may go. */
export function RuleEditor({ start, note: firstNote }: { start: RuleSet; note: string }) {
  const t = useTranslations('reconciliation');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [rules, setRules] = useState(start);
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
  const send = () => save(async () => {
    const answer = await draftRulesAction({ rules, note });
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
      <Limits rules={rules} put={put} />
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

function Limits({ rules, put }: { rules: RuleSet; put: (change: Partial<RuleSet>) => void }) {
  const t = useTranslations('reconciliation');
  const whole = (text: string) => (/^\d{1,7}$/.test(text) ? Number.parseInt(text, 10) : 0);
  const cents = (text: string) => (/^\d{1,12}$/.test(text) ? text : '0');
  const seconds = (key: keyof RuleSet['window']): ReactNode => (
    <Field label={t(`rules.window.${key}`)}>
      <Input inputMode="numeric" value={String(rules.window[key])} onChange={(event) => put({ window: { ...rules.window, [key]: whole(event.target.value) } })} />
    </Field>
  );
  const minor = (key: keyof RuleSet['tolerance']): ReactNode => (
    <Field label={t(`rules.tolerance.${key}`)}>
      <Input inputMode="numeric" value={rules.tolerance[key]} onChange={(event) => put({ tolerance: { ...rules.tolerance, [key]: cents(event.target.value) } })} />
    </Field>
  );
  return (
    <div className="mt-4 grid gap-3 sm:grid-cols-2 desk:grid-cols-4">
      {seconds('beforeSeconds')}{seconds('afterSeconds')}{seconds('nearestSeconds')}{seconds('marginSeconds')}
      {minor('ignoreBelowMinor')}{minor('dailyCapMinor')}
      <Field label={t('rules.readyAt')}>
        <Input type="time" value={rules.notYet.readyAt} onChange={(event) => put({ notYet: { ...rules.notYet, readyAt: event.target.value || '10:00' } })} />
      </Field>
      <Field label={t('rules.nearCut')}>
        <Input inputMode="numeric" value={String(rules.notYet.nearCutMinutes)} onChange={(event) => put({ notYet: { ...rules.notYet, nearCutMinutes: whole(event.target.value) } })} />
      </Field>
      <Field label={t('rules.workdays')} description={t('rules.workdaysHint')}>
        <Input
          defaultValue={rules.notYet.workdaysOnly.join(' ')}
          onChange={(event) => put({ notYet: { ...rules.notYet, workdaysOnly: event.target.value.split(/\s+/).filter(Boolean) } })}
        />
      </Field>
      <Field label={t('rules.fees')} description={t('rules.feesHint')}>
        <Input defaultValue={Object.entries(rules.fees.bps).map(([c, bps]) => `${c}=${bps}`).join(' ')} onChange={(event) => put({ fees: { ...rules.fees, bps: feesOf(event.target.value) } })} />
      </Field>
    </div>
  );
}

/** `wechat=60 ccb=30`: basis points per channel; what cannot be read is left out. */
const feesOf = (text: string): Record<string, number> =>
  Object.fromEntries([...text.matchAll(/([a-z]{2,20})=(\d{1,4})/g)].map((m) => [m[1]!, Number.parseInt(m[2]!, 10)]));

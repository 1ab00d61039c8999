'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState, useTransition, type ReactNode } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { Progress } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import { Stepper } from '@/components/ui/stepper';
import { TEMPLATES } from '@/lib/bill-items/model';
import { templateOf, type FirstRun } from '@/lib/onboarding/model';
import { addDemoPayersAction, beginPlanAction, firstBillsAction, openAccountsAction, tryPayingAction } from '../actions';

const LOOK_MS = 1_500;

/** Where the institution stands, from the facts; the step at hand is the only one with buttons. */
export function FirstSteps({ run, zh }: { run: FirstRun; zh: boolean }) {
  const t = useTranslations('start');
  const names = useTranslations('bill-items');
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const [template, setTemplate] = useState(run.template);
  const [link, setLink] = useState<string | null>(null);
  const under = run.run !== null && run.run.status !== 'done' && run.run.status !== 'stopped';
  const waiting = under || (run.bills > 0 && run.paid === 0);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => router.refresh(), LOOK_MS);
    return () => clearInterval(timer);
  }, [waiting, router]);
  const act = (work: () => Promise<{ ok: true } | { ok: false; error: { message: string } }>) =>
    start(async () => {
      const answer = await work();
      setError(answer.ok ? null : answer.error.message);
      if (answer.ok) router.refresh();
    });
  const tryPaying = (payerId: string) =>
    start(async () => {
      const answer = await tryPayingAction({ payerId });
      if (answer.ok) setLink(answer.value.path);
      else setError(answer.error.message);
    });
  const at = !run.plan ? 0 : run.payers === 0 ? 1 : run.bills === 0 ? 2 : run.paid === 0 ? 3 : 4;
  const plan = run.plan;
  return (
    <div className="grid max-w-3xl gap-4">
      <Stepper label={t('steps.label')} current={at} steps={[t('steps.plan'), t('steps.payers'), t('steps.bills'), t('steps.pay')]} />
      {error && <Banner meaning="wrong" title={error} live />}
      {run.channels === 0 && run.sandbox && (
        <Banner meaning="attention" title={t('channels.none')}>
          <Button pending={busy} onClick={() => act(() => openAccountsAction({}))}>{t('channels.open')}</Button>
        </Banner>
      )}
      {at === 0 && (
        <Step title={t('plan.title')} sentence={t('plan.sentence')}>
          <Select
            aria-label={t('plan.template')} value={template} onChange={(event) => setTemplate(templateOf(event.target.value))}
            options={TEMPLATES.map((code) => ({ value: code, label: names(`templates.${code}.name`) }))}
          />
          <p className="text-13 text-ink-2">{names(`templates.${template}.sentence`)}</p>
          <Button variant="primary" pending={busy} onClick={() => act(() => beginPlanAction({ template }))}>{t('plan.submit')}</Button>
        </Step>
      )}
      {at === 1 && (
        <Step title={t('payers.title')} sentence={t('payers.sentence')}>
          <LinkButton href="/payers/import" variant="primary">{t('payers.import')}</LinkButton>
          <Button pending={busy} onClick={() => act(() => addDemoPayersAction({ template }))}>{t('payers.demo')}</Button>
        </Step>
      )}
      {at === 2 && plan && (
        <Step title={t('bills.title')} sentence={t('bills.sentence', { plan: zh ? plan.nameZh : plan.nameEn, count: run.payers })}>
          {under && run.run ? <Progress label={t('bills.working')} done={run.run.done} total={run.run.total} /> : (
            <>
              {run.run && run.run.skipped > 0 && <Banner meaning="attention" title={t('bills.skipped', { count: run.run.skipped })} />}
              <Button variant="primary" pending={busy} disabled={plan.cycleKey === null} onClick={() => act(() => firstBillsAction({ planId: plan.id, cycleKey: plan.cycleKey ?? '' }))}>
                {t('bills.submit', { count: run.payers })}
              </Button>
              <LinkButton href={`/bill-items/${plan.id}`}>{t('bills.look')}</LinkButton>
            </>
          )}
        </Step>
      )}
      {at === 3 && (
        <Step title={t('pay.title', { count: run.bills })} sentence={t('pay.sentence')}>
          {link ? <a className="font-medium text-accent underline underline-offset-3" href={link} target="_blank" rel="noopener">{t('pay.open')}</a> : (
            <Button variant="primary" pending={busy} disabled={run.payerId === null} onClick={() => run.payerId && tryPaying(run.payerId)}>{t('pay.link')}</Button>
          )}
        </Step>
      )}
      {at === 4 && (
        <Step title={t('done.title')} sentence={t('done.sentence')}>
          <LinkButton href="/today" variant="primary">{t('done.today')}</LinkButton>
          <LinkButton href="/people">{t('done.people')}</LinkButton>
        </Step>
      )}
    </div>
  );
}

function Step({ title, sentence, children }: { title: string; sentence: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 rounded-md border border-line bg-surface p-4">
      <div>
        <h2 className="text-16 font-semibold">{title}</h2>
        <p className="text-ink-2">{sentence}</p>
      </div>
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </section>
  );
}

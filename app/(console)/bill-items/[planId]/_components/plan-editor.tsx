'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showSummary } from '@/components/ui/toast';
import type { FeePlanDocument, PlanDetail, PlanPreview } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import type { AttributeView, GroupView } from '@/lib/payers/model';
import { previewPlanAction, saveDraftAction } from '../../actions';
import { ActivateDialog } from './activate-dialog';
import { ATTRIBUTES_LIST } from './condition-fields';
import { CycleColumn } from './cycle-column';
import { ItemsColumn } from './items-column';
import { MethodsColumn } from './methods-column';
import { PreviewPanel } from './preview-panel';
import { RoutingColumn } from './routing-column';
import { UnderReview } from './under-review';

const QUIET_MS = 400;

export interface PlanEditorProps {
  plan: PlanDetail;
  first: PlanPreview;
  mayWrite: boolean;
  groups: readonly GroupView[];
  attributes: readonly AttributeView[];
}

/** The four layers side by side and, with every change, what they would bill: priced on the server by the code that issues. */
export function PlanEditor({ plan, first, mayWrite: mayEver, groups, attributes }: PlanEditorProps) {
  const t = useTranslations('bill-items');
  const router = useRouter();
  const mayWrite = mayEver && plan.editing.state !== 'review';
  const [draft, setDraft] = useState<FeePlanDocument>(plan.editing.plan);
  const [effectiveFrom, setEffectiveFrom] = useState(
    plan.editing.state === 'draft' && plan.editing.effectiveFrom >= plan.today ? plan.editing.effectiveFrom : plan.today,
  );
  const zh = useLocale() === 'zh-CN';
  const [firstDay] = useState(effectiveFrom);
  const [busy, start] = useTransition();
  const quiet = useQuiet(draft);
  const preview = useQuery({
    queryKey: ['plan-preview', plan.id, quiet, effectiveFrom],
    queryFn: () => previewPlanAction({ planId: plan.id, plan: quiet, effectiveFrom }),
    initialData: quiet === plan.editing.plan && effectiveFrom === firstDay ? { ok: true as const, value: first } : undefined,
    placeholderData: (previous) => previous,
  });
  const changed =
    JSON.stringify(draft) !== JSON.stringify(plan.editing.plan) ||
    (plan.editing.state === 'draft' && effectiveFrom !== plan.editing.effectiveFrom);
  const version = plan.editing.state === 'draft' ? plan.editing.version : plan.editing.version + 1;
  const change = (part: Partial<FeePlanDocument>) => setDraft((d) => ({ ...d, ...part }));
  const save = async (quietly: boolean) => {
    const answer = await saveDraftAction({ planId: plan.id, baseVersion: plan.editing.version, effectiveFrom, note: null, plan: draft });
    if (!answer.ok) showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    else if (!quietly) showSummary({ title: t('saved', { version: answer.value.version }), next: t('savedNext') });
    return answer.ok;
  };
  const shown = preview.data?.ok ? preview.data.value : null;
  const currency = plan.currency as Currency;
  return (
    <>
      <datalist id={ATTRIBUTES_LIST}>
        {attributes.map((a) => <option key={a.name} value={a.name}>{zh ? a.labelZh : a.labelEn}</option>)}
      </datalist>
      {plan.reviewId && <UnderReview planId={plan.id} version={plan.editing.version} approvalId={plan.reviewId} mayWrite={mayEver} />}
      {preview.data && !preview.data.ok && (
        <Banner meaning="wrong" title={preview.data.error.message} live className="mb-4">
          {t('editor.invalid')}
        </Banner>
      )}
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-[minmax(19rem,1.7fr)_repeat(3,minmax(0,1fr))_minmax(15rem,1.3fr)]">
        <ItemsColumn plan={draft} currency={currency} change={change} readOnly={!mayWrite} />
        <CycleColumn
          cycle={draft.cycle}
          groupCodes={draft.groupCodes}
          groups={groups}
          changeGroups={(groupCodes) => change({ groupCodes })}
          next={shown?.issueDates.slice(0, 3) ?? []}
          change={(cycle) => change({ cycle })}
          readOnly={!mayWrite}
        />
        <MethodsColumn methods={draft.methods} currency={currency} items={draft.items} instalments={draft.instalments} change={change} readOnly={!mayWrite} />
        <RoutingColumn plan={draft} change={(routing) => change({ routing })} readOnly={!mayWrite} />
        <PreviewPanel preview={shown} currency={currency} stale={preview.isFetching || quiet !== draft} />
      </div>
      {mayWrite && (
        <div className="mt-4 flex flex-wrap items-end gap-3 border-t border-line bg-paper py-3 md:sticky md:bottom-0 md:z-10">
          <p className="min-w-40 flex-1 text-13 text-ink-2" role="status">
            {t('editor.differs', { version, count: shown?.differences.length ?? 0, active: plan.active?.version ?? 0 })}
          </p>
          <Field label={t('editor.effectiveFrom')}>
            <Input
              type="date"
              size="sm"
              min={plan.today}
              value={effectiveFrom}
              onChange={(event) => setEffectiveFrom(event.target.value)}
            />
          </Field>
          <Button
            shortcut="mod+s"
            disabled={!changed}
            pending={busy}
            onClick={() =>
              start(async () => {
                if (await save(false)) router.refresh();
              })
            }
          >
            {t('editor.save', { version })}
          </Button>
          <ActivateDialog
            planId={plan.id}
            version={version}
            effectiveFrom={effectiveFrom}
            preview={shown}
            disabled={plan.editing.state !== 'draft' && !changed}
            currency={currency}
            needsReview={plan.needsReview}
            beforeActivate={async () => (changed || plan.editing.state !== 'draft' ? save(true) : true)}
          />
        </div>
      )}
    </>
  );
}

/** The value once it has stood still for a moment. */
function useQuiet<T>(value: T): T {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}

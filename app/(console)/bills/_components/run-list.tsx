'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import type { RunView } from '@/lib/bills/model';
import { catchUpBillRunAction, resumeBillRunAction, stopBillRunAction } from '../actions';

const BUSY_MS = 1_000;
const IDLE_MS = 15_000;
/** A run that left nobody out is told about for a while, then it is history. */
const NEWS_MS = 600_000;

/** Runs under way with counts and time left, and the newest finished one with whom it left out. Can be left and found again. */
export function RunList({ first, mayStop }: { first: readonly RunView[]; mayStop: boolean }) {
  const t = useTranslations('bills');
  const router = useRouter();
  const runs = useQuery({
    queryKey: ['bill-runs'],
    queryFn: readRuns,
    initialData: first,
    refetchInterval: ({ state }) => (state.data?.some((r) => r.status === 'queued' || r.status === 'running') ? BUSY_MS : IDLE_MS),
  });
  const busy = runs.data.filter((r) => r.status !== 'done');
  const done = runs.data.filter((r) => r.status === 'done');
  // The list below shows the new bills as soon as a run ends, also one so short that nobody saw it busy.
  const ended = done.map((r) => r.id).join();
  const known = useRef(ended);
  useEffect(() => {
    if (ended !== known.current) router.refresh();
    known.current = ended;
  }, [ended, router]);
  const isNews = (run: RunView) =>
    run.skippedCount > 0 || (run.finishedAt !== null && runs.dataUpdatedAt - Date.parse(run.finishedAt) < NEWS_MS);
  const shown = [...busy, ...done.slice(0, 1).filter(isNews)];
  if (shown.length === 0) return null;
  return (
    <Card title={t('runs.title')} className="mb-4">
      <ul className="grid gap-4">
        {shown.map((run) => (
          <li key={run.id}>
            <Run run={run} now={runs.dataUpdatedAt} />
            {mayStop && <StopOrGoOn run={run} done={() => void runs.refetch()} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Run({ run, now }: { run: RunView; now: number }) {
  const t = useTranslations('bills');
  const zh = useLocale() === 'zh-CN';
  const label = t('runs.label', { plan: zh ? run.planNameZh : run.planNameEn, cycle: run.cycleKey });
  return (
    <div className="grid gap-2">
      {run.status === 'done' ? (
        <p className="font-medium">
          {label}: {t('runs.done', { issued: run.issued, skipped: run.skippedCount })}
        </p>
      ) : (
        <Progress label={label} done={run.done} total={run.total} leftSeconds={run.status === 'stopped' ? null : secondsLeft(run, now)} failed={run.skippedCount} />
      )}
      {run.skipped.length > 0 && (
        <Banner meaning="attention" title={t('runs.skipped', { count: run.skippedCount })}>
          <ul className="mt-1 grid max-h-40 list-disc gap-0.5 overflow-y-auto pl-5 text-13">
            {run.skipped.map((s) => (
              <li key={s.number}>
                {s.number}: {t(`skipped.${s.code.split('.')[1] ?? 'other'}`, { item: s.item })}
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </div>
  );
}

/** Stops after the chunk at hand; what is issued stays. A finished run goes once more to those who were left out or came later. */
function StopOrGoOn({ run, done }: { run: RunView; done: () => void }) {
  const t = useTranslations('bills');
  const [busy, start] = useTransition();
  const stopped = run.status === 'stopped';
  const over = run.status === 'done';
  const act = () => start(async () => {
    await (over ? catchUpBillRunAction : stopped ? resumeBillRunAction : stopBillRunAction)({ runId: run.id });
    done();
  });
  return (
    <p className="mt-2 flex items-center gap-3 text-13 text-ink-2">
      <Button size="sm" pending={busy} onClick={act}>{t(over ? 'runs.catchUp' : stopped ? 'runs.resume' : 'runs.stop')}</Button>
      {stopped && t('runs.stopped')}
      {over && t('runs.catchUpAbout')}
    </p>
  );
}

/** From the pace so far; unknown until something is done. */
function secondsLeft(run: RunView, now: number): number | null {
  if (run.startedAt === null || run.done === 0) return null;
  const spent = (now - Date.parse(run.startedAt)) / 1_000;
  return Math.max(0, (spent / run.done) * (run.total - run.done));
}

async function readRuns(): Promise<readonly RunView[]> {
  const answer = await fetch('/api/feeds/bill-runs', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as RunView[];
}

'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { moneyText } from '@/components/money-format';
import type { Meaning } from '@/components/state-shape';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { showSummary } from '@/components/ui/toast';
import type { Currency } from '@/lib/kernel/money';
import type { BackTestView, RuleVersionView } from '@/lib/reconciliation/model';
import { askForRulesAction, testRulesAction } from '../../actions';

const LOOK: Readonly<Record<RuleVersionView['status'], Meaning>> = { draft: 'rest', tested: 'waiting', asked: 'waiting', active: 'good', retired: 'rest', rejected: 'wrong' };
const DAYS = 31;

/** One version: its rules in order, what its test found, and the next step on its way into force. */
export function VersionCard({ version, mayAct, currency }: { version: RuleVersionView; mayAct: boolean; currency: Currency }) {
  const t = useTranslations('reconciliation');
  const router = useRouter();
  const [busy, start] = useTransition();
  const test = () => start(async () => {
    const answer = await testRulesAction({ version: version.version, days: DAYS });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    showSummary({ title: t('rules.testDone', { gained: answer.value.gained, lost: answer.value.lost, changed: answer.value.changed }) });
    router.refresh();
  });
  const ask = () => start(async () => {
    const answer = await askForRulesAction({ version: version.version });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    showSummary({ title: t('rules.asked', { version: version.version }) });
    router.refresh();
  });
  const { window, tolerance, notYet } = version.rules;
  const amount = (minor: string): string => moneyText({ minor, currency });
  const draft = version.status === 'draft' || version.status === 'tested';
  return (
    <Card
      title={<span className="flex items-center gap-2">{t('rules.version', { version: version.version })}<Badge meaning={LOOK[version.status]}>{t(`rules.status.${version.status}`)}</Badge></span>}
      {...(version.note !== '' && { sentence: version.note })}
      actions={mayAct && draft && (
        <>
          <Button size="sm" pending={busy} onClick={test}>{t('rules.test', { days: DAYS })}</Button>
          {version.status === 'tested' && <Button size="sm" variant="primary" pending={busy} onClick={ask}>{t('rules.ask')}</Button>}
        </>
      )}
    >
      <p className="text-13">{['exact-key', ...version.rules.rules].map((rule) => t(`rule.${rule}`)).join(' → ')}</p>
      <p className="mt-1 text-13 text-ink-2">
        {t('rules.limits', { before: window.beforeSeconds, after: window.afterSeconds, ready: notYet.readyAt, tolerance: tolerance.ignoreBelowMinor === '0' ? t('rules.noTolerance')
          : t('rules.letGo', { ignore: amount(tolerance.ignoreBelowMinor), cap: amount(tolerance.dailyCapMinor) }) })}
      </p>
      {version.tested && <Tested found={version.tested} />}
    </Card>
  );
}

function Tested({ found }: { found: BackTestView }) {
  const t = useTranslations('reconciliation');
  return (
    <div className="mt-3 grid gap-3">
      <DescriptionList
        items={(['files', 'lines', 'gained', 'lost', 'changed', 'agreesWithPeople', 'againstPeople'] as const).map((key) => ({ term: t(`rules.found.${key}`), value: String(found[key]) }))}
      />
      {found.shown.length > 0 && (
        <Table caption={t('rules.diff')}>
          <thead><tr><Th>{t('rules.diffKind')}</Th><Th>{t('rules.diffLine')}</Th><Th>{t('rules.diffBefore')}</Th><Th>{t('rules.diffAfter')}</Th></tr></thead>
          <tbody>
            {found.shown.map((d) => (
              <Tr key={`${d.fileId} ${d.lineNo}`}>
                <Td>{t(`rules.found.${d.kind}`)}</Td><Td>{`${d.channel} · ${d.lineNo}`}</Td><Td>{d.ruleBefore ? t(`rule.${d.ruleBefore}`) : '—'}</Td><Td>{d.ruleAfter ? t(`rule.${d.ruleAfter}`) : '—'}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}

import { useFormatter, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { deviceName } from '@/components/device-name';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Popover } from '@/components/ui/popover';
import { Timeline } from '@/components/ui/timeline';
import type { ApprovalView } from '@/lib/approvals';

/** Who signed, from where and why, and who still must; "Why?" explains the rule. */
export function Signatures({ approval, zone }: { approval: ApprovalView; zone: string }) {
  const [t, identity, common] = [useTranslations('approvals'), useTranslations('identity'), useTranslations('common')];
  const format = useFormatter();
  const entries = approval.steps.map((step, index) => {
    const { opinion } = step;
    const roles = format.list(
      step.roles.map((role) => identity(`role.${role}.name`)),
      { type: 'disjunction' },
    );
    return {
      id: String(index),
      meaning:
        opinion === null
          ? approval.status !== 'pending'
            ? ('rest' as const)
            : ('waiting' as const)
          : opinion.decision === 'approve'
            ? ('good' as const)
            : ('wrong' as const),
      title: opinion ? t(`step.${opinion.decision}`, { name: opinion.name }) : t('step.waiting', { roles }),
      at: opinion ? <DateTime at={opinion.at} zone={zone} /> : [t('step.order', { n: index + 1 }), step.department].filter(Boolean).join(' · '),
      detail: opinion && (
        <>
          {opinion.onBehalfOf && <p className="text-ink">{t('step.behalf', { name: opinion.onBehalfOf })}</p>}
          {opinion.reason && <p className="text-ink">{opinion.reason}</p>}
          <p className={opinion.proof.holds === false ? 'text-wrong' : ''}>{t(opinion.proof.method === 'code' ? 'step.byCode' : opinion.proof.holds ? 'step.byPasskey' : 'step.brokenPasskey', { name: opinion.proof.passkey ?? '' })}</p>
          <p className="break-all">
            {t('step.from', { ip: opinion.ip || t('step.unknown'), device: deviceName(opinion.device) ?? t('step.unknown') })}
          </p>
        </>
      ),
    };
  });
  return (
    <Card
      title={t('detail.who')}
      actions={
        <Popover
          label={t('detail.policy')}
          align="end"
          trigger={
            <Button size="sm" variant="quiet">
              {common('why')}
            </Button>
          }
        >
          <p>{approval.kind === 'refund' ? t(approval.steps.length > 1 ? 'detail.policyLarge' : 'detail.policySmall') : t('detail.policyNow')}</p>
          <p className="mt-2">{t('detail.policyAlways')}</p>
        </Popover>
      }
    >
      <Timeline label={t('detail.who')} entries={entries} />
    </Card>
  );
}

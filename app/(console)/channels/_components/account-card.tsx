import { useLocale, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { moneyText } from '@/components/money-format';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { DescriptionList } from '@/components/ui/description-list';
import { LinkButton } from '@/components/ui/link-button';
import { channelName, type AccountDeskView, type CertificateView } from '@/lib/channels/model';
import { RetireKeys } from './retire-keys';
import { Sources } from './sources';
import { TestConnection } from './test-connection';

const mono = (text: string) => <code className="font-mono text-13 break-all">{text}</code>;

/** One channel: the contract (never its secrets), where the bank calls back, and what the channel can do. */
export function AccountCard({ view, zone }: { view: AccountDeskView; zone: string }) {
  const t = useTranslations('channels');
  const locale = useLocale();
  const { account, capabilities } = view;
  const state = account === null ? 'none' : account.status === 'active' ? 'active' : 'paused';
  const shown = view.fields.filter((field) => field.part === 'config' && field.kind === 'line' && account?.config[field.name]);
  return (
    <Card
      title={<span className="inline-flex items-center gap-3">{channelName(view.channel, locale)}<Badge meaning={state === 'active' ? 'good' : 'rest'}>{t(`state.${state}`)}</Badge></span>}
      actions={<LinkButton size="sm" href={`/channels/${view.channel}`}>{t(account ? 'edit' : 'add')}</LinkButton>}
    >
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        {account ? (
          <div>
            <DescriptionList
              items={[
                ...shown.map((field) => ({ term: t.has(`field.${field.name}`) ? t(`field.${field.name}`) : field.name, value: mono(account.config[field.name] ?? '') })),
                { term: t('baseUrl'), value: mono(account.baseUrl) },
                { term: t('notifyUrl'), value: <span className="flex items-start gap-1">{mono(account.notifyUrl)}<CopyButton text={account.notifyUrl} label={t('copyNotifyUrl')} /></span> },
                { term: t('secrets'), value: t('secretsKept') },
                ...account.certificates.map((c) => ({ term: t('certificate', { field: t.has(`field.${c.field}`) ? t(`field.${c.field}`) : c.field }), value: <CertificateEnd certificate={c} zone={zone} /> })),
                ...(account.previousUntil ? [{
                  term: t('retire.title'),
                  value: <span className="inline-flex flex-wrap items-center gap-2">{t('retire.until')}<DateTime at={account.previousUntil} zone={zone} /><RetireKeys accountId={account.id} /></span>,
                }] : []),
                { term: t('updated'), value: <DateTime at={account.updatedAt} zone={zone} /> },
              ]}
            />
            <TestConnection accountId={account.id} />
          </div>
        ) : <p className="text-ink-2">{t('noContract')}</p>}
        <div>
          <Abilities capabilities={capabilities} />
          <Sources sources={capabilities.sources} />
        </div>
      </div>
    </Card>
  );
}

function CertificateEnd({ certificate, zone }: { certificate: CertificateView; zone: string }) {
  const t = useTranslations('channels');
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <DateTime at={certificate.until} zone={zone} show="date" />
      {certificate.state === 'good' ? null : <Badge meaning={certificate.state === 'over' ? 'wrong' : 'attention'}>{t(`certificateState.${certificate.state}`)}</Badge>}
    </span>
  );
}

function Abilities({ capabilities: c }: { capabilities: AccountDeskView['capabilities'] }) {
  const t = useTranslations('channels');
  const currency = c.currencies[0] ?? 'CNY';
  const count = c.refund.maxCount === null ? t('refundCountFree') : t('refundCount', { count: c.refund.maxCount });
  return (
    <DescriptionList
      items={[
        { term: t('how'), value: t(`create.${c.create}`) },
        { term: t('limits'), value: `${moneyText({ minor: c.minMinor, currency })} – ${moneyText({ minor: c.maxMinor, currency })}` },
        { term: t('fee'), value: `${(c.feeBps / 100).toFixed(2)} %` },
        { term: t('close'), value: t(`closing.${c.close}`, { minutes: Math.round(c.orderLifetimeMs / 60_000) }) },
        {
          term: t('refund'),
          value: [t('refundDays', { days: c.refund.windowDays }), t(c.refund.partial ? 'refundPartial' : 'refundWhole'), count, t(c.refund.asynchronous ? 'refundLater' : 'refundNow')].join(' · '),
        },
        { term: t('statement'), value: t('statementFrom', { hour: c.statement.earliestHour, cutOff: c.statement.cutOff }) },
      ]}
    />
  );
}

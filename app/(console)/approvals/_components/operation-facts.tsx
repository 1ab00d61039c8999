import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import type { ApprovalView } from '@/lib/approvals';

/** People read who, what and by which way before numbers; what is not listed follows. */
const ORDER = [
  'payer',
  'reason',
  'paidAmount',
  'paidAt',
  'bills',
  'channel',
  'method',
  'route',
  'paymentNo',
  'refundNo',
  'orderNo',
  'tradeNo',
];
const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

type Value = ApprovalView['operation']['facts'][string];

/** The operation as it was asked for: exactly what the hash, and so every signature, covers. */
export function OperationFacts({ approval, zone }: { approval: ApprovalView; zone: string }) {
  const t = useTranslations('approvals');
  const word = (name: string) => (t.has(`fact.${name}`) ? t(`fact.${name}`) : name);
  const facts = Object.entries(approval.operation.facts).sort(([a], [b]) => rank(a) - rank(b));
  return (
    <Card title={t('detail.facts')} footer={t('detail.fingerprintHint')}>
      <DescriptionList
        items={[
          { term: t('detail.askedBy'), value: approval.requestedBy },
          { term: t('detail.askedAt'), value: <DateTime at={approval.requestedAt} zone={zone} /> },
          { term: t('detail.subject'), value: <code className="font-mono text-13 break-all">{approval.subjectId}</code> },
          ...facts.map(([name, value]) => ({ term: word(name), value: <Fact name={name} value={value} /> })),
          {
            term: t('detail.fingerprint'),
            value: <code className="font-mono text-12 break-all text-ink-2">{approval.operationHash}</code>,
          },
        ]}
      />
    </Card>
  );
}

function Fact({ name, value }: { name: string; value: Value }) {
  const t = useTranslations('approvals');
  const word = (key: string, otherwise: string) => (t.has(key) ? t(key) : otherwise);
  const text = (of: string, plain: string | boolean | null) => (plain === null ? '—' : word(`value.${of}.${String(plain)}`, String(plain)));
  if (typeof value !== 'object' || value === null) return <span className="break-all">{text(name, value)}</span>;
  return (
    <ul className="grid gap-1">
      {value.map((part, index) => (
        <li key={index}>
          {Object.entries(part)
            .map(([key, plain]) => `${word(`fact.${key}`, key)} ${text(key, plain)}`)
            .join(' · ')}
        </li>
      ))}
    </ul>
  );
}

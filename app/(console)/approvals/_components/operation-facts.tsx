import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import type { ApprovalView } from '@/lib/approvals';

/** People read who, what and by which way before numbers; what is not listed follows. */
const ORDER = [
  'payer',
  'payerNumber',
  'plan',
  'percent',
  'items',
  'from',
  'until',
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
/** Numbers of machines come last; they are there because the signature covers them. */
const LAST = ['planId'];
const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length + LAST.indexOf(name) + 1);

/** Where what an approval is about can be looked at. */
const PAGES: Readonly<Record<string, string>> = { payer: '/payers', bill: '/bills', payment: '/payments', refund: '/refunds' };

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
          { term: t('detail.subject'), value: <Subject kind={approval.subjectKind} id={approval.subjectId} /> },
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

function Subject({ kind, id }: { kind: string; id: string }) {
  const number = <code className="font-mono text-13 break-all">{id}</code>;
  const page = PAGES[kind];
  return page ? <TextLink href={`${page}/${id}`}>{number}</TextLink> : number;
}

function Fact({ name, value }: { name: string; value: Value }) {
  const t = useTranslations('approvals');
  const word = (key: string, otherwise: string) => (t.has(key) ? t(key) : otherwise);
  // What was left empty has a meaning where it has words: every item, without an end.
  const text = (of: string, plain: string | boolean | null) => (plain === null || plain === '' ? word(`value.${of}.empty`, '—') : word(`value.${of}.${String(plain)}`, String(plain)));
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

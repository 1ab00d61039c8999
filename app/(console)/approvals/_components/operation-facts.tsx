import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import type { ApprovalView } from '@/lib/approvals';

type Value = ApprovalView['operation']['facts'][string];

/** The operation as it was asked for: exactly what the hash, and so every signature, covers. */
export function OperationFacts({ approval, zone }: { approval: ApprovalView; zone: string }) {
  const t = useTranslations('approvals');
  const word = (name: string) => (t.has(`fact.${name}`) ? t(`fact.${name}`) : name);
  return (
    <Card title={t('detail.facts')} footer={t('detail.fingerprintHint')}>
      <DescriptionList
        items={[
          { term: t('detail.askedBy'), value: approval.requestedBy },
          { term: t('detail.askedAt'), value: <DateTime at={approval.requestedAt} zone={zone} /> },
          { term: t('detail.subject'), value: <code className="font-mono text-13 break-all">{approval.subjectId}</code> },
          ...Object.entries(approval.operation.facts).map(([name, value]) => ({ term: word(name), value: <Fact value={value} word={word} /> })),
          { term: t('detail.fingerprint'), value: <code className="font-mono text-12 break-all text-ink-2">{approval.operationHash}</code> },
        ]}
      />
    </Card>
  );
}

function Fact({ value, word }: { value: Value; word: (name: string) => string }) {
  if (typeof value !== 'object' || value === null) return <span className="break-all">{value === null ? '—' : String(value)}</span>;
  return (
    <ul className="grid gap-1">
      {value.map((part, index) => (
        <li key={index}>
          {Object.entries(part)
            .map(([name, text]) => `${word(name)} ${text ?? '—'}`)
            .join(' · ')}
        </li>
      ))}
    </ul>
  );
}

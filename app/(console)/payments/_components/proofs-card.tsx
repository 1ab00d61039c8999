import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Card } from '@/components/ui/card';
import type { ProofView } from '@/lib/payments/model';

const size = (bytes: number): string => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1_024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`);

/** What a confirmation by hand rests on. */
export function ProofsCard({ proofs, zone }: { proofs: readonly ProofView[]; zone: string }) {
  const t = useTranslations('payments.proof');
  return (
    <Card title={t('title')} sentence={t('sentence')}>
      <ul className="grid gap-1">
        {proofs.map((proof) => (
          <li key={proof.id} className="flex flex-wrap justify-between gap-x-3">
            <a className="text-accent-strong underline" href={`/payments/proof/${proof.id}`}>{proof.name}</a>
            <span className="text-13 text-ink-2">{size(proof.bytes)} · <DateTime at={proof.addedAt} zone={zone} /></span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

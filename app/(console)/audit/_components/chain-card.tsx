import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import type { ChainState } from '@/lib/audit';
import { VerifyNow } from './verify-now';

/** An entry that waits longer than this for its place means that nobody links. */
const LATE_MS = 60_000;

/** How far the record is proven: its chain, the signed checkpoints outside the database, the key to check them with. */
export function ChainCard({ chain, now, zone }: { chain: ChainState & { readonly publicKey: string }; now: number; zone: string }) {
  const t = useTranslations('audit.chain');
  const late = chain.oldestWaitingAt !== null && now - Date.parse(chain.oldestWaitingAt) > LATE_MS;
  const unsigned = chain.checkpoint === null ? BigInt(chain.linked) : BigInt(chain.linked) - BigInt(chain.checkpoint.to);
  return (
    <Card
      className="mb-4" sentence={t('sentence')}
      title={<span className="flex flex-wrap items-center gap-3">{t('title')} <Badge meaning={late ? 'wrong' : 'good'}>{t(late ? 'late' : 'going')}</Badge></span>}
    >
      <DescriptionList
        items={[
          { term: t('linked'), value: t('entries', { count: chain.linked, waiting: Number(chain.waiting) }) },
          {
            term: t('checkpoint'),
            value: chain.checkpoint ? <><DateTime at={chain.checkpoint.at} zone={zone} relative /> · {t('upTo', { entry: chain.checkpoint.to, unsigned: Number(unsigned) })}</> : t('none'),
          },
          { term: t('key'), value: <details><summary className="cursor-pointer font-mono text-13">{chain.checkpoint?.key ?? t('show')}</summary><pre className="overflow-x-auto text-12">{chain.publicKey}</pre></details> },
        ]}
      />
      <VerifyNow />
    </Card>
  );
}

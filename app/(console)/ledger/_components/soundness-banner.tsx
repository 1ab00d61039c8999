import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Banner } from '@/components/ui/banner';
import { Stat } from '@/components/ui/stat';
import { TextLink } from '@/components/ui/text-link';
import type { IntegrityFinding, SoundnessView } from '@/lib/ledger/model';

/** Sound or not in one sentence, and how far rounds, whole looks and seals are. */
export function SoundnessBanner({ books, zone }: { books: SoundnessView; zone: string }) {
  const t = useTranslations('ledger.integrity');
  const { round, whole, seals } = books;
  return (
    <div className="mb-4 grid gap-3">
      <Banner meaning={books.sound ? 'good' : 'wrong'} live title={t(books.sound ? 'soundNow' : 'unsoundNow')}>
        {books.unsoundSince && <p>{t('since')} <DateTime at={books.unsoundSince} zone={zone} relative /></p>}
        <p className="text-13 text-ink-2">{t('live')}</p>
      </Banner>
      <div className="grid gap-3 sm:grid-cols-3">
        <Stat
          label={t('round.label')} value={round ? t('round.value', { count: round.entries }) : t('round.none')}
          note={round && <>{t('round.waiting', { count: Number(round.waiting) })} · {t('round.at')} <DateTime at={round.at} zone={zone} relative /></>}
        />
        <Stat
          label={t('whole.label')} value={whole ? <DateTime at={whole.at} zone={zone} className="text-16" /> : t('whole.none')}
          note={whole && t('whole.took', { ms: whole.tookMs })}
        />
        <Stat
          label={t('seals.label')} value={seals ? t('seals.value', { count: Number(seals.count) }) : t('seals.none')}
          note={seals && <><DateTime at={seals.at} zone={zone} /> · {t('seals.note', { entry: seals.upTo })}</>}
        />
      </div>
    </div>
  );
}

/** What is wrong now, each with a way to it. */
export function Findings({ found }: { found: readonly IntegrityFinding[] }) {
  const t = useTranslations('ledger');
  if (found.length === 0) return null;
  return (
    <section className="mb-4 rounded-md border border-line bg-surface px-4 py-3" data-findings={found.length}>
      <h2 className="font-medium">{t('integrity.found.title')}</h2>
      <p className="text-13 text-ink-2">{t('integrity.found.sentence')}</p>
      <ul className="mt-2 divide-y divide-line">
        {found.map((finding) => (
          <li key={`${finding.check} ${finding.id}`} className="flex flex-wrap justify-between gap-x-4 py-1.5">
            <span>{t(`checks.${finding.check}.name`)}</span>
            {finding.id && <FoundLink id={finding.id} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function FoundLink({ id }: { id: string }) {
  const href = id.startsWith('pay_') ? `/payments/${id}` : id.startsWith('bil_') ? `/bills/${id}` : /^\d+$/.test(id) ? `/ledger/vouchers/${id}` : null;
  return href ? <TextLink href={href}><span className="font-mono text-13 break-all">{id}</span></TextLink> : <span className="font-mono text-13 break-all">{id}</span>;
}

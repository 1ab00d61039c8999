import { useTranslations } from 'next-intl';
import { cn } from '../class-names';

/** Holds a place while something loads; it does not shimmer, because nothing moves unless a person moved it. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-4 rounded-sm bg-ink/8', className)} />;
}

/** The shape of a console page while it loads: title, sentence, rows. For `loading.tsx`. */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  const t = useTranslations('common');
  return (
    <div role="status" aria-label={t('loading')}>
      <div className="mb-4 border-b border-line pb-4">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="mt-2 w-80 max-w-full" />
      </div>
      <div className="rounded-md border border-line bg-surface">
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex h-9 items-center gap-4 border-b border-line px-3 last:border-b-0">
            <Skeleton className="w-24" />
            <Skeleton className="flex-1" />
            <Skeleton className="w-20" />
          </div>
        ))}
      </div>
    </div>
  );
}

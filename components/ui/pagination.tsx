import { useTranslations } from 'next-intl';
import { LinkButton } from './link-button';

export interface PaginationProps {
  /** Address of the first page, if we are not on it. */
  firstHref?: string | null;
  /** Address with the next cursor, or null on the last page. */
  nextHref?: string | null;
  /** Rows shown on this page, and in all where that is known. */
  shown: number;
  total?: number | null;
}

/** Pages are read forward from a cursor; the browser's own Back goes back. */
export function Pagination({ firstHref, nextHref, shown, total }: PaginationProps) {
  const t = useTranslations('common');
  return (
    <nav aria-label={t('pagination.label')} className="flex flex-wrap items-center justify-between gap-2 px-3 py-2 text-13 text-ink-2">
      <span>{typeof total === 'number' ? t('pagination.shownOf', { shown, total }) : t('pagination.shown', { shown })}</span>
      <span className="flex gap-2">
        {firstHref && (
          <LinkButton size="sm" href={firstHref} scroll={false}>
            {t('pagination.first')}
          </LinkButton>
        )}
        {nextHref && (
          <LinkButton size="sm" href={nextHref} scroll={false}>
            {t('pagination.next')}
          </LinkButton>
        )}
      </span>
    </nav>
  );
}

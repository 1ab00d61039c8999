import { getLocale, getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { moneyText } from '@/components/money-format';
import { consoleFeed } from '@/lib/edge';
import { searchEverything } from '@/lib/reports';
import type { SearchResult } from '@/lib/reports/model';

const RESULTS_MAX = 50;

/** What the command palette asks; words in the reader's language. */
export const GET = consoleFeed(z.object({ q: z.string().max(80).default('') }), async (ctx, { q }) => {
  const [t, locale, found] = await Promise.all([getTranslations('search'), getLocale(), searchEverything(ctx, q)]);
  const results = found.slice(0, RESULTS_MAX).map((one): SearchResult => {
    const about = one.about && (locale === 'en' ? one.about.en : one.about.zh);
    const subtitle = [about, one.amount && moneyText(one.amount)].filter(Boolean).join(' · ');
    return { id: one.id, title: t(`kind.${one.kind}`, { number: one.number }), href: one.href, ...(subtitle && { subtitle }) };
  });
  return { results };
});

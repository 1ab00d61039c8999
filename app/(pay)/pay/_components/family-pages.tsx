import { getTranslations } from 'next-intl/server';
import { buttonStyle } from '@/components/ui/button-style';
import type { TogetherView } from '@/lib/checkout';
import { actForAction } from '../actions';

/** The way to each of the family's own page: history, receipts, refunds. Their bills stand in the list above. */
export async function FamilyPages({ family }: { family: readonly TogetherView[] }) {
  const t = await getTranslations('pay.together');
  if (family.length === 0) return null;
  return (
    <div data-print="hide" className="mt-5 flex flex-wrap gap-2">
      {family.map(({ institutionId, payerId, owed }) => (
        <form key={payerId} action={actForAction}>
          <input type="hidden" name="institutionId" value={institutionId} />
          <input type="hidden" name="payerId" value={payerId} />
          <button type="submit" className={buttonStyle({ size: 'lg' })}>{t('switch', { name: owed.payer.name })}</button>
        </form>
      ))}
    </div>
  );
}

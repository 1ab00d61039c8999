import { getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { buttonStyle } from '@/components/ui/button-style';
import type { RelativeView } from '@/lib/checkout';
import { actForAction } from '../actions';

/** The others of the family: one press goes to what they owe. A form each, so that it works without JavaScript. */
export async function FamilyList({ relatives }: { relatives: readonly RelativeView[] }) {
  if (relatives.length === 0) return null;
  const t = await getTranslations('pay.family');
  return (
    <section className="mt-8">
      <h2 className="mb-2 font-semibold">{t('title')}</h2>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {relatives.map((one) => (
          <li key={one.payerId} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <span className="grid">
              <span>{one.name} <span className="text-13 text-ink-2">{one.number}</span></span>
              <span className="text-14 text-ink-2">{one.bills === 0 ? t('nothing') : t('owes', { count: one.bills, amount: moneyText(one.open) })}</span>
            </span>
            <form action={actForAction}>
              <input type="hidden" name="payerId" value={one.payerId} />
              <button type="submit" className={buttonStyle({ size: 'lg' })}>{t('open', { name: one.name })}</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

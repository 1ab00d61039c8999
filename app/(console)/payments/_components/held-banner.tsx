import { useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { LinkButton } from '@/components/ui/link-button';
import type { SuspenseView } from '@/lib/payments/model';

/** Money of this payment that waits for a person: said on the payment itself, not only in the queue. */
export function HeldBanner({ suspense, mayOpen }: { suspense: readonly SuspenseView[]; mayOpen: boolean }) {
  const t = useTranslations('payments');
  return suspense.filter((item) => item.status === 'held').map((item) => (
    <Banner
      key={item.id} meaning="attention" className="mb-4" title={t('suspense.heldHere', { amount: moneyText(item.amount), kind: t(`suspense.kind.${item.kind}`) })}
      actions={mayOpen && <LinkButton size="sm" href="/payments/suspense">{t('suspense.toQueue')}</LinkButton>}
    >
      {t(`suspense.explain.${item.kind}`)}
    </Banner>
  ));
}

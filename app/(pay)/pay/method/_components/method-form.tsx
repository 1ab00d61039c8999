import { getTranslations } from 'next-intl/server';
import { BusyButton } from '@/components/pay/busy-button';
import { PayForm } from '@/components/pay/pay-form';
import { Banner } from '@/components/ui/banner';
import { buttonStyle } from '@/components/ui/button-style';
import { wayGroups } from '@/lib/checkout/model';
import { payAction, switchAction } from '../../actions';
import type { WayCardView } from '../way-words';
import { WayCard } from './way-card';
import { WayList } from './way-list';

export interface MethodFormProps {
  switching: boolean;
  hidden: readonly (readonly [string, string])[];
  ways: readonly WayCardView[];
}

/**
 * How to pay: the suggested way first and chosen, then what most phones have, the other banks behind one line, and what cannot be had now behind
 * another. Which way is chosen is read from the radio by CSS, so refund rule and button are right without JavaScript too.
 */
export async function MethodForm({ switching, hidden, ways }: MethodFormProps) {
  const [t, common] = await Promise.all([getTranslations('pay.method'), getTranslations('common')]);
  const { first, wallets, banks, unavailable } = wayGroups(ways);
  const offered = ways.filter((way) => way.available);
  const shows = offered.map((way) => `form:has([value="${way.channel}"]:checked) [data-for="${way.channel}"]{display:inline}`).join('');
  return (
    <PayForm action={switching ? switchAction : payAction} hidden={[...hidden, ['method', 'any']]} reference={common('error.reference')}>
      {!first && (
        <Banner meaning="attention" title={t('noneTitle')}>
          {t('noneSentence')}
        </Banner>
      )}
      <fieldset className="grid min-w-0 gap-3">
        <legend className="sr-only">{t('legend')}</legend>
        {first && (
          <div className="overflow-clip rounded-md border border-accent">
            <WayCard way={first} chosen />
          </div>
        )}
        {wallets.length > 0 && <WayList ways={wallets} />}
        {banks.length > 0 && <WayList ways={banks} folded={t('moreBanks', { count: banks.length })} />}
        {unavailable.length > 0 && <WayList ways={unavailable} folded={t('notNow', { count: unavailable.length })} open={!first} />}
      </fieldset>
      {first && (
        <div className="sticky bottom-0 -mx-4 grid gap-2 border-t border-line bg-paper px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          <style>{`[data-for]{display:none}${shows}`}</style>
          <p className="text-13 text-ink-2">
            {offered.map((way) => (
              <span key={way.channel} data-for={way.channel}>
                {way.refund}
              </span>
            ))}
          </p>
          <BusyButton look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>
            {offered.map((way) => (
              <span key={way.channel} data-for={way.channel}>
                {way.button}
              </span>
            ))}
          </BusyButton>
        </div>
      )}
    </PayForm>
  );
}

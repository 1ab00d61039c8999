import { getTranslations } from 'next-intl/server';
import { buttonStyle } from '@/components/ui/button-style';
import { addAnotherAction, forgetMeAction } from '../actions';

/** Below the list: somebody else's bills beside these, and an end to it on a computer that others use. */
export async function ListChoices() {
  const t = await getTranslations('pay.together');
  return (
    <div data-print="hide" className="mt-8 flex flex-wrap gap-2 border-t border-line pt-5">
      <form action={addAnotherAction}>
        <button type="submit" className={buttonStyle({ size: 'lg' })}>{t('add')}</button>
      </form>
      <a href="/pay/account" className={buttonStyle({ size: 'lg' })}>{t('account')}</a>
      <form action={forgetMeAction}>
        <button type="submit" className={buttonStyle({ variant: 'quiet', size: 'lg' })}>{t('forget')}</button>
      </form>
    </div>
  );
}

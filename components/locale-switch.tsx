import { useLocale, useTranslations } from 'next-intl';
import { setLocale } from './preferences/actions';
import { buttonStyle } from './ui/button-style';

/** 文 / A. A form with one button, so that it works without JavaScript; the button names the language it leads to, in that language. */
export function LocaleSwitch({ size = 'md' }: { size?: 'md' | 'lg' }) {
  const t = useTranslations('common');
  const locale = useLocale();
  const target = locale === 'en' ? 'zh-CN' : 'en';
  return (
    <form action={setLocale}>
      <button
        name="locale"
        value={target}
        lang={target}
        aria-label={t('language.switch')}
        title={t('language.switch')}
        className={buttonStyle({ variant: 'quiet', size })}
      >
        {target === 'en' ? 'English' : '中文'}
      </button>
    </form>
  );
}

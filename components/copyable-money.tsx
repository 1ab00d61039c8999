import { useTranslations } from 'next-intl';
import { Money, type MoneyProps } from './money';
import { moneyParts } from './money-format';
import { CopyButton } from './ui/copy-button';

/** An amount with a button that puts the plain number on the clipboard. Selecting and copying gives the plain number anyway. */
export function CopyableMoney(props: MoneyProps) {
  const t = useTranslations('common');
  return (
    <span className="inline-flex items-baseline gap-1">
      <Money {...props} />
      <CopyButton text={moneyParts(props.value).plain} label={t('money.copy')} />
    </span>
  );
}

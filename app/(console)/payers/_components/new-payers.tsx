import { useTranslations } from 'next-intl';
import { I18nProvider } from '@/components/i18n-provider';
import { LinkButton } from '@/components/ui/link-button';
import type { AttributeView, GroupView } from '@/lib/payers/model';
import { EditPayer } from './edit-payer';

/** The ways new payers come: one by form, many by file, and what is said of them. */
export function NewPayers({ groups, attributes }: { groups: readonly GroupView[]; attributes: readonly AttributeView[] }) {
  const t = useTranslations('payers');
  return (
    <>
      <I18nProvider namespaces={['payers']}>
        <EditPayer groups={groups} attributes={attributes} />
      </I18nProvider>
      <LinkButton href="/payers/groups">{t('groups.open')}</LinkButton>
      <LinkButton href="/payers/import" variant="primary" shortcut="i">{t('import.open')}</LinkButton>
    </>
  );
}

import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { listAttributes, listGroups } from '@/lib/payers';
import { AttributeTypes } from '../_components/attribute-types';
import { GroupTree } from '../_components/group-tree';

export async function generateMetadata() {
  return { title: (await getTranslations('payers'))('groups.title') };
}

export default async function GroupsPage() {
  const ctx = await consoleCtx('payer.read');
  const [t, groups, attributes] = await Promise.all([getTranslations('payers'), shown(listGroups(ctx)), shown(listAttributes(ctx))]);
  const may = hasPermission(ctx.actor, 'payer.write');
  return (
    <>
      <PageHeader above={<TextLink href="/payers">{t('title')}</TextLink>} title={t('groups.title')} sentence={t('groups.sentence')} />
      <I18nProvider namespaces={['payers']}>
        <div className="grid gap-4 lg:grid-cols-2">
          <GroupTree groups={groups} mayWrite={may} />
          <AttributeTypes attributes={attributes} mayWrite={may} />
        </div>
      </I18nProvider>
    </>
  );
}

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { ROLES } from '@/lib/identity/model';

/** What each role may and may not do, in plain words. */
export function RoleGuide() {
  const t = useTranslations('identity');
  return (
    <Card title={t('people.rolesTitle')}>
      <DescriptionList items={ROLES.map((role) => ({ term: t(`role.${role}.name`), value: t(`role.${role}.can`) }))} />
    </Card>
  );
}

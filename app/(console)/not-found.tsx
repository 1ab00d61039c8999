import { getTranslations } from 'next-intl/server';
import { NotThere } from '@/components/not-there';
import { LinkButton } from '@/components/ui/link-button';

/** The same answer as outside, inside the console's frame, so that one stays where one was working. */
export default async function ConsoleNotFound() {
  const t = await getTranslations('common');
  return <NotThere wayOut={<LinkButton href="/today" variant="primary">{t('error.home')}</LinkButton>} />;
}

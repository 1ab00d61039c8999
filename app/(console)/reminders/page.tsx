import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { getSchedule, listNotices, previewReminders } from '@/lib/notifications';
import { NoticeLog } from './_components/notice-log';
import { ScheduleEditor } from './_components/schedule-editor';

export async function generateMetadata() {
  return { title: (await getTranslations('reminders'))('title') };
}

export default async function RemindersPage() {
  const ctx = await consoleCtx('bill.read');
  const [t, { session }, schedule, notices] = await Promise.all([getTranslations('reminders'), consoleSession(), shown(getSchedule(ctx)), shown(listNotices(ctx))]);
  const preview = await shown(previewReminders(ctx, { schedule }));
  const zone = session.institution.timeZone;
  return (
    <I18nProvider namespaces={['reminders']} zone={zone}>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <div className="grid gap-4">
        <ScheduleEditor schedule={schedule} first={preview} mayWrite={hasPermission(ctx.actor, 'fee-plan.write')} />
        <NoticeLog notices={notices} zone={zone} />
      </div>
    </I18nProvider>
  );
}

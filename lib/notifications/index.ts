/** Server door: reminders to payers, and the ways out. */
export { mailReceipt, mailReceiptInput } from './commands/mail-receipt';
export { saveSchedule } from './commands/save-schedule';
export { approvalNoticeConsumers } from './approval-notices';
export { notificationJobs } from './jobs';
export { getSchedule } from './schedule';
export { listNotices, previewReminders } from './queries';
export { alertConsumers, alertStaff } from './alert-staff';
export { sendReminders, type SentReminders } from './send-reminders';
export { type Carrier, type Carriers, type Message } from './carriers';
export type { NotificationCode, NotificationFailure } from './errors';

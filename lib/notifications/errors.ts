/** Every refusal of this module. Copy in both languages: messages/<locale>/reminders.json, `errors.notifications.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const NOTIFICATION_CODES = ['notifications.rule-twice', 'notifications.not-found', 'notifications.too-often', 'notifications.carrier-failed'] as const;
export type NotificationCode = (typeof NOTIFICATION_CODES)[number];
export type NotificationFailure = Failure<NotificationCode>;

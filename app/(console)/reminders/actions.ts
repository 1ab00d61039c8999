'use server';

import { z } from 'zod';
import { consoleAction } from '@/lib/edge';
import { ok } from '@/lib/kernel/result';
import { previewReminders, saveSchedule } from '@/lib/notifications';
import { scheduleSchema } from '@/lib/notifications/model';

export const saveScheduleAction = consoleAction(scheduleSchema, saveSchedule, { action: 'reminder.save-schedule', revalidate: () => ['/reminders'] });
export const previewRemindersAction = consoleAction(z.object({ schedule: scheduleSchema }), async (ctx, input) => ok(await previewReminders(ctx, input)), { action: 'reminder.preview' });

/** The shared door: when payers are reminded, and what was sent. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';

export const NOTICE_CHANNELS = ['mail', 'sms'] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** `offsetDays`: from the due date, negative = before. The code names the rule for ever: a notice of it is sent once per bill. */
export const ruleSchema = z.object({ offsetDays: z.coerce.number().int().min(-60).max(180), channel: z.enum(NOTICE_CHANNELS) });
export type Rule = z.infer<typeof ruleSchema>;
export const ruleCode = ({ offsetDays, channel }: Rule): string => `${channel}${offsetDays < 0 ? '' : '+'}${offsetDays}`;

export const scheduleSchema = z.object({ enabled: z.stringbool().or(z.boolean()), rules: z.array(ruleSchema).max(12), quietFrom: time, quietUntil: time, restrictFrom: z.enum(['C', 'D']).nullable().default(null) });
export type Schedule = z.infer<typeof scheduleSchema>;
export const DEFAULT_SCHEDULE: Schedule = {
  enabled: false, quietFrom: '21:00', quietUntil: '08:00', restrictFrom: null,
  rules: [{ offsetDays: -3, channel: 'mail' }, { offsetDays: 0, channel: 'sms' }, { offsetDays: 7, channel: 'mail' }],
};

/** A carrier that failed is asked this often in all; a refusal for good (5xx) once. */
export const TRIES_MAX = 3;
export const NOTICE_STATES = ['sending', 'sent', 'skipped', 'failed'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

export interface PlannedNotice {
  readonly billId: string;
  readonly billNumber: string;
  readonly payerNumber: string;
  readonly payerName: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly open: MoneyWire;
  readonly dueDate: string;
  readonly rule: Rule;
  /** No address of that kind is known, or this notice was sent already. */
  readonly blocked: 'no-address' | 'sent-already' | null;
}

export interface NoticeView {
  readonly id: string;
  readonly billId: string;
  readonly payerName: string;
  readonly rule: string;
  readonly channel: NoticeChannel;
  readonly status: NoticeState;
  readonly reason: string | null;
  readonly sentTo: string | null;
  readonly at: string;
}

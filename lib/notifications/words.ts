/** What a reminder says: both languages in one message, because nobody knows which one the reader wants. */
import { fromWire, toDecimal, type MoneyWire } from '@/lib/kernel/money';

export interface ReminderFacts {
  readonly institution: string;
  readonly title: string;
  readonly number: string;
  readonly open: MoneyWire;
  readonly dueDate: string;
  readonly offsetDays: number;
  readonly url: string;
}

export function reminderText(facts: ReminderFacts): { subject: string; text: string } {
  const amount = `${facts.open.currency === 'CNY' ? '¥' : `${facts.open.currency} `}${toDecimal(fromWire(facts.open))}`;
  const late = facts.offsetDays > 0;
  const zh = late ? `已于 ${facts.dueDate} 到期，仍有 ${amount} 未缴` : `请于 ${facts.dueDate} 前缴纳 ${amount}`;
  const en = late ? `was due on ${facts.dueDate}; ${amount} is still open` : `please pay ${amount} by ${facts.dueDate}`;
  return {
    subject: `${facts.institution}：${facts.title} ${amount}`,
    text: [
      `${facts.title}（${facts.number}）${zh}。`, `缴费：${facts.url}`, '如已缴清，请忽略本通知。', '',
      `${facts.title} (${facts.number}): ${en}.`, `Pay: ${facts.url}`, 'If you have paid, please ignore this.',
    ].join('\n'),
  };
}

/** Makes a day's file, lays it and its truth beside each other in the data folder, and says when there is none. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BusinessDate } from '@/lib/kernel/time';
import type { Bank } from './bank';
import { odditiesOf } from './oddities';
import type { StatementFile } from './sim';
import { statementDay, todayOf, type StatementTruth } from './statement-lines';
import type { Merchant } from './types';

export type StatementAnswer =
  | { readonly kind: 'file'; readonly file: StatementFile; readonly truth: StatementTruth }
  | { readonly kind: 'empty' }
  | { readonly kind: 'late' }
  | { readonly kind: 'future' };

/** `asChannel`: asked for over the channel's wire, where `statement-late` may put it off. What leaves over the wire goes through `leaving`. */
export function statementOf(bank: Bank, merchant: Merchant, date: BusinessDate, asChannel: boolean): StatementAnswer {
  if (date > todayOf(bank, merchant)) return { kind: 'future' };
  const occasion = { channel: merchant.channel, merchantNo: merchant.merchantNo, orderNo: date, operation: 'statement' as const };
  if (asChannel && bank.rules.strike('statement-late', occasion)) return { kind: 'late' };
  const day = statementDay(bank, merchant, date);
  if (day.lines.length === 0 || (asChannel && bank.rules.strike('statement-empty-day', occasion))) return { kind: 'empty' };
  const file = bank.sims[merchant.channel].statement(merchant, date, day.lines, { now: bank.clock.now(), odd: odditiesOf(bank, merchant, date) });
  const folder = join(bank.options.dataDir, 'statements', merchant.channel, merchant.merchantNo);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file.fileName), file.bytes);
  writeFileSync(join(folder, `${date}.truth.json`), JSON.stringify(day.truth, null, 1));
  return { kind: 'file', file, truth: day.truth };
}

/** UnionPay's file trade (76): the zip of a clearing day, deflated once more and in base64, inside the answer. */
import { deflateSync } from 'node:zlib';
import { addDays, isBusinessDate, type BusinessDate } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import type { Reply } from '../../bank/http';
import { leaving } from '../../bank/oddities';
import { todayOf } from '../../bank/statement-lines';
import { statementOf } from '../../bank/statements';
import type { Merchant } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { plainReply, type Fields } from './wire';

/** `MMDD` has no year: the latest such day that is not after tomorrow, because a day is open from 23:00 of the one before. */
function dayOf(bank: Bank, merchant: Merchant, settleDate: string): BusinessDate | null {
  if (!/^\d{4}$/.test(settleDate)) return null;
  const latest = addDays(todayOf(bank, merchant), 1);
  const year = Number(latest.slice(0, 4));
  for (const candidate of [year, year - 1, year - 2, year - 3, year - 4]) {
    const date = `${candidate}-${settleDate.slice(0, 2)}-${settleDate.slice(2)}`;
    if (isBusinessDate(date) && date <= latest) return date;
  }
  return null;
}

export function file(bank: Bank, merchant: Merchant, fields: Fields): Promise<Reply> {
  const date = dayOf(bank, merchant, fields.settleDate ?? '');
  if (fields.txnType !== '76' || date === null) return plainReply(bank, fields, '10');
  return underFaults(bank, {
    channel: 'unionpay',
    subject: { merchantNo: merchant.merchantNo, orderNo: date, operation: 'statement' },
    maintenance: () => plainReply(bank, fields, '39'),
    systemError: () => plainReply(bank, fields, '03'),
    run: () => {
      const made = statementOf(bank, merchant, date, true);
      if (made.kind !== 'file') return plainReply(bank, fields, '98');
      return plainReply(bank, fields, '00', {
        settleDate: fields.settleDate!,
        fileType: '00',
        fileName: made.file.fileName,
        fileContent: deflateSync(leaving(bank, merchant, date, made.file)).toString('base64'),
      });
    },
  });
}

/** Alipay's bill: an address good for thirty seconds, downloaded without a signature. */
import { isBusinessDate } from '@/lib/kernel/time';
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { seededHex } from '../../bank/crypto';
import { answer, type Incoming, type Reply } from '../../bank/http';
import { goodUntil, leaving } from '../../bank/oddities';
import { statementOf } from '../../bank/statements';
import type { Merchant } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { businessFailure, callerError, success, unavailable } from './wire';

const URL_LIFE_MS = 30_000;
const BillSchema = z.object({ bill_type: z.literal('trade'), bill_date: z.string().refine(isBusinessDate) });

const tokenOf = (bank: Bank, merchantNo: string, date: string, until: number): string =>
  `${merchantNo}.${date}.${until}.${seededHex(bank.options.seed, 'alipay-bill', merchantNo, date, until).slice(0, 32)}`;

export function requestBill(bank: Bank, merchant: Merchant, request: Incoming, method: string, biz: unknown): Promise<Reply> {
  const parsed = BillSchema.safeParse(biz);
  if (!parsed.success) return callerError(bank, method, '40002', 'isv.invalid-parameter', '沙箱只提供bill_type=trade的日账单');
  const date = parsed.data.bill_date;
  return underFaults(bank, {
    channel: 'alipay',
    subject: { merchantNo: merchant.merchantNo, orderNo: date, operation: 'statement' },
    maintenance: () => unavailable(bank, method),
    systemError: () => unavailable(bank, method),
    run: () => {
      if (!isBusinessDate(date)) return unavailable(bank, method);
      const made = statementOf(bank, merchant, date, true);
      if (made.kind === 'late') return businessFailure(bank, method, 'isp.bill_not_ready', '账单生成中');
      if (made.kind !== 'file') return businessFailure(bank, method, 'isp.bill_not_exist', '账单不存在');
      const token = tokenOf(bank, merchant.merchantNo, date, goodUntil(bank, merchant, date, URL_LIFE_MS));
      return success(bank, method, { bill_download_url: `${request.origin}/alipay/billdownload?token=${token}` });
    },
  });
}

export function downloadBill(bank: Bank, request: Incoming): Reply {
  const token = request.query.get('token') ?? '';
  const [merchantNo = '', date = '', until = '0'] = token.split('.');
  const merchant = bank.merchants.byNo('alipay', merchantNo);
  const good =
    merchant && isBusinessDate(date) && token === tokenOf(bank, merchantNo, date, Number(until)) && Number(until) > bank.clock.now();
  if (!good) return answer(403, 'expired', { 'content-type': 'text/plain' });
  const made = statementOf(bank, merchant, date, false);
  if (made.kind !== 'file') return answer(404, 'no bill', { 'content-type': 'text/plain' });
  return answer(200, leaving(bank, merchant, date, made.file), { 'content-type': made.file.contentType });
}

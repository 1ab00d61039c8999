/** WeChat's bill: ask for it, get an address good for five minutes, fetch it there; the answer of the download carries no signature. */
import { gzipSync } from 'node:zlib';
import { isBusinessDate } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import { seededHex, sha1Hex } from '../../bank/crypto';
import { answer, type Incoming, type Reply } from '../../bank/http';
import { goodUntil, leaving, struck } from '../../bank/oddities';
import { statementOf } from '../../bank/statements';
import type { Merchant } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { maintenance, systemError } from './orders';
import { refusal, signedReply } from './wire';

const URL_LIFE_MS = 300_000;

const tokenOf = (bank: Bank, merchant: Merchant, date: string, packing: string, until: number): string =>
  `${date}.${packing}.${until}.${seededHex(bank.options.seed, 'bill', merchant.merchantNo, date, packing, until).slice(0, 32)}`;

export function requestBill(bank: Bank, merchant: Merchant, request: Incoming): Promise<Reply> {
  const date = request.query.get('bill_date') ?? '';
  const type = request.query.get('bill_type') ?? 'ALL';
  const packing = request.query.get('tar_type') ?? 'PLAIN';
  if (!isBusinessDate(date) || type !== 'ALL' || (packing !== 'PLAIN' && packing !== 'GZIP')) {
    return refusal(bank, 400, 'PARAM_ERROR', 'bill_date、bill_type或tar_type有误（沙箱只提供ALL）');
  }
  return underFaults(bank, {
    channel: 'wechat',
    subject: { merchantNo: merchant.merchantNo, orderNo: date, operation: 'statement' },
    maintenance: () => maintenance(bank),
    systemError: () => systemError(bank),
    run: () => {
      const made = statementOf(bank, merchant, date, true);
      if (made.kind === 'late') return refusal(bank, 400, 'STATEMENT_CREATING', '账单生成中，请稍后再试');
      if (made.kind === 'future') return refusal(bank, 400, 'INVALID_REQUEST', '账单日期不能晚于今天');
      if (made.kind === 'empty') return refusal(bank, 400, 'NO_STATEMENT_EXIST', '账单文件不存在');
      const token = tokenOf(bank, merchant, date, packing, goodUntil(bank, merchant, date, URL_LIFE_MS));
      return signedReply(bank, 200, {
        hash_type: 'SHA1',
        hash_value: sha1Hex(struck(bank, merchant, date, 'statement-wrong-hash') ? Buffer.from('another file') : made.file.bytes),
        download_url: `${request.origin}/wechat/v3/billdownload/file?token=${token}`,
      });
    },
  });
}

export async function downloadBill(bank: Bank, merchant: Merchant, request: Incoming): Promise<Reply> {
  const token = request.query.get('token') ?? '';
  const [date = '', packing = '', until = '0'] = token.split('.');
  const good = isBusinessDate(date) && token === tokenOf(bank, merchant, date, packing, Number(until)) && Number(until) > bank.clock.now();
  if (!good) return refusal(bank, 400, 'INVALID_REQUEST', '下载地址无效或已过期');
  const made = statementOf(bank, merchant, date, false);
  if (made.kind !== 'file') return refusal(bank, 404, 'RESOURCE_NOT_EXISTS', '账单文件不存在');
  const plain = leaving(bank, merchant, date, made.file);
  const bytes = packing === 'GZIP' ? gzipSync(plain) : plain;
  return answer(200, bytes, { 'content-type': packing === 'GZIP' ? 'application/gzip' : made.file.contentType });
}

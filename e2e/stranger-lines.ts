/** A day of WeChat Pay whose lines nobody here knows: every one of them is a difference. */
import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { Ask } from './console-api';

const HEADER = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,'
  + '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const fen = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

/** A day's file of lines that nobody here knows: every one of them is a difference. */
function strangersFile(date: string, amounts: readonly number[]): string {
  const rows = amounts.map((minor, i) => [
    `${date} ${String(8 + (i % 12)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00`, 'wx1', '1900000109', '0', '', `T${date}${i}`, `WB${date}X${i}`, 'o', 'NATIVE', 'SUCCESS',
    'OTHERS', 'CNY', fen(minor), '0.00', '0', '0', '0.00', '0.00', '', '', '学费', '', '0.00000', '0.60%', fen(minor), '0.00', '',
  ].map((cell) => `\`${cell}`).join(','));
  const sum = fen(amounts.reduce((total, minor) => total + minor, 0));
  const totals = [String(amounts.length), sum, '0.00', '0.00', '0.00000', sum, '0.00'].map((cell) => `\`${cell}`).join(',');
  return [HEADER, ...rows, '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额', totals, ''].join('\n');
}

export const dayBefore = (days: number): string => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
export const importFile = (ask: Ask, date: string, amounts: readonly number[]) => ask(
  'statements.import', { fileName: `wechat-${date}.csv`, content: Buffer.from(strangersFile(date, amounts)).toString('base64') }, z.object({ rows: z.number(), fileId: z.string() }));

interface Day { readonly open: number; readonly status: string }
export const dayOf = async (page: Page, date: string): Promise<Day> => (await (await page.request.get(`/api/feeds/recon-day?channel=wechat&date=${date}`)).json()) as Day;

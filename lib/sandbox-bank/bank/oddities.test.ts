// A file that is odd today says the same in other bytes; one that is damaged says less, and only over the wire.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENTS } from '../testing/merchants';
import { DAYS } from '../testing/day-files';
import { testBank, type Onboarded, type TestBank } from '../testing/sandbox-for-tests';
import { spelled, type Oddities } from './oddities';
import { fromGb18030 } from './text';

const PLAIN: Oddities = { otherEncoding: false, byteOrderMark: false, bareLineEnds: false, trailingBlanks: false, totalOffFen: 0n };
const TEXT = '保育费\r\n第二行\r\n';
let bank: TestBank;
let merchant: Onboarded;
let today = '';

beforeAll(async () => {
  bank = await testBank();
  today = (await bank.api<{ now: string }>('GET', '/clock')).now.slice(0, 10);
  merchant = await bank.merchant('qra');
  for (const orderNo of ['ODD1A', 'ODD2B']) {
    await CLIENTS.qra(merchant).create({ orderNo, fen: 1_000 });
    const { order } = await bank.api<{ order: { channelTradeNo: string } }>('POST', `/orders/qra/${orderNo}/pay`);
    await CLIENTS.qra(merchant).refund(orderNo, `R${orderNo}`, 300, 1_000, order.channelTradeNo);
  }
});
afterAll(() => bank.close());

test('each oddity changes the bytes and nothing of what they say', () => {
  expect(spelled(TEXT, 'utf-8', PLAIN).toString('utf8')).toBe(TEXT);
  expect(fromGb18030(spelled(TEXT, 'utf-8', { ...PLAIN, otherEncoding: true }))).toBe(TEXT);
  expect(spelled(TEXT, 'gbk', { ...PLAIN, otherEncoding: true }).toString('utf8')).toBe(TEXT);
  expect(spelled(TEXT, 'utf-8', { ...PLAIN, byteOrderMark: true }).subarray(0, 3).toString('hex')).toBe('efbbbf');
  expect(spelled(TEXT, 'utf-8', { ...PLAIN, bareLineEnds: true }).toString('utf8')).toBe('保育费\n第二行\n');
  expect(spelled(TEXT, 'utf-8', { ...PLAIN, trailingBlanks: true }).toString('utf8')).toBe('保育费 \t\r\n第二行 \t\r\n');
});

const linesUnder = async (fault: string, more: Readonly<Record<string, unknown>> = {}): Promise<string[]> => {
  const rule = await bank.rule(fault, { channel: 'qra', ...more });
  const { file } = await DAYS.qra!(merchant, today);
  await bank.api('DELETE', `/rules/${rule}`);
  return (file ?? Buffer.alloc(0)).toString('utf8').trimEnd().split('\r\n');
};

test('totals, fees and numbers are wrong where a rule says so, and a refund waits for the next day', async () => {
  const plain = await linesUnder('callback-late');
  expect(plain[0]).toContain('|2|2000|2|600');
  expect((await linesUnder('statement-wrong-totals'))[0]).toContain('|2|2100|2|600');
  expect((await linesUnder('statement-fee-differs', { orderNo: 'ODD1A' })).filter((line, i) => line !== plain[i])).toEqual([expect.stringMatching(/支付\|ODD1A\|.*\|1000\|5\|/)]);
  expect((await linesUnder('statement-number-respelled', { orderNo: 'ODD1A' })).filter((line) => line.includes('|odd1a|'))).toHaveLength(1);
  const without = await linesUnder('statement-refund-next-day', { orderNo: 'ODD2B' });
  expect([without.length, without.some((line) => line.includes('RODD2B'))]).toEqual([plain.length - 1, false]);
  expect((await linesUnder('statement-truncated')).length).toBeLessThan(plain.length);
  expect(await linesUnder('callback-late')).toEqual(plain);
});

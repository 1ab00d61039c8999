import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { must } from '@/lib/kernel/result';
import { inspect } from '@/lib/statements';
import { statementReader } from './statement';

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const PAID =
  '`2026-11-21 09:30:00,`wx1,`1900000001,`0,`,`4200000001,`BF0001,`o1,`NATIVE,`SUCCESS,`OTHERS,' +
  '`CNY,`1280.00,`0.00,`0,`0,`0.00,`0.00,`,`,`学费,十一月,`,`7.68000,`0.60%,`1280.00,`0.00,`';
const REFUNDED =
  '`2026-11-21 15:00:00,`wx1,`1900000001,`0,`,`4200000001,`BF0001,`o1,`NATIVE,`REFUND,`OTHERS,' +
  '`CNY,`0.00,`0.00,`5030000001,`RF0001,`80.00,`0.00,`ORIGINAL,`SUCCESS,`学费,十一月,`,`-0.48000,`0.60%,`0.00,`80.00,`';
const TOTALS =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n`2,`1280.00,`80.00,`0.00,`7.20000,`1280.00,`80.00\n';
const bill = (...lines: string[]) => Buffer.from(`${[HEADER, ...lines].join('\n')}\n${TOTALS}`);
const read = async (bytes: Buffer, name = 'bill') => must(await inspect(bytes, name, [statementReader]));

test('a payment and its refund are read with our numbers, fee and net, and the file agrees with itself', async () => {
  const { summary, rows } = await read(bill(PAID, REFUNDED));
  expect(summary).toMatchObject({ format: 'wechat-tradebill', encoding: 'utf-8', rows: 2, rejected: 0, currency: 'CNY', warnings: [] });
  expect(summary.credit).toEqual({ count: 1, amountMinor: 128000n });
  expect(summary.debit).toEqual({ count: 1, amountMinor: 8000n });
  const [paid, refunded] = [...rows];
  expect(paid).toMatchObject({
    type: 'payment',
    merchantNo: 'BF0001',
    channelNo: '4200000001',
    feeMinor: 768n,
    netMinor: 127232n,
    memo: '学费,十一月',
    tradeTime: '2026-11-21 09:30:00',
  });
  expect(refunded).toMatchObject({
    type: 'refund',
    direction: 'debit',
    merchantNo: 'RF0001',
    origMerchantNo: 'BF0001',
    channelNo: '5030000001',
    feeMinor: -48n,
    netMinor: -7952n,
  });
});

test('gzip, byte order mark and CRLF change nothing', async () => {
  const plain = await read(bill(PAID, REFUNDED));
  const packed = await read(gzipSync(Buffer.from(`\ufeff${bill(PAID, REFUNDED).toString().replaceAll('\n', '\r\n')}`)));
  expect({ ...packed.summary, encoding: '' }).toEqual({ ...plain.summary, encoding: '' });
  expect([...packed.rows]).toEqual([...plain.rows]);
});

test('a row too few, a doubled row, a broken amount and a cut file are all said', async () => {
  const codes = async (bytes: Buffer) => (await read(bytes)).summary.warnings.map((w) => w.code);
  expect(await codes(bill(PAID))).toContain('statements.warn-control-total');
  expect(await codes(bill(PAID, PAID))).toContain('statements.warn-duplicate-row');
  const broken = await read(bill(PAID.replace('`1280.00,`0.00,`', '`12x80.00,`0.00,`'), REFUNDED));
  expect(broken.summary.rejected).toBe(1);
  expect(broken.rejectedRows[0]).toMatchObject({ lineNo: 2, code: 'statements.row-amount' });
  expect(await codes(Buffer.from(`${HEADER}\n${PAID}\n`))).toContain('statements.warn-truncated');
});

import { buffer } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { must } from '@/lib/kernel/result';
import { inspect } from '@/lib/statements';
import { statementReader } from './statement';

const HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,' +
  '集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const row = (cells: Record<number, string>) =>
  Array.from({ length: 25 }, (_, i) => cells[i] ?? (i >= 11 && i < 18 ? '0.00' : '')).join(',');
const PAID = row({
  0: '2026112122001\t',
  1: 'BF0001\t',
  2: '交易',
  3: '学费',
  4: '2026-11-21 09:29:00',
  5: '2026-11-21 09:30:00',
  10: '王*(138****)',
  11: '1280.00',
  12: '1280.00',
  22: '-7.68',
});
const BACK = row({
  0: '2026112122001\t',
  1: 'BF0001\t',
  2: '退款',
  3: '学费',
  4: '2026-11-21 14:00:00',
  5: '2026-11-21 15:00:00',
  11: '-80.00',
  12: '-80.00',
  21: 'RF0001',
  22: '0.48',
});

async function zipped(detail: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(iconv.encode(detail, 'gb18030'), '20881_20261121_业务明细.csv');
  zip.addBuffer(iconv.encode('#支付宝业务汇总查询\n门店编号,交易订单总笔数\n合计,1\n', 'gb18030'), '20881_20261121_业务明细(汇总).csv');
  zip.end();
  return buffer(zip.outputStream);
}

const detail = (...rows: string[]) =>
  [
    '#支付宝业务明细查询',
    '#账号：[20881000000000001]',
    '#起始日期：[2026年11月21日 00:00:00]   终止日期：[2026年11月22日 00:00:00]',
    '#-----------------------------------------业务明细列表----------------------------------------',
    HEADER,
    ...rows,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    '#交易合计：1笔，商家实收共1280.00元，商家优惠共0.00元',
    '#退款合计：1笔，商家实收退款共-80.00元，商家优惠退款共0.00元',
    '#导出时间：[2026年11月22日 10:05:00]',
    '',
  ].join('\r\n');

test('the GBK zip is opened, the detail file chosen, refunds told from payments, the totals in words agree', async () => {
  const { summary, rows } = must(await inspect(await zipped(detail(PAID, BACK)), 'whatever.bin', [statementReader]));
  expect(summary).toMatchObject({
    format: 'alipay-trade-detail',
    encoding: 'gb18030',
    rows: 2,
    rejected: 0,
    account: '20881000000000001',
    warnings: [],
  });
  expect(summary.credit).toEqual({ count: 1, amountMinor: 128000n });
  expect(summary.debit).toEqual({ count: 1, amountMinor: 8000n });
  expect(summary.period).toEqual({ from: '2026-11-21', to: '2026-11-21' });
  const [paid, back] = [...rows];
  expect(paid).toMatchObject({
    type: 'payment',
    merchantNo: 'BF0001',
    channelNo: '2026112122001',
    feeMinor: 768n,
    netMinor: 127232n,
    tradeTime: '2026-11-21 09:30:00',
  });
  expect(back).toMatchObject({
    type: 'refund',
    direction: 'debit',
    merchantNo: 'RF0001',
    origMerchantNo: 'BF0001',
    amountMinor: 8000n,
    feeMinor: -48n,
    netMinor: -7952n,
  });
});

test('a missing row and a missing end of list are said', async () => {
  const one = must(await inspect(await zipped(detail(PAID)), 'x', [statementReader])).summary.warnings;
  expect(one.map((w) => w.code)).toEqual(expect.arrayContaining(['statements.warn-control-count', 'statements.warn-control-total']));
  const cut = must(
    await inspect(iconv.encode(detail(PAID, BACK).split('#----').slice(0, 2).join('#----'), 'gb18030'), 'x', [statementReader]),
  );
  expect(cut.summary.warnings.map((w) => w.code)).toContain('statements.warn-truncated');
});

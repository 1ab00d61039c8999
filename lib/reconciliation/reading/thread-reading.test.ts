/** A file is read in a thread of its own: the same rows as here, a reader ahead by no more than agreed, and a file that fills the thread's memory ends the thread alone. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ALL_ADAPTERS } from '@/lib/channels';
import { STATEMENT_READERS } from '@/lib/channels/readers';
import { must } from '@/lib/kernel/result';
import type { CopyPiece } from '../copy-rows';
import { LocalReading } from './local-reading';
import type { Pieces, StatementSource } from './port';
import { startReading } from './start-reading';
import { readInThread } from './thread-reading';

const CAPTIONS = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const line = (i: number): string => `\`2026-11-21 00:10:00,\`wx8,\`19,\`0,\`,\`4200${i},\`BF${i},\`o${i},\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`1.00,\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`学费,\`,\`0.01000,\`0.60%,\`1.00,\`0.00,\``;
const bill = (rows: number): Buffer => Buffer.from([CAPTIONS, ...Array.from({ length: rows }, (_, i) => line(i))].join('\n'));
const source = (bytes: Uint8Array): StatementSource => ({ bytes, fileName: 'bill' });

async function all(pieces: Pieces): Promise<CopyPiece[]> {
  const taken: CopyPiece[] = [];
  for (let piece = await pieces.take(); piece; piece = await pieces.take()) taken.push(piece);
  return taken;
}

test('the thread has the readers that the registry has', () => {
  expect(new Set(STATEMENT_READERS)).toEqual(new Set(ALL_ADAPTERS.map((adapter) => adapter.statementReader)));
});

test('what the thread says is what this thread says', async () => {
  const [there, here] = [await readInThread(source(bill(500))), new LocalReading(source(bill(500)))];
  expect(await there.open()).toEqual(await here.open());
  expect(must(await there.tell('24:00'))).toEqual(must(await here.tell('24:00')));
  there.close();
});

test('pieces come over whole, with what they add up to', async () => {
  const reading = await startReading(source(gzipSync(bill(3_000))));
  expect(reading).not.toBeInstanceOf(LocalReading);
  must(await reading.open());
  const pieces = reading.copy({ id: 'stf_1', channel: 'wechat' });
  const taken = await all(pieces);
  expect(taken.at(-1)?.ends).toBe(true);
  const { rows, summary, rowsOfDay } = await pieces.result();
  expect({ rows, credit: summary.credit, days: [...rowsOfDay] }).toEqual({ rows: 3_000, credit: { count: 3_000, amountMinor: 300_000n }, days: [['2026-11-21', 3_000]] });
  reading.close();
});

test('a file that needs more memory than a file may use is refused by name, and the next one is read', async () => {
  // Sixteen megabytes that become four million elements of one entry, each of which takes thirty times the room of its four signs.
  const batches = `<NtryDtls>${'<a/>'.repeat(99_000)}</NtryDtls>`.repeat(40);
  const hungry = Buffer.from(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Ntry>${batches}</Ntry></Stmt></BkToCstmrStmt></Document>`);
  const reading = await readInThread(source(hungry));
  must(await reading.open());
  expect(await reading.tell('24:00')).toMatchObject({ ok: false, error: { code: 'statements.out-of-memory' } });
  reading.close();
  const next = await readInThread(source(bill(2)));
  expect(must(await next.open()).channel).toBe('wechat');
  next.close();
}, 60_000);

test('a file that is left in the middle holds no thread', async () => {
  for (let i = 0; i < 3; i++) {
    const reading = await readInThread(source(bill(20)));
    must(await reading.open());
    reading.copy({ id: 'stf_1', channel: 'wechat' }).stop();
    reading.close();
  }
  const next = await readInThread(source(bill(2)));
  expect(must(await next.open()).format).toBe('wechat-tradebill');
  next.close();
}, 30_000);

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  alipayCall,
  alipayNode,
  CLIENTS,
  outlink,
  tag,
  unionpayAnswer,
  unionpayCall,
  UNIONPAY_TXN_TIME,
  wechatCall,
} from '../testing/merchants';
import { dayRows, DAYS, DAY_WORDS } from '../testing/day-files';
import { send, testBank, type Onboarded, type TestBank } from '../testing/sandbox-for-tests';
import { addDays, businessDate } from '@/lib/kernel/time';
import type { StatementTruth } from './statement-lines';
import { CHANNELS, type Channel } from './types';
import { fenOf } from './text';

let bank: TestBank;
const merchants = {} as Record<Channel, Onboarded>;
let today = '';
const ORDERS = 12;

interface Row {
  readonly kind: 'payment' | 'refund';
  readonly no: string;
  readonly fen: bigint;
  readonly fee: bigint;
}

beforeAll(async () => {
  bank = await testBank();
  today = (await bank.api<{ now: string }>('GET', '/clock')).now.slice(0, 10);
  for (const channel of CHANNELS) {
    const m = (merchants[channel] = await bank.merchant(channel));
    const client = CLIENTS[channel](m);
    for (let i = 0; i < ORDERS; i++) {
      const orderNo = `DAY${channel}${String(i).padStart(3, '0')}`;
      await client.create({ orderNo, fen: 1_000 + i * 137, subject: '保育费，𠮷班' });
      const { order } = await bank.api<{ order: { channelTradeNo: string } }>('POST', `/orders/${channel}/${orderNo}/pay`);
      if (i % 4 === 0) await client.refund(orderNo, `DAYR${channel}${i}`, 333, 1_000 + i * 137, order.channelTradeNo);
    }
  }
});
afterAll(() => bank.close());

/** The first (or only) file of a zip without names in UTF-8, by its local header. */
function unzipFirst(bytes: Buffer): Buffer {
  const at = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  return inflateRawSync(bytes.subarray(at, at + bytes.readUInt32LE(18)));
}
const chinese = (bytes: Buffer) => new TextDecoder('gb18030').decode(bytes);
const fen = (text: string) => (text.startsWith('-') ? -fenOf(text.slice(1))! : fenOf(text)!);
const abs = (n: bigint) => (n < 0n ? -n : n);

async function wechatRows(m: Onboarded, date: string): Promise<Row[]> {
  const asked = JSON.parse((await wechatCall(m, 'GET', `/v3/bill/tradebill?bill_date=${date}&bill_type=ALL&tar_type=GZIP`))!.text) as {
    hash_value: string;
    download_url: string;
  };
  const path = new URL(asked.download_url).pathname.slice('/wechat'.length) + new URL(asked.download_url).search;
  const plain = gunzipSync((await wechatCall(m, 'GET', path))!.bytes);
  expect(createHash('sha1').update(plain).digest('hex')).toBe(asked.hash_value);
  const lines = plain
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n');
  expect(lines[0]!.split(',')).toHaveLength(27);
  const cells = lines.slice(1, -2).map((line) => line.slice(1).split(',`'));
  const totals = lines.at(-1)!.slice(1).split(',`');
  const rows = cells.map(
    (c): Row =>
      c[9] === 'REFUND'
        ? { kind: 'refund', no: c[6]!, fen: fen(c[16]!), fee: -fen(c[22]!.slice(0, -3)) }
        : { kind: 'payment', no: c[6]!, fen: fen(c[12]!), fee: fen(c[22]!.slice(0, -3)) },
  );
  const sum = (kind: Row['kind']) => rows.filter((r) => r.kind === kind).reduce((t, r) => t + r.fen, 0n);
  expect([Number(totals[0]), fen(totals[1]!), fen(totals[2]!)]).toEqual([rows.length, sum('payment'), sum('refund')]);
  return rows;
}

async function alipayRows(m: Onboarded, date: string): Promise<Row[]> {
  const node = alipayNode(await alipayCall(m, 'alipay.data.dataservice.bill.downloadurl.query', { bill_type: 'trade', bill_date: date }));
  const text = chinese(unzipFirst((await send(node.bill_download_url!))!.bytes));
  const lines = text.split('\r\n');
  expect(lines[4]!.split(',')).toHaveLength(25);
  const rows = lines
    .slice(5)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): Row => {
      const c = line.split(',').map((cell) => cell.trim());
      expect(c).toHaveLength(25);
      return { kind: c[2] === '退款' ? 'refund' : 'payment', no: c[1]!, fen: abs(fen(c[11]!)), fee: abs(fen(c[22]!)) };
    });
  expect(text).toContain(`#交易合计：${rows.filter((r) => r.kind === 'payment').length}笔`);
  return rows;
}

async function unionpayRows(m: Onboarded, date: string): Promise<Row[]> {
  const fields = {
    txnType: '76',
    txnSubType: '01',
    bizType: '000000',
    fileType: '00',
    settleDate: date.slice(5).replace('-', ''),
    txnTime: UNIONPAY_TXN_TIME,
  };
  const answer = unionpayAnswer(await unionpayCall(m, '/file/', fields));
  const file = unzipFirst(inflateSync(Buffer.from(answer.fileContent!, 'base64')));
  expect(file.length % 609).toBe(0);
  return Array.from({ length: file.length / 609 }, (_, i): Row => {
    const record = file.subarray(i * 609, i * 609 + 609);
    const cut = (at: number, length: number) =>
      record
        .subarray(at, at + length)
        .toString('latin1')
        .trim();
    expect(record.subarray(607).toString()).toBe('\r\n');
    const refund = cut(215, 2) === '04';
    return {
      kind: refund ? 'refund' : 'payment',
      no: refund ? cut(476, 32) : cut(112, 32),
      fen: BigInt(cut(66, 12)),
      fee: BigInt(cut(166, 13).slice(1)),
    };
  });
}

async function ccbRows(m: Onboarded, date: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const TYPE of ['0', '1']) {
    const name = tag(await outlink(m, '5W1005', { DATE: date.replaceAll('-', ''), KIND: '0', FILETYPE: '1', TYPE }), 'FILE_NAME');
    if (name === '') continue;
    expect(name).toMatch(new RegExp(`^SHOP\\.${m.merchantNo}\\.\\d{8}\\.\\d{8}\\.\\d{14}\\.zip$`));
    const got = await outlink(m, '6W0111', { SOURCE: name, FILEPATH: 'merchant/shls' });
    const [header, ...lines] = chinese(unzipFirst(Buffer.from(tag(got, 'FILE_CONTENT'), 'base64')))
      .trimEnd()
      .split('\r\n');
    expect(header!.split('|')).toHaveLength(10);
    for (const line of lines) {
      const c = line.split('|');
      rows.push(
        fen(c[5]!) > 0n
          ? { kind: 'refund', no: c[2]!, fen: fen(c[5]!), fee: 0n }
          : { kind: 'payment', no: c[2]!, fen: fen(c[4]!), fee: 0n },
      );
    }
  }
  return rows;
}

const DAY_READERS = Object.fromEntries(
  Object.entries(DAYS).map(([channel, ask]) => [channel, async (m: Onboarded, date: string) => dayRows((await ask(m, date)).file!)]),
) as Readonly<Record<Exclude<Channel, 'wechat' | 'alipay' | 'unionpay' | 'ccb'>, (m: Onboarded, date: string) => Promise<Row[]>>>;
const READ = { wechat: wechatRows, alipay: alipayRows, unionpay: unionpayRows, ccb: ccbRows, ...DAY_READERS } as const;
const plan = (channel: Channel, date: string, body: unknown) =>
  bank.api<{ truth: StatementTruth; fileName: string }>('POST', `/statements/${channel}/${merchants[channel].merchantNo}/${date}`, body);
const truthOf = async (channel: Channel, date: string) =>
  (await bank.api<{ truth: StatementTruth }>('GET', `/statements/${channel}/${merchants[channel].merchantNo}/${date}?part=truth`)).truth;

function tally(rows: readonly Row[]) {
  const of = (kind: Row['kind']) => rows.filter((r) => r.kind === kind);
  const sum = (list: readonly Row[], pick: (r: Row) => bigint) => list.reduce((t, r) => t + pick(r), 0n);
  const side = (kind: Row['kind']) => ({ count: of(kind).length, amountMinor: String(sum(of(kind), (r) => r.fen)) });
  return {
    rows: rows.length,
    payments: side('payment'),
    refunds: side('refund'),
    feeMinor: String(sum(of('payment'), (r) => r.fee) - sum(of('refund'), (r) => r.fee)),
  };
}

describe.each(CHANNELS)('%s', (channel) => {
  test('the file read back row by row ties to the truth, and the truth to what really happened', async () => {
    await plan(channel, today, {});
    const truth = await truthOf(channel, today);
    expect(tally(await READ[channel](merchants[channel], today))).toEqual(truth.file);
    expect(truth.file).toEqual(truth.bank);
    expect(truth.bank).toMatchObject({
      payments: { count: ORDERS, amountMinor: String(1_000 * ORDERS + 137 * 66) },
      refunds: { count: 3, amountMinor: '999' },
    });
  });

  test('planted differences are in the file exactly as the truth says, and the same each time', async () => {
    const { truth, fileName } = await plan(channel, today, {
      missing: 2,
      extra: 3,
      amountDiffers: 1,
      duplicate: 1,
      nextDay: 1,
      deltaFen: 5,
    });
    const rows = await READ[channel](merchants[channel], today);
    const payments = rows.filter((r) => r.kind === 'payment');
    expect(tally(rows)).toEqual(truth.file);
    expect(payments.some((r) => [...truth.planted.missing, ...truth.planted.nextDay].includes(r.no))).toBe(false);
    expect(payments.filter((r) => truth.planted.extra.includes(r.no))).toHaveLength(3);
    expect(payments.filter((r) => r.no === truth.planted.duplicate[0])).toHaveLength(2);
    const [differs] = truth.planted.amountDiffers;
    expect(payments.find((r) => r.no === differs!.orderNo)!.fen).toBe(BigInt(differs!.bankMinor) + 5n);
    expect(await truthOf(channel, today)).toEqual(truth);
    const beside = readFileSync(join(bank.dataDir, 'statements', channel, merchants[channel].merchantNo, `${today}.truth.json`), 'utf8');
    expect(JSON.parse(beside)).toEqual(truth);
    expect(fileName).not.toBe('');
  });

  test("a row put off to the next day is in the next day's file, and nowhere else", async () => {
    const { truth } = await plan(channel, today, { nextDay: 2 });
    await bank.api('POST', '/clock', { advanceMs: 86_400_000 });
    const tomorrow = addDays(businessDate(today), 1);
    const rows = await READ[channel](merchants[channel], tomorrow);
    expect(rows.map((r) => r.no).sort()).toEqual([...truth.planted.nextDay].sort());
    expect((await truthOf(channel, tomorrow)).planted.fromPreviousDay.toSorted()).toEqual(truth.planted.nextDay.toSorted());
    bank.sandbox.bank.clock.setOffsetMs(bank.sandbox.bank.clock.offsetMs() - 86_400_000);
  });

  test('each statement misbehaviour works as a rule that names one order', async () => {
    await plan(channel, today, {});
    const orderNo = `DAY${channel}001`;
    const seen: Record<string, number> = {};
    for (const fault of ['statement-missing-row', 'statement-duplicate-row', 'statement-next-day-row', 'statement-amount-differs']) {
      const rule = await bank.rule(fault, { channel, orderNo });
      seen[fault] = (await READ[channel](merchants[channel], today)).filter(
        (r) => r.kind === 'payment' && r.no === orderNo && r.fen === 1_137n,
      ).length;
      await bank.api('DELETE', `/rules/${rule}`);
    }
    const rule = await bank.rule('statement-extra-row', { channel, params: { rows: 2 } });
    seen.rows = (await READ[channel](merchants[channel], today)).filter((r) => r.kind === 'payment').length;
    await bank.api('DELETE', `/rules/${rule}`);
    expect(seen).toEqual({
      'statement-missing-row': 0,
      'statement-duplicate-row': 2,
      'statement-next-day-row': 0,
      'statement-amount-differs': 0,
      rows: ORDERS + 2,
    });
  });

  test('statement-late: not ready at first, then the file; a day without trade and a day to come have none', async () => {
    await plan(channel, today, {});
    const m = merchants[channel];
    const ask = async (date: string) => {
      if (channel === 'wechat') return (await wechatCall(m, 'GET', `/v3/bill/tradebill?bill_date=${date}&bill_type=ALL`))!.text;
      if (channel === 'alipay')
        return (await alipayCall(m, 'alipay.data.dataservice.bill.downloadurl.query', { bill_type: 'trade', bill_date: date }))!.text;
      if (channel === 'ccb')
        return (await outlink(m, '5W1005', { DATE: date.replaceAll('-', ''), KIND: '0', FILETYPE: '1', TYPE: '0' }))!.text;
      if (channel !== 'unionpay') {
        const { said, file } = await DAYS[channel]!(m, date);
        return file ? 'FILE_NAME' : said;
      }
      const fields = { txnType: '76', fileType: '00', settleDate: date.slice(5).replace('-', ''), txnTime: UNIONPAY_TXN_TIME };
      return (await unionpayCall(m, '/file/', fields))!.text;
    };
    const NOT_READY = { wechat: 'STATEMENT_CREATING', alipay: 'bill_not_ready', unionpay: 'respCode=98', ccb: 'FILENOTREADY' }[channel as string] ?? DAY_WORDS[channel]!.late;
    const NONE = { wechat: 'NO_STATEMENT_EXIST', alipay: 'bill_not_exist', unionpay: 'respCode=98', ccb: 'NOFILE' }[channel as string] ?? DAY_WORDS[channel]!.none;
    await bank.rule('statement-late', { channel, params: { times: 1 } });
    expect(await ask(today)).toContain(NOT_READY);
    expect(await ask(today)).toMatch(/download_url|respCode=00|FILE_NAME/);
    await bank.api('DELETE', '/rules');
    expect(await ask(addDays(businessDate(today), -9))).toContain(NONE);
  });
});

/** Fixed-width records of banks in many countries, each with its truth: entries, sides, balances that tie, and the word that is said when they do not. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { allReaders } from './readers';
import { inspect } from './recognise';
import { toldOf } from './statements.fixtures';

/** A record of blanks with texts at their places, counted from zero. */
function record(length: number, parts: Readonly<Record<number, string>>, fill = ' '): string {
  const letters = Array.from({ length }, () => fill);
  for (const [at, text] of Object.entries(parts)) letters.splice(Number(at), text.length, ...text);
  return letters.slice(0, length).join('');
}
const num = (value: number, length: number): string => String(value).padStart(length, '0');

async function rowsOf(content: string | Uint8Array) {
  const read = await inspect(typeof content === 'string' ? Buffer.from(content) : content, 'file', allReaders([]));
  if (!read.ok) throw new Error(read.error.code);
  return [...read.value.rows].map((r) => [r.tradeTime, r.direction, r.amountMinor, r.merchantNo, r.counterparty, r.memo]);
}

describe('ABO', () => {
  const head = (closing = 148_766) => record(128, {
    0: '0740000192000145399Základní škola', 39: '300926', 45: num(100_000, 14), 59: '+', 60: num(closing, 14), 74: '+', 75: num(1_234, 14), 89: '+', 90: num(50_000, 14), 104: '+', 105: '010311026',
  });
  const entry = (amount: number, code: string, more: Readonly<Record<number, string>>) => record(128, {
    0: '0750000192000145399', 19: '0000002900123457', 35: '0000000000001', 48: num(amount, 12), 60: code, 61: '0020260017', 71: '0008000308', 81: '0000000000', 91: '021026', 117: '00203021026', ...more,
  });
  const words = (text: string) => `078${text.padEnd(70)}`;
  const lines = [head(), entry(50_000, '2', { 97: 'Novák Jan' }), words('Školné říjen'), entry(1_234, '1', { 35: '0000000000002', 97: 'Poplatek', 122: '301026' })];

  test('two movements and their words, in the alphabet of Central Europe', async () => {
    const bytes = iconv.encode(lines.join('\r\n'), 'windows-1250');
    expect(await toldOf(bytes)).toBe('abo 2 +1/50000 -1/1234 =0 CZK 100000>148766 2026-10-02..2026-10-30');
    expect((await rowsOf(bytes))[0]).toEqual(['2026-10-02', 'credit', 50_000n, '20260017', 'Novák Jan', 'Novák Jan Školné říjen']);
  });
  test('what is taken back goes the other way, and turnovers are less by it', async () => {
    const taken = [head(), entry(60_000, '2', {}), entry(10_000, '5', { 35: '0000000000003' }), entry(1_234, '1', { 35: '0000000000002' })].join('\n');
    expect(await toldOf(taken)).toBe('abo 3 +1/60000 -2/11234 =0 CZK 100000>148766 2026-10-02..2026-10-02');
  });
  test('an entry that is missing', async () => {
    expect(await toldOf(lines.slice(0, 3).join('\n'))).toBe('abo 1 +1/50000 -0/0 =0 CZK 100000>148766 2026-10-02..2026-10-02 ! balance-chain,control-total');
  });
  test('records that nobody can read are said, not left out', async () => {
    const broken = [lines[0], entry(50_000, '7', {}), entry(50_000, '2', { 48: '00000050x000' }), '079', 'abc'].join('\n');
    expect(await toldOf(broken)).toBe('abo 0 +0/0 -0/0 =0 ? 100000>148766 - ! balance-chain,control-total,no-rows,rows-rejected');
  });
});

describe('TITO', () => {
  const signed = (amount: number) => `${amount < 0 ? '-' : '+'}${num(Math.abs(amount), 18)}`;
  const head = record(322, { 0: 'T0032210019503000000010001261001261031261031235944444444', 65: '261001', 71: signed(100_000), 90: '000008EUR', 99: 'Shekkitili' });
  const entry = (n: number, day: string, amount: number, kind: string, more: Readonly<Record<number, string>> = {}) =>
    record(188, { 0: 'T10188', 6: num(n, 6), 12: `26100${n}AA0201000${n}`, 30: day + day + day, 48: `${kind}705Viitesiirto`, 87: signed(amount), 107: 'A', ...more });
  const balance = record(50, { 0: `T40050261031${signed(148_766)}${signed(148_766)}` });
  const sums = (kind: string, credit: number, debit: number) => `T50067${kind}261031${num(1, 8)}${signed(credit)}${num(1, 8)}${signed(-debit)}`;
  const lines = [head, entry(1, '261002', 50_000, '1', { 108: 'VIRTANEN {{NI', 159: num(12_345_672, 20) }), 'T1104300LUKUKAUSIMAKSU', entry(2, '261030', -1_234, '2'), balance, sums('1', 1, 1), sums('2', 50_000, 1_234)];

  test('seven-bit letters, references, the sums of the statement', async () => {
    expect(await toldOf(lines.join('\r\n'))).toBe('tito 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-01..2026-10-31');
    expect((await rowsOf(lines.join('\n')))[0]).toEqual(['2026-10-02', 'credit', 50_000n, '12345672', 'VIRTANEN ääNI', 'Viitesiirto LUKUKAUSIMAKSU']);
  });
  test('without line ends', async () => {
    const closed = [head, lines[1], entry(2, '261030', -1_234, '2'), balance, sums('1', 50_000, 1_234)].join('');
    expect(await toldOf(closed)).toBe('tito 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-01..2026-10-31');
  });
  test('the parts of an entry are no entries, and must be all of it', async () => {
    const part = (amount: number) => entry(1, '261002', amount, '1', { 187: '1' });
    expect(await toldOf([lines[0], lines[1], part(20_000), part(30_000), ...lines.slice(3)].join('\n'))).toBe('tito 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-01..2026-10-31');
    expect(await toldOf([lines[0], lines[1], part(20_000), ...lines.slice(3)].join('\n'))).toContain('! batch-total');
  });
  test('an entry that is missing', async () => {
    expect(await toldOf([...lines.slice(0, 3), ...lines.slice(4)].join('\n'))).toContain('! balance-chain,control-count,control-total');
  });
});

describe('BgMax', () => {
  const payment = (kind: string, amount: number, n: number, reference: string) => record(80, { 0: `${kind}0000000000`, 12: reference.padEnd(25), 37: num(amount, 18), 55: '21', 57: num(n, 12), 69: '0' });
  const deposit = (amount: number, payments: number) => record(80, { 0: '15', 2: num(5_000_000_001, 35), 37: '20261002', 45: '00001', 50: num(amount, 18), 68: 'SEK', 71: num(payments, 8), 79: ' ' });
  const lines = [
    record(80, { 0: '01BGMAX               0120261002173035010331P' }), record(80, { 0: '050009912346', 22: 'SEK' }), payment('20', 60_000, 1, '20260017'),
    record(80, { 0: '25Läsåret 2026' }), record(80, { 0: '26Eva Öberg' }), payment('21', 10_000, 2, '20260016'), deposit(50_000, 2), record(80, { 0: `70${num(1, 8)}${num(1, 8)}${num(0, 8)}${num(1, 8)}` }),
  ];
  test('payments and deductions make a deposit', async () => {
    const bytes = iconv.encode(lines.join('\r\n'), 'latin1');
    expect(await toldOf(bytes)).toBe('bgmax 2 +1/60000 -1/10000 =0 SEK > 2026-10-02..2026-10-02');
    expect((await rowsOf(bytes))[0]).toEqual(['2026-10-02', 'credit', 60_000n, '20260017', 'Eva Öberg', 'Läsåret 2026']);
  });
  test('a payment that is missing, and an end that is', async () => {
    expect(await toldOf([...lines.slice(0, 5), ...lines.slice(6)].join('\n'))).toContain('! batch-total,control-count,record-count');
    expect(await toldOf(lines.slice(0, 6).join('\n'))).toContain('! batch-total');
  });
});

describe('Zengin', () => {
  const head = record(200, { 0: '1030081101081001081031', 22: '0001', 26: 'ﾐｽﾞﾎ', 41: '001', 44: 'ﾎﾝﾃﾝ', 59: '0001', 63: '0001234567', 73: 'ｶﾞﾂｺｳ', 113: '10', 115: num(100_000, 14) });
  const entry = (n: number, day: string, way: string, amount: number, name: string) => record(200, {
    0: `2${num(n, 8)}${day}${day}${way}11`, 24: num(amount, 12), 36: num(0, 12), 48: '000000000000', 71: '0000000000', 81: name, 129: 'ﾐﾂﾋﾞｼ', 159: 'ﾌﾘｺﾐ', 179: way === '1' ? '20260017' : '',
  });
  const foot = (closing: number) => record(200, { 0: `8${num(1, 6)}${num(50_000, 13)}${num(1, 6)}${num(1_234, 13)}1${num(closing, 14)}${num(2, 7)}` });
  const lines = [head, entry(1, '081002', '1', 50_000, 'ﾔﾏﾀﾞ ﾀﾛｳ'), entry(2, '081030', '2', 1_234, 'ﾃﾞﾝｷ'), foot(148_766), record(200, { 0: `9${num(5, 10)}${num(1, 5)}` })];
  const TOLD = 'zengin 2 +1/50000 -1/1234 =0 JPY 100000>148766 2026-10-01..2026-10-31';

  test.each([['with line ends', '\r\n'], ['without', '']])('half-width letters, %s', async (_, between) => {
    const bytes = iconv.encode(lines.join(between), 'shift_jis');
    expect(await toldOf(bytes)).toBe(TOLD);
    expect((await rowsOf(bytes))[0]).toEqual(['2026-10-02', 'credit', 50_000n, '20260017', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'ﾌﾘｺﾐ ﾔﾏﾀﾞ ﾀﾛｳ']);
  });
  test('an entry that is missing', async () => {
    expect(await toldOf([head, lines[1], foot(148_766)].join('\n'))).toContain('! balance-chain,control-count,control-total,record-count');
  });
  test('transfers that came in, one of them taken back', async () => {
    const transfer = (n: number, amount: number, cancelled: string) => record(200, { 0: `2${num(n, 6)}081002081002`, 19: num(amount, 10), 29: num(0, 10), 39: '0000000000', 49: 'ﾔﾏﾀﾞ', 127: cancelled });
    const content = [
      record(200, { 0: '1010081002081002081002', 22: '0001', 41: '001', 59: '1', 60: '1234567' }), transfer(1, 50_000, ' '), transfer(2, 1_234, '1'),
      record(200, { 0: `8${num(1, 6)}${num(50_000, 12)}${num(1, 6)}${num(1_234, 12)}` }), record(200, { 0: '9' }),
    ];
    expect(await toldOf(content.join('\n'))).toBe('zengin 2 +1/50000 -1/1234 =0 JPY > 2026-10-02..2026-10-02');
  });
});

test('Norma 43: each account has totals of its own', async () => {
  const account = (n: string, credit: number) => [
    `119999111101234567${n}261001261031200000000100000978`.padEnd(80), record(80, { 0: '22    1111', 10: '261002261002', 22: '04072', 27: '2', 28: num(credit, 14), 42: num(0, 10), 52: num(0, 12) }),
    `33999911110123${'4567'}${n}${num(0, 5)}${num(0, 14)}${num(1, 5)}${num(credit, 14)}2${num(100_000 + credit, 14)}978`.padEnd(80),
  ];
  expect(await toldOf([...account('89', 50_000), ...account('90', 1_234), '88'].join('\n'))).toBe('norma43 2 +2/51234 -0/0 =0 EUR > 2026-10-01..2026-10-31');
});

test('CODA: who paid, and the reference of the payment slip', async () => {
  const content = [
    record(128, { 0: '0000031102612505', 24: '00000000' }, '0'), record(128, { 0: '10001001548226815 EUR0BE', 42: '0', 43: num(1_000_000, 15), 58: '011026' }),
    record(128, { 0: '2100010000', 10: 'JRFC00120DSCCOCACAERT', 31: '0', 32: num(500_000, 15), 47: '021026', 53: '00150000', 61: '1101090933755493', 115: '021026' }),
    record(128, { 0: '2200010000', 10: 'ANNEE 2026' }), record(128, { 0: '2300010000', 10: 'BE22313215646432', 47: 'JANSSENS MARIE' }),
    record(128, { 0: '8001001548226815 EUR0BE', 41: '0', 42: num(1_500_000, 15), 57: '311026' }), record(128, { 0: '9', 16: num(5, 6), 22: num(0, 15), 37: num(500_000, 15) }),
  ].join('\n');
  expect(await toldOf(content)).toBe('coda 1 +1/50000 -0/0 =0 EUR 100000>150000 2026-10-02..2026-10-02');
  expect(await rowsOf(content)).toEqual([['2026-10-02', 'credit', 50_000n, '090933755493', 'JANSSENS MARIE', '101090933755493 ANNEE 2026']]);
});

test('CFONB 120: who paid and why stands in records of its own behind a movement', async () => {
  const line = (kind: string, parts: Readonly<Record<number, string>>) => record(120, { 0: `${kind}15589    16200EUR2`, 21: '98765432100', 34: '021026', ...parts });
  const content = [
    line('01', { 90: '0000000010000{' }), line('04', { 42: '021026', 48: 'VIREMENT', 90: '0000000005000{' }), line('05', { 45: 'NPYMARTIN JEAN' }), line('05', { 45: 'LIBANNEE 2026' }),
    line('05', { 45: 'RCN20260017' }), line('07', { 34: '311026', 90: '0000000015000{' }),
  ].join('\n');
  expect(await toldOf(content)).toBe('cfonb120 1 +1/50000 -0/0 =0 EUR 100000>150000 2026-10-02..2026-10-02');
  expect(await rowsOf(content)).toEqual([['2026-10-02', 'credit', 50_000n, '20260017', 'MARTIN JEAN', 'VIREMENT ANNEE 2026']]);
});

test('a table is not taken for records, nor records that only begin alike', async () => {
  for (const text of ['074,2026-10-02,1.00\n', 'T003,2026-10-02,1.00\n', '01BGMAX,2026-10-02,1.00\n', '1030081101,2026-10-02,1.00\n']) expect(await toldOf(`no,date,amount\n${text}`)).toMatch(/^table-csv 1/);
  for (const text of ['0740000192000145399', 'T00322100', '01BGMAX', '103008110108100108103100010001']) expect(await toldOf(`${text}\n`)).toMatch(/^refused/);
});

/** Tests only: reads a day file of eight columns back, apart from the code that wrote it and from the adapters. */
import type { Onboarded } from './sandbox-for-tests';
import { cmbDay } from './merchants-cmb';
import { icbcDay } from './merchants-icbc';
import { abcDay } from './merchants-abc';
import { bocomDay } from './merchants-bocom';
import { qraDay } from './merchants-qra';
import { bocDay } from './merchants-boc';
import { spdbDay } from './merchants-spdb';
import { psbcDay } from './merchants-psbc';
import { walletDay } from './merchants-wallet';

export interface DayRow {
  readonly kind: 'payment' | 'refund';
  readonly no: string;
  readonly fen: bigint;
  readonly fee: bigint;
}

/** What the channel answered when it was asked for a day: its own text, and the file where there was one. */
export interface DayAnswer {
  readonly said: string;
  readonly file: Buffer | null;
}

export const DAYS: Readonly<Record<string, (m: Onboarded, date: string) => Promise<DayAnswer>>> = { cmb: cmbDay, icbc: icbcDay, abc: abcDay, bocom: bocomDay, qra: qraDay, boc: bocDay, spdb: spdbDay, psbc: psbcDay, wallet: walletDay };

/** The channel's words for "not ready yet" and "nothing that day". */
export const DAY_WORDS: Readonly<Record<string, { readonly late: string; readonly none: string }>> = {
  bocom: { late: 'MPNG4032', none: 'MPNG4031' },
  abc: { late: '2302', none: '2301' },
  icbc: { late: '93202', none: '93201' },
  cmb: { late: 'STATEMENT_NOT_READY', none: 'STATEMENT_NOT_EXIST' },
  qra: { late: 'BILLCREATING', none: 'BILLNOTEXIST' },
  boc: { late: 'E00000062', none: 'E00000061' },
  spdb: { late: 'EBILLWAIT', none: 'EBILL404' },
  psbc: { late: 'PSB00602', none: 'PSB00604' },
  wallet: { late: 'STATEMENT_NOT_READY', none: 'STATEMENT_EMPTY' },
};

const fenIn = (text: string): bigint => BigInt(text.replace('.', ''));

export function dayRows(file: Buffer): DayRow[] {
  const utf8 = file.toString('utf8');
  const text = utf8.includes('\ufffd') ? new TextDecoder('gb18030').decode(file) : utf8;
  const [head = '', captions = '', ...lines] = text.trimEnd().split('\r\n');
  const rows = lines.map((line): DayRow => {
    const cells = line.split('|');
    if (cells.length !== captions.split('|').length) throw new Error(`a row of ${cells.length} cells: ${line}`);
    return { kind: cells[1] === '退款' ? 'refund' : 'payment', no: cells[2]!, fen: fenIn(cells[5]!), fee: fenIn(cells[6]!) };
  });
  const [, , , paid, paidFen, refunded, refundedFen] = head.split('|');
  const side = (kind: DayRow['kind']) => rows.filter((row) => row.kind === kind);
  const sum = (of: readonly DayRow[]) => of.reduce((total, row) => total + row.fen, 0n);
  const said = [Number(paid), fenIn(paidFen!), Number(refunded), fenIn(refundedFen!)];
  const found = [side('payment').length, sum(side('payment')), side('refund').length, sum(side('refund'))];
  if (said.join() !== found.join()) throw new Error(`the first line says ${said.join()}, the rows say ${found.join()}`);
  return rows;
}

/** A report on paper: every page in its place, every letter embedded and searchable, written page by page. */
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SheetCell } from '../model';
import { pdfTable } from './pdf-table';

const words = { title: '差异报告', page: (number: number) => `第 ${number} 页`, made: '2026-11-22' };

async function make(count: number): Promise<{ file: Buffer; largestPage: number }> {
  async function* rows(): AsyncGenerator<readonly SheetCell[]> {
    yield ['日期', '原因', '金额'];
    for (let i = 0; i < count; i++) yield ['2026-11-21', '=HYPERLINK("x") 长款 é', { decimal: `${i}.05` }];
  }
  const parts: Buffer[] = [];
  for await (const part of pdfTable(rows(), words)) parts.push(part);
  return { file: Buffer.concat(parts), largestPage: Math.max(...parts.filter((p) => p.includes('/Type/Page/')).map((p) => p.length)) };
}

/** The stream of an object, opened. */
function streamOf(file: Buffer, marker: string): string {
  const at = file.indexOf(marker);
  const from = file.indexOf('stream\n', at) + 7;
  const length = Number(/\/Length (\d+)/.exec(file.toString('latin1', at, from))![1]);
  return inflateSync(file.subarray(from, from + length)).toString('latin1');
}

describe('a table on paper', () => {
  it('has every object where its table says, as many pages as it takes, and no more than a page in hand at a time', async () => {
    const { file, largestPage } = await make(500);
    const text = file.toString('latin1');
    const start = Number(/startxref\n(\d+)\n%%EOF/.exec(text)![1]);
    expect(text.startsWith('xref', start)).toBe(true);
    const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map((m) => Number(m[1]));
    offsets.forEach((at, i) => expect(text.startsWith(`${i + 1} 0 obj`, at)).toBe(true));
    const pages = text.match(/\/Type\/Page\//g)!.length;
    expect(Number(/\/Type\/Pages\/Count (\d+)/.exec(text)![1])).toBe(pages);
    expect(pages).toBeGreaterThan(10);
    expect(largestPage).toBeLessThan(20_000);
  });

  it('embeds the letters it used and says what they are; text is drawn and nothing can act', async () => {
    const { file } = await make(3);
    const map = streamOf(file, '5 0 obj');
    for (const letter of '差异报告长款é=') expect(map).toContain(`<${letter.codePointAt(0)!.toString(16).padStart(4, '0')}>`);
    expect(file.toString('latin1')).not.toMatch(/\/(JS|JavaScript|OpenAction|AA|URI|Launch)\b/);
    expect(file.length).toBeLessThan(200_000);
  });

  it('of no rows is one page with its header', async () => {
    const { file } = await make(0);
    expect(file.toString('latin1').match(/\/Type\/Page\//g)).toHaveLength(1);
  });
});

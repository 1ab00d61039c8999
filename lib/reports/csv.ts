/** Text for spreadsheets. A cell must never become a formula in somebody's Excel, whoever typed what is in it. */

/** Excel, LibreOffice and Google start a formula at these; tab and carriage return are skipped by them and so count too. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** One cell: made inert with a leading apostrophe where it could run, quoted where it must be. Plain numbers stay numbers. */
export function csvCell(text: string): string {
  const inert = FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Starts with a byte-order mark, so that Excel reads it as UTF-8; lines end as RFC 4180 says. */
export const csvText = (rows: readonly (readonly string[])[]): string => `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;

/** The invoice as a one-page PDF, written by hand: the reader's own Chinese font is named, not embedded, as the tax office's plain ones do. */
import type { InvoiceOrder } from './office';

const LINE = 26;
const TOP = 380;

export function invoicePdf(order: InvoiceOrder, number: string): Uint8Array {
  const lines = [
    order.kind === 'red' ? '电子发票（红字）沙箱' : '电子发票 沙箱', `发票号码 ${number}`, ...(order.corrects ? [`对应蓝字发票 ${order.corrects}`] : []),
    `销售方 ${order.seller.name}`, `购买方 ${order.buyer.title}${order.buyer.taxNo ? `（${order.buyer.taxNo}）` : ''}`, `项目 ${order.subject}`,
    `价税合计 ${order.kind === 'red' ? '-' : ''}${order.currency} ${order.amount}`, '本票据仅用于测试 / for testing only',
  ];
  const drawn = lines.map((line, n) => `BT /F1 ${n === 0 ? 18 : 12} Tf 40 ${TOP - n * LINE} Td <${utf16(line)}> Tj ET`).join('\n');
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 421] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(drawn)} >>\nstream\n${drawn}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R /DW 1000 >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]);
}

const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();

/** Objects one after another, and the table that says at which byte each begins. */
function assemble(objects: readonly string[]): Uint8Array {
  let file = '%PDF-1.4\n';
  const places = objects.map((object, n) => {
    const at = Buffer.byteLength(file);
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const start = Buffer.byteLength(file);
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file);
}

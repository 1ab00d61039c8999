/** The receipt on paper: one A5 page, Chinese and English from an embedded font subset, with the code that anybody can verify. */
import { join } from 'node:path';
import { Document, type DocumentProps, Font, Page, Path, renderToBuffer, StyleSheet, Svg, Text, View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import type { Locale } from '@/i18n/locale';
import { channelName } from '@/lib/channels/model';
import { fromWire, toDecimal, type MoneyWire } from '@/lib/kernel/money';
import { instant, zoned } from '@/lib/kernel/time';
import { qrPath } from './qr-path';
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words';
import type { ReceiptPage } from './receipt-view';

const FAMILY = 'Noto Sans SC';
const FONTS = 'node_modules/@expo-google-fonts/noto-sans-sc';
let registered = false;

/** Once per process. The whole font has 30,000 glyphs; only those a receipt uses are embedded. */
function registerFonts(): void {
  if (registered) return;
  registered = true;
  const file = (folder: string, name: string) => join(process.cwd(), FONTS, folder, `NotoSansSC_${name}.ttf`);
  Font.register({
    family: FAMILY,
    fonts: [{ src: file('400Regular', '400Regular') }, { src: file('700Bold', '700Bold'), fontWeight: 700 }],
  });
  // Chinese breaks between any two characters, without a hyphen (the empty part behind each keeps it away); Latin words stay whole.
  Font.registerHyphenationCallback((word) => (/\p{Script=Han}/u.test(word) ? [...word].flatMap((letter) => [letter, '']) : [word]));
}

const style = StyleSheet.create({
  page: { fontFamily: FAMILY, fontSize: 9, padding: 28, color: '#171a1c' },
  row: { flexDirection: 'row', justifyContent: 'space-between' },
  head: { borderBottomWidth: 1.5, borderColor: '#171a1c', paddingBottom: 8, marginBottom: 8 },
  title: { fontSize: 16, fontWeight: 700 },
  faint: { color: '#555b60' },
  fact: { flexDirection: 'row', paddingVertical: 2.5 },
  term: { width: 92, color: '#555b60' },
  line: { flexDirection: 'row', justifyContent: 'space-between', paddingVertical: 3, borderBottomWidth: 0.5, borderColor: '#c9cdd1' },
  total: { flexDirection: 'row', justifyContent: 'space-between', paddingTop: 6, fontWeight: 700, fontSize: 12 },
  capitals: { flexDirection: 'row', justifyContent: 'space-between', paddingVertical: 2.5 },
  foot: { flexDirection: 'row', gap: 12, marginTop: 'auto', borderTopWidth: 0.5, borderColor: '#c9cdd1', paddingTop: 8 },
});

const amountText = (wire: MoneyWire): string => {
  const [whole = '0', part] = toDecimal(fromWire(wire)).split('.');
  const sign = wire.currency === 'CNY' ? '¥' : `${wire.currency} `;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`}`;
};

/** Bytes of the PDF; deterministic but for the moment of making. Takes some 15 ms once the font is open. */
export async function receiptPdf(receipt: ReceiptPage, locale: Locale): Promise<Uint8Array<ArrayBuffer>> {
  registerFonts();
  return new Uint8Array(await renderToBuffer(sheet(receipt, RECEIPT_WORDS[locale], locale)));
}

function sheet(receipt: ReceiptPage, w: ReceiptWords, locale: Locale): ReactElement<DocumentProps> {
  const institution = locale === 'zh-CN' ? receipt.institution.nameZh : receipt.institution.nameEn;
  const left = h(View, {}, h(Text, { style: style.title }, w.title), h(Text, { style: style.faint }, institution));
  const issued = h(Text, { style: style.faint }, moment(receipt, receipt.issuedAt));
  const right = h(View, { style: { alignItems: 'flex-end' } }, h(Text, {}, receipt.number), issued);
  const head = h(View, { style: [style.row, style.head] }, left, right);
  const page = h(
    Page,
    { size: 'A5', style: style.page },
    head,
    ...facts(receipt, w, locale),
    ...amounts(receipt, w, locale),
    foot(receipt, w),
  );
  return h(Document, { title: `${w.title} ${receipt.number}`, author: institution, language: locale }, page);
}

function moment(receipt: ReceiptPage, iso: string): string {
  const at = zoned(instant(Date.parse(iso)), receipt.institution.timeZone);
  return `${at.date} ${at.time}`;
}

function facts(receipt: ReceiptPage, w: ReceiptWords, locale: Locale): ReactElement[] {
  const rows: [string, string][] = [
    [w.payer, `${receipt.payer.name}  ${receipt.payer.number}`],
    [w.paidAt, `${moment(receipt, receipt.paidAt)} (${receipt.institution.timeZone})`],
    [w.channel, receipt.channel ? channelName(receipt.channel, locale) : '—'],
    [w.tradeNo, receipt.channelTradeNo ?? '—'],
    [w.paymentNumber, receipt.paymentNumber],
    [w.paymentCode, receipt.paymentCode],
  ];
  return rows.map(([term, value]) =>
    h(View, { style: style.fact, key: term }, h(Text, { style: style.term }, term), h(Text, { style: { flex: 1 } }, value)),
  );
}

function amounts(receipt: ReceiptPage, w: ReceiptWords, locale: Locale): (ReactElement | null)[] {
  const lines = receipt.lines.map((line) => {
    const words = `${locale === 'zh-CN' ? line.titleZh : line.titleEn}  ${line.number}`;
    const title = h(Text, { style: { flex: 1, paddingRight: 8 } }, words);
    return h(View, { style: style.line, key: line.number }, title, h(Text, {}, amountText(line.amount)));
  });
  const total = h(View, { style: style.total }, h(Text, {}, w.total), h(Text, {}, amountText(receipt.amount)));
  const capitals = receipt.capitals && [h(Text, { style: style.faint }, w.capitals), h(Text, {}, `人民币${receipt.capitals}`)];
  return [h(View, { style: { marginTop: 10 } }, ...lines), total, capitals ? h(View, { style: style.capitals }, ...capitals) : null];
}

function foot(receipt: ReceiptPage, w: ReceiptWords): ReactElement {
  const how = [w.verifyHow, w.noSeal].map((sentence) => h(Text, { style: style.faint, key: sentence }, sentence));
  const address = h(Text, { style: { fontSize: 7, color: '#555b60' } }, receipt.verifyUrl);
  const words = h(View, { style: { flex: 1, gap: 2 } }, h(Text, { style: { fontWeight: 700 } }, w.verify), ...how, address);
  return h(View, { style: style.foot }, code(receipt.verifyUrl), words);
}

function code(text: string): ReactElement {
  const { size, path } = qrPath(text);
  return h(Svg, { viewBox: `0 0 ${size} ${size}`, width: 84, height: 84 }, h(Path, { d: path, fill: '#000000' }));
}

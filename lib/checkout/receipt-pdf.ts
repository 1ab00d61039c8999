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
  // Chinese breaks between any two characters; Latin words stay whole.
  Font.registerHyphenationCallback((word) => (/\p{Script=Han}/u.test(word) ? [...word] : [word]));
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
  const own = locale === 'zh-CN' ? 'nameZh' : 'nameEn';
  const moment = (iso: string) => {
    const at = zoned(instant(Date.parse(iso)), receipt.institution.timeZone);
    return `${at.date} ${at.time}`;
  };
  const facts: [string, string][] = [
    [w.payer, `${receipt.payer.name}  ${receipt.payer.number}`],
    [w.paidAt, `${moment(receipt.paidAt)} (${receipt.institution.timeZone})`],
    [w.channel, receipt.channel ? channelName(receipt.channel, locale) : '—'],
    [w.tradeNo, receipt.channelTradeNo ?? '—'],
    [w.paymentNumber, receipt.paymentNumber],
  ];
  const title = `${w.title} ${receipt.number}`;
  return h(
    Document,
    { title, author: receipt.institution[own], language: locale },
    h(
      Page,
      { size: 'A5', style: style.page },
      h(
        View,
        { style: [style.row, style.head] },
        h(View, {}, h(Text, { style: style.title }, w.title), h(Text, { style: style.faint }, receipt.institution[own])),
        h(
          View,
          { style: { alignItems: 'flex-end' } },
          h(Text, {}, receipt.number),
          h(Text, { style: style.faint }, moment(receipt.issuedAt)),
        ),
      ),
      ...facts.map(([term, value]) =>
        h(View, { style: style.fact, key: term }, h(Text, { style: style.term }, term), h(Text, { style: { flex: 1 } }, value)),
      ),
      h(
        View,
        { style: { marginTop: 10 } },
        ...receipt.lines.map((line) =>
          h(
            View,
            { style: style.line, key: line.number },
            h(Text, { style: { flex: 1, paddingRight: 8 } }, `${locale === 'zh-CN' ? line.titleZh : line.titleEn}  ${line.number}`),
            h(Text, {}, amountText(line.amount)),
          ),
        ),
      ),
      h(View, { style: style.total }, h(Text, {}, w.total), h(Text, {}, amountText(receipt.amount))),
      receipt.capitals === null
        ? null
        : h(
            View,
            { style: [style.fact, { justifyContent: 'space-between' }] },
            h(Text, { style: style.faint }, w.capitals),
            h(Text, {}, `人民币${receipt.capitals}`),
          ),
      h(
        View,
        { style: style.foot },
        code(receipt.verifyUrl),
        h(
          View,
          { style: { flex: 1, gap: 2 } },
          h(Text, { style: { fontWeight: 700 } }, w.verify),
          h(Text, { style: style.faint }, w.verifyHow),
          h(Text, { style: style.faint }, w.noSeal),
          h(Text, { style: { fontSize: 7, color: '#555b60' } }, receipt.verifyUrl),
        ),
      ),
    ),
  );
}

function code(text: string): ReactElement {
  const { size, path } = qrPath(text);
  return h(Svg, { viewBox: `0 0 ${size} ${size}`, width: 84, height: 84 }, h(Path, { d: path, fill: '#000000' }));
}

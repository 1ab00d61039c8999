/** Tables with dates and amounts that are no statements: what they ask for has not moved. */
import { plainCaption } from './captions';
import type { Columns } from './choose-columns';

const INVOICE = /^(?:tax)?invoice(?:no|num|number|id|code)?$|^inv(?:no|num|number)$|^发票(?:号码?|代码)$|^(?:数电|全电)票号码$|^(?:rechnungs?|beleg)(?:nr|nummer)$|^(?:n|no|num|numero|n°|n\u00ba)?(?:de)?(?:la)?(?:facture|factura|fattura)(?:no|num|numero)?$|^請求書番号$|^номерсчетафактуры$|^faktury?(?:numer|nr)?$|^numerfaktury$|^faktura(?:nr|nummer)?$/;
const ASKED = /^due(?:date|on|by)?$|duedate$|到期日|付款期限|应付日期|fallig|echeance|vencimiento|scadenza|termin(?:platnosci)?$|^qty$|^quantity$|^数量$|^menge$|quantite|^cantidad$|^ilosc$|^unitprice$|^单价$|einzelpreis|prixunitaire|preciounitario|税率|税额|价税合计|^vat|^tax|^gst|^mwst|^tva$|^iva$|^podatek|^moms$|^amountdue$|^balancedue$/;
/** Words of money that did move. */
const MOVED = /transaction|交易|流水|入账|到账|收款时间|支付时间|付款时间|payout|paidat|paymentdate|settle|buchung|booking|mouvement|movimiento/;

/** `invoices`: numbered, with what is to be paid until when or for what, and nothing that says that it was. */
export function otherTable(captions: readonly string[], columns: Columns): 'invoices' | null {
  const { balance, direction, credit, debit, fee, net, channelNo } = columns;
  const plain = captions.map((caption) => plainCaption(caption));
  if ([direction, credit, debit, fee, net].some((index) => index !== -1) || plain.some((caption) => MOVED.test(caption))) return null;
  if (balance !== -1 && !/due|open|outstanding/.test(plain[balance] ?? '')) return null;
  if (channelNo !== -1 && !INVOICE.test(plain[channelNo] ?? '') && !/^ref|^no/.test(plain[channelNo] ?? '')) return null;
  return plain.some((caption) => INVOICE.test(caption)) && plain.some((caption) => ASKED.test(caption)) ? 'invoices' : null;
}

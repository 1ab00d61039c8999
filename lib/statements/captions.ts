/**
 * Column captions as banks write them, in many languages → the field they mean. The first rule that fits wins; what a caption leaves open
 * (`Credit/Debit`, `币种/金额`) is decided by what stands below it (`choose-columns.ts`).
 */
export const FIELDS = [
  'date', 'settleDate', 'amount', 'credit', 'debit', 'direction', 'balance', 'currency', 'fee', 'net', 'status', 'merchantNo', 'channelNo', 'counterparty', 'type',
  'memo', 'account', 'ignore', 'either', 'available',
] as const;
export type Field = (typeof FIELDS)[number];

/** Alternatives of one pattern each, so that a bank's new word is one more string. Captions come without accents, spaces and dots. */
const RULES: readonly (readonly [Field, RegExp])[] = (
  [
    ['ignore', [
      '笔数|序号|顺序号|^no$|^#$|^nr$|^sno$|^srno$|^slno$|^item#?$|费率|汇率|exchangerate|scenario|积分|优惠|红包|^original|原币|批号|内序号|rewards?$|points?$|cashback',
      '^oorspr|ursprungsbetrag|auslagenersatz|foreigncurrency|foreignamount|^local(?:amount|currency)|^native|^source(?:amount|currency|fee)|^targetfee|wechselkurs|^koers$|^kurs$',
      '^fx|francs|成功退款|交易地金额|timezone|^tz$|quantity|^units?$|unitprice|^price|^shares?$|tax$|^vat|折扣|shippingand|insuranceamount|^mcc',
      '(?:debit|credit)account|[借贷]方科目|[借贷]方账|[借贷]方户|кэшб|бонус|округлен|кодвал|курс|^interest$|splitamount|exchange(?:from|to)|账单金额|(?:initial|final|period|statement)(?:start|end)?date$|(?:initial|final)balance$|^accountkey|^bankcode|^branchcode|типсчета',
    ]],
    ['either', [String.raw`^(?:credits?\/debits?|debits?\/credits?|crediti\/debiti)(?:amount)?$|^(?:dr|d)\/(?:cr|c)amount$|收入\/支出|支出\/收入|借\/贷方?(?:金额|发生额)`, '收支金额|收付金额|借贷金额|^入出金|insattning\\/uttag|^belastung\\/gutschrift|bij\\/af$']],
    ['direction', [
      String.raw`^(?:收\/支|收支(?:类型|方向|标志)?|收付(?:类型|标志)?|借贷(?:标志|标记|方向|标识|状态|类型)?|借\/贷(?:标志)?|出入账?(?:标志|类型)?|资金流向|交易方向|来往账?标志|借贷别)$`,
      String.raw`^(?:[dc]\/?[dc]|dr\/?cr|cr\/?dr|db\/?cr|credit\/?debit|debit\/?credit|cdtdbtind(?:icator)?|(?:debit|credit)?indicator|direction|sens|signo|sign)$`,
      String.raw`^(?:type ?\(?dr\/cr\)?|soll\/haben|s\/h|sollhabenkennzeichen|af\/?bij|d\/c(?:flag|mark)?|c\/d(?:flag|mark)?|\+\/-|kierunek|inout|drcrflag|обороты|приход\/расход)$`,
    ]],
    ['fee', ['手续费|服务费|佣金|^(?:fee|fees|commission|frais|charges?|feeamount|kosten|gebuhr|comision|commissione|taxa|комиссия)$|amountfee|^amount\\(fee\\)$|processingfee']],
    ['net', ['^(?:net|netto|netamount|amountnet)$|^实收金额净|^净额$|^结算金额$|^入账净额']],
    ['available', ['可用余额|availablebalance|^disponible$|verfugbar|kontostandverfugbar']],
    ['balance', ['余额|餘額|余額|结余|結餘|残高|잔액|balance|solde|^saldo|saldo$|saldona|saldodopo|saldopo|saldocont|kontostand|runningbal|^bal$|zustatek|egyenleg|остаток|баланс|bakiye|saldoin|^sodu|^bal$|guthaben|υπολοιπο|יתרה|رصيد|ยอดคง|^staða$']],
    ['currency', [
      '币种|币别|货币|貨幣|幣種|幣別|通貨|통화|^(?:\\w*currency|ccy|monn|valutacode|devise|moneda|divisa|\\w*wahrung|waehrung|wahrungderkarte|valuta|curr|munt|mena|waluta|valutakode|valuta?kod|moeda|\\w*currencycode|devizanem|valuutta|matauang|валюта\\S*|deviza|doviz)$|currency$',
    ]],
    ['credit', [
      '^[贷貸收进進]$|^gross ?credit|貸方|轉入|收入|存入|贷方|转入|存款金额|存入金额|进账|^입금|입금액|お預入|預入|預か?り金額|入金|存款|收款金额|贷记|^credit|^crediti?$|creditamount|credits?$|deposits?|haben|gutschrift|abono|ingresos?$|^haber|paidin|moneyin',
      'ghico|guivao|entrate|accrediti|avere|^bij$|^inn|innpakonto|^insatt|insattning|^credito|creditos?$|creditor?$|^entrada|^uznan|wplyw|prijem|приход|кредит|поступлен|зачислен|^ingang|^in$|jovairas|alacak|맡기신|^cr$|eingehend$|πιστωση|זכות|دائن|ฝาก',
    ]],
    ['debit', [
      '^[借支付]$|^gross ?debit|提取|提領|轉出|支出|取出|借方|转出|支取|付出|取款|出账|提款|출금|お引出|引出|支払い?金額|出金|付款金额|借记|^debit|debitamount|debits?$|withdraw|soll|belastung|lastschrift|cargos?|paidout|moneyout|^adeudo|^gastos?$',
      'ghino|rutra|uscite|addebiti|^dare$|^af$|^ut$|utfrakonto|^uttag|^debito|debitos?$|^saida|^obciaz|wydat|vydaj|расход|дебет|списан|^uitgang|^out$|terheles|borc|^debe$|찾으신|^dr$|ausgehend$|χρεωση|חובה|مدين|ถอน',
    ]],
    ['amount', [
      '^[a-z]{3}\\$$|^jumlah|^mutasi$|^mutatie$|金额|金額|거래금액|发生额|交易额|^入払|^amount|amount$|amount\\(total\\)|amountin\\w{3}$|^gross|^brutto|^montant|^importe?$|^importe|^betrag|^umsatz(?:in\\w{3})?$|^monto|^valor|^importo|^bedrag|^belopp',
      '^sotien|^maara$|amount\\b|^belop|^belob|^belob|^kwota|^castka|^objem|^osszeg|^suma|^сумма|^tutar|tutari?$|ποσο|סכום|^upph|จำนวน|^somme|^montante|^transaktionsbetrag|^movimento$|^importoin|^value$|^txnamount|^amt$|^total$|einzelbetrag',
    ]],
    ['status', ['状态|狀態|^status|^state$|statetype|transactionstatus|^estado$|^etat$|^stato$|^info$|^статус|^cleared$|^stan$']],
    ['settleDate', [
      '记账日|入账日|起息日|清算日|结算日|^availableon|valuedat|valuedate|^dateval$|postdate|postingdate|posteddate|valutadat|valutadate|datevaleur|datedevaleur|fechavalor|fechadevalor|wertstellung|^valuta$',
      'settlementdate|rentedat|rentedatum|datavaluta|datavalor|datadevalor|datawaluty|ksiegowan|dataksieg|datazauctovani|датаплатеж|datevaluta|^valordate|interestdate|datacontabile2',
    ]],
    ['date', [
      '日期|时间|時間|交易日$|^日付|取引日|年月日|거래일|날짜|date|fecha|datum|^dato$|^time$|^hora$|^ora$|^uhrzeit|chargedat|occurredat|^created|bookedat|buchungstag|^buchung$|buchungsdat|abschluss(?:datum|zeit)|^data',
      'timestamp|(?:post|creat|pa|settl|updat|complet|occurr|charg|execut)\\w*at$|completed|transactionday|bokfor|^dag$|дата|tarih|ημερομηνια|תאריך|تاريخ|วันที|^dagsetning|^tanggal|^ngay|^kirjauspaiva|^pvm|^belegdatum|^when$|^tag$|^day$',
    ]],
    ['merchantNo', ['商户单号|商户订单号|商家订单号|商家单号|商户订单|^订单号|订单编号|^orderid|^orderno|ordernumber|merchantorder|账单编号|endtoend|kundenreferenz|clientref|customerref|invoicenumber|业务凭证号']],
    ['channelNo', [
      '交易单号|交易订单号|交易号|流水号|流水單號|日志号|凭证号|参考号|流水编号|参考编号|transactionid|transactionref|txnref|transaktionsnr|transaktionsid|^reference|^referenz|^referencia|^ref(?:no|nr)?$|refno\\/cheque',
      String.raw`^txnid|fitid|^idoperace|^identificador|^docto|chequeno|checknumber|^check#?|^cheque|chq\/ref|volgnr|^\w{2,16}(?:entry|tx|back|ment)?id$|^id$|reference(?:number|no)$|transferwiseid|номерд`,
    ]],
    ['counterparty', [
      '交易对方|对方(?:户名|名称|账户名|单位|姓名|账户名称)|对手(?:信息|名称|户名)|商户名称|商家名称|^counterparty|payee|partnername|partner$|merchantname|^merchant$|^vendor$|tegenpartij|beguns?tigter|auftraggeber',
      String.raw`收\(付\)方名称|收款人名称|付款人名称|beneficiary|^name$|^name\/|tiers|^对方$|empfanger|zahlungspflicht|^navn$|mottaker|avsender|^naam|nadawca|odbiorca|контрагент|получател|^fromname|^toname|counterparty$`,
    ]],
    ['type', [
      '交易类型|业务类型|交易名称|交易分类|交易种类|业务名称|^类型$|^type$|transactiontype|feetype|^分类$|buchungstext|umsatztyp|mutatiesoort|bewegungstyp|^vorgang$|^category$|kategorie|reportingcategory|^categoria$|tipooper|typtransakcji|^code$',
    ]],
    ['memo', [
      '摘要|备注|附言|商品|说明|用途|描述|详情|標題|取扱|内容|적요|내용|description|label|details|libelle|concepto|verwendungszweck|memo|narrative|narration|particulars|descrizione|descricao|historico|omschrijving|mededeling',
      '^text|tekst|remarks?|title|交易场所|交易地点|reason|avisierungstext|beschreibung|notes?$|forklaring|tytul|opis|popis|назначен|описан|aciklama|kozlemeny|keterangan|uraian|^noidung|^diengiai|^otsikko$|^viesti$|comment|payment?reference|^transaction$|информация|message|основание|περιγραφη|תיאור|البيان|^skyring|รายการ',
    ]],
    ['account', ['卡号|账号|帐号|賬號|^iban|inhaberkonto|^account|bankaccount|^cuenta$|对方账|^konto|^rekening|auftragskonto|^compte|^conto|^card|счет|kontonummer|sortcode']],
  ] as const satisfies readonly (readonly [Field, readonly string[]])[]
).map(([field, words]) => [field, new RegExp(words.join('|'))]);

const LETTERS: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', æ: 'ae', ß: 'ss', đ: 'd', ı: 'i', œ: 'oe' };
const UNIT = /[([](?:[+-]?元|人民币|单位[^)]*|[a-z]{3}|[€$£¥₹₽]|r\$|us\$|hk\$|kr|zl|euros?|inc?r?|円|원|\+|-|元\/角)\s*[)\]]/g;

/** `借贷标志(1-借 2-贷)`. */
const EXPLAINED = /[([]\s*[0-9a-z]\s*[-:=.、为]?\s*(?:借|贷|收|支|付|入|出)[^)\]]*[)\]]/g;

/** `金额（元）`, `Amount (EUR)`, `日 志 号`, `running_balance`, `Umsatz in EUR` and `Débit` lose what does not matter. */
export function plainCaption(caption: string): string {
  return caption
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[łøæßđıœ]/g, (letter) => LETTERS[letter]!)
    .replace(/\[[^\]]*\]/g, (english) => (/[\u4e00-\u9fff]/.test(caption) ? '' : english))
    .replace(UNIT, '')
    .replace(EXPLAINED, '')
    .replace(/(.)[\s_]+(?:in\s+)?(?:eur|usd|chf|gbp|cny|euros?|hkd|sgd)\s*$/, '$1')
    .replace(/[\s_.*:"'`#-]/g, '');
}

export function fieldOf(caption: string): Field | null {
  if (caption === '' || caption.length > 80) return null;
  const plain = plainCaption(caption);
  if (plain === '' || plain.length > 48) return null;
  return RULES.find(([, shape]) => shape.test(plain))?.[0] ?? null;
}

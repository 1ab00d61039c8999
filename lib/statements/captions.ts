/** Column captions as banks write them, in several languages → the field they mean. Order matters: the first rule that fits wins. */
export type Field =
  | 'direction'
  | 'credit'
  | 'debit'
  | 'fee'
  | 'balance'
  | 'currency'
  | 'amount'
  | 'status'
  | 'date'
  | 'settleDate'
  | 'merchantNo'
  | 'channelNo'
  | 'counterparty'
  | 'type'
  | 'memo'
  | 'account'
  | 'ignore';

/** Alternatives of one pattern each, so that a bank's new word is one more string. */
const RULES: readonly (readonly [Field, RegExp])[] = (
  [
    ['ignore', [String.raw`笔数|序号|顺序号|^no\.?$|费率|汇率|exchangerate|scenario|积分|优惠|红包|^original|原币|批号|内序号`]],
    [
      'direction',
      [
        String.raw`^(?:收\/支)$|^(?:收支(?:类型|方向|标志)?)$|^(?:收付(?:类型|标志)?)$|^(?:借贷(?:标志|方向|标识)?)$|^(?:借\/贷(?:标志)?)$`,
        String.raw`^(?:资金流向)$|^(?:交易方向)$|^(?:[dc]\/?[dc])$|^(?:dr\/?cr)$|^(?:cr\/?dr)$|^(?:credit\/?debit)$`,
        String.raw`^(?:debit\/?credit)$|^(?:cdtdbtind)$|^(?:direction)$|^(?:sens)$|^(?:signo)$`,
        String.raw`^(?:type ?\(?dr\/cr\)?)$`,
      ],
    ],
    ['fee', ['手续费|服务费|佣金|^(?:fee|fees|commission|frais|charge|feeamount)$']],
    ['balance', ['余额|结余|balance|solde|saldo|kontostand']],
    [
      'currency',
      [
        '币种|币别|货币|^(?:currency)$|^(?:ccy)$|^(?:devise)$|^(?:moneda)$|^(?:divisa)$|^(?:währung)$',
        '^(?:waehrung)$|^(?:valuta)$|^(?:billingcurrency)$|^(?:curr)$',
      ],
    ],
    [
      'credit',
      ['收入|存入|贷方|转入|^credit|^crédit|creditamount|deposit|haben|abono|ingreso|paidin|moneyin|入金|收款金额', 'entrate|^bij$'],
    ],
    [
      'debit',
      ['支出|取出|借方|转出|支取|付出|^debit|^débit|debitamount|withdraw|soll|cargo|paidout|moneyout|出金|付款金额|uscite', '^af$'],
    ],
    ['amount', ['金额|^amount|amount$|^gross|^brutto|^montant|^importe|^betrag|^monto|^valor|^importo|^bedrag|^belopp']],
    ['status', ['状态|^status|^state$|statetype|transactionstatus|^estado$|^état$|^etat$']],
    [
      'settleDate',
      [
        '记账日|入账日|起息日|清算日|结算日|^availableon|valuedate|postdate|postingdate|valutadate|datevaleur|fechavalor|wertstellung',
        'settlementdate',
      ],
    ],
    ['date', ['日期|时间|交易日$|date|fecha|datum|^time$|chargedat|occurredat|^created|buchungstag|^data$|timestamp']],
    ['merchantNo', ['商户单号|商户订单号|商家订单号|^订单号|订单编号|^orderid|^orderno|ordernumber|merchantorder|账单编号|endtoendid']],
    [
      'channelNo',
      [
        '交易单号|交易订单号|交易号|流水号|日志号|凭证号|参考号|transactionid|^reference|^référence|^referencia|^ref(?:no)?$',
        String.raw`^txnid|fitid|^\w{2,16}(?:entry|tx|back|ment)?id$`,
      ],
    ],
    [
      'counterparty',
      [
        '交易对方|对方(?:户名|名称|账户名|单位)|对手(?:信息|名称|户名)|商户名称|商家名称|^counterparty|payee|partnername|merchantname',
        '收\\(付\\)方名称|beneficiary|^name$|tiers|^对方$',
      ],
    ],
    ['type', ['交易类型|业务类型|交易名称|交易分类|^类型$|^type$|transactiontype|feetype|^分类$']],
    [
      'memo',
      [
        '摘要|备注|附言|商品|说明|用途|description|label|details|libellé|concepto|verwendungszweck|memo|narrative',
        '^text$|remarks?|title|交易场所|交易地点|reason',
      ],
    ],
    ['account', ['卡号|账号|帐号|^iban$|^account|bankaccount|^cuenta$|对方账']],
  ] as const satisfies readonly (readonly [Field, readonly string[]])[]
).map(([field, words]) => [field, new RegExp(words.join('|'))]);

/** `金额（元）`, `Amount (EUR)`, `日 志 号`, `running_balance` and `Running Balance` lose what does not matter. */
export function plainCaption(caption: string): string {
  return caption
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\((?:[+-]?元|cny|rmb|人民币|usd|eur|gbp|hkd|chf|单位[^)]*)\)/g, '')
    .replace(/[\s_.*:"'`-]/g, '');
}

export function fieldOf(caption: string): Field | null {
  if (caption === '' || caption.length > 40) return null;
  const plain = plainCaption(caption);
  return RULES.find(([, shape]) => shape.test(plain))?.[0] ?? null;
}

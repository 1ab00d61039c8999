/** The day's file: rows that are missing, extra, different; a file that is damaged, spelled otherwise, or not there yet. */
import { named } from './misbehaviour';

/** Those that have a two-step download: an address first, then the file. */
const BY_ADDRESS = ['wechat', 'alipay', 'icbc', 'cmb', 'boc'] as const;
/** UnionPay's records have a fixed width in bytes and no lines. */
const OF_LINES = ['wechat', 'alipay', 'ccb', 'cmb', 'icbc', 'abc', 'bocom', 'qra', 'boc', 'spdb', 'psbc', 'wallet'] as const;
/** A byte order mark exists in UTF-8 alone; WeChat's files have one every day. */
const IN_UTF8 = ['cmb', 'bocom', 'qra', 'wallet'] as const;
const WITH_TOTALS = OF_LINES.filter((channel) => channel !== 'ccb' && channel !== 'abc');
/** Three charge nothing in the file: CCB's and ABC's have no column for it, the wallet is free. */
const WITH_FEES = ['wechat', 'alipay', 'unionpay', 'cmb', 'icbc', 'bocom', 'qra', 'boc', 'spdb', 'psbc'] as const;

const ROWS = { params: { rows: 1 } };
const of = (zh: readonly [string, string], en: readonly [string, string], more: Parameters<typeof named>[3] = {}) => named(['statement'], zh, en, more);

export const STATEMENT_MISBEHAVIOURS = {
  'statement-missing-row': of(['对账单缺行', '已付款却不在文件里。'], ['Statement misses rows', 'Paid, yet not in the file.'], ROWS),
  'statement-extra-row': of(['对账单多行', '文件里有平台不认识的交易。'], ['Statement has extra rows', 'Rows of payments the platform does not know.'], ROWS),
  'statement-amount-differs': of(
    ['对账单金额不符', '文件金额与付款差几分。'],
    ['Statement amount differs', 'The amount in the file differs by fen.'],
    { params: { rows: 1, deltaFen: 1 } },
  ),
  'statement-fee-differs': of(
    ['对账单手续费不符', '文件中的手续费与合同不符。'],
    ['Statement fee differs', 'The fee in the file is not the one of the contract.'],
    { params: { rows: 1, deltaFen: 7 }, channels: WITH_FEES },
  ),
  'statement-duplicate-row': of(['对账单重复行', '同一笔出现两次。'], ['Statement repeats rows', 'The same row appears twice.'], ROWS),
  'statement-next-day-row': of(['对账单跨日', '当日的付款出现在次日文件里。'], ['Statement row on the next day', "The day's payment appears in the next day's file."], ROWS),
  'statement-refund-next-day': of(
    ['退款跨日', '当日的退款出现在次日文件里。'],
    ['Refund on the next day', "The day's refund appears in the next day's file."],
  ),
  'statement-number-respelled': of(
    ['单号被改写', '文件里的商户订单号变成小写。'],
    ['Number respelled', "The merchant's order number stands in the file in small letters."],
    ROWS,
  ),
  'statement-reissued': of(
    ['对账单更正重发', '先发的文件缺一行，之后发更正后的文件。'],
    ['Statement reissued', 'The first file misses a row; a corrected one comes later.'],
    ROWS,
  ),
  'statement-late': of(['对账单迟到', '前几次下载答复尚未生成。'], ['Statement late', 'The first downloads answer that the file is not ready.'], { params: { times: 3 } }),
  'statement-empty-day': of(
    ['对账单空日', '有交易的一天被答复为没有交易。'],
    ['Statement of an empty day', 'A day with payments is answered as a day without.'],
  ),
  'statement-truncated': of(['对账单截断', '文件只有前一半。'], ['Statement truncated', 'Only the first half of the file comes.']),
  'statement-wrong-totals': of(
    ['对账单合计不符', '文件自称的合计与各行不符。'],
    ['Statement totals wrong', 'The totals that the file states are not those of its rows.'],
    { params: { deltaFen: 100 }, channels: WITH_TOTALS },
  ),
  'statement-wrong-hash': of(
    ['对账单摘要不符', '下载到的文件与答复的 SHA1 不符。'],
    ['Statement of another hash', 'The file is not the one whose SHA-1 was answered.'],
    { channels: ['wechat'] },
  ),
  'statement-address-expired': of(
    ['下载地址已过期', '答复的下载地址已经过期。'],
    ['Download address expired', 'The address that is answered is over already.'],
    { channels: BY_ADDRESS },
  ),
  'statement-other-encoding': of(
    ['对账单编码不同', '文件用另一种编码（GBK 与 UTF-8 互换）。'],
    ['Statement in another encoding', 'GBK where it is UTF-8 on other days, or the other way round.'],
    { channels: OF_LINES },
  ),
  'statement-byte-order-mark': of(
    ['对账单带 BOM', '文件以字节顺序标记开头。'],
    ['Statement with a byte order mark', 'The file begins with a byte order mark.'],
    { channels: IN_UTF8 },
  ),
  'statement-bare-line-ends': of(
    ['对账单换行不同', '换行是 LF 而不是 CRLF。'],
    ['Statement with bare line ends', 'Lines end with LF in place of CR LF.'],
    { channels: OF_LINES },
  ),
  'statement-trailing-blanks': of(
    ['对账单行尾空白', '每行末尾多了空格和制表符。'],
    ['Statement with trailing blanks', 'Every line has a blank and a TAB behind it.'],
    { channels: OF_LINES },
  ),
};

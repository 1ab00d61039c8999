/** The day's file: rows that are missing, extra, different, or a file that is not there yet. */
import { named } from './misbehaviour';

const judgedElsewhere = 'strikes the day’s statement only; judged against its truth file by reconciliation';

export const STATEMENT_MISBEHAVIOURS = {
  'statement-missing-row': named(
    ['statement'],
    ['对账单缺行', '已付款却不在文件里。'],
    ['Statement misses rows', 'Paid, yet not in the file.'],
    { params: { rows: 1 }, judgedElsewhere },
  ),
  'statement-extra-row': named(
    ['statement'],
    ['对账单多行', '文件里有平台不认识的交易。'],
    ['Statement has extra rows', 'Rows of payments the platform does not know.'],
    { params: { rows: 1 }, judgedElsewhere },
  ),
  'statement-amount-differs': named(
    ['statement'],
    ['对账单金额不符', '文件金额与付款差几分。'],
    ['Statement amount differs', 'The amount in the file differs by fen.'],
    { params: { rows: 1, deltaFen: 1 }, judgedElsewhere },
  ),
  'statement-duplicate-row': named(
    ['statement'],
    ['对账单重复行', '同一笔出现两次。'],
    ['Statement repeats rows', 'The same row appears twice.'],
    { params: { rows: 1 }, judgedElsewhere },
  ),
  'statement-next-day-row': named(
    ['statement'],
    ['对账单跨日', '当日的付款出现在次日文件里。'],
    ['Statement row on the next day', "The day's payment appears in the next day's file."],
    { params: { rows: 1 }, judgedElsewhere },
  ),
  'statement-late': named(
    ['statement'],
    ['对账单迟到', '前几次下载答复尚未生成。'],
    ['Statement late', 'The first downloads answer that the file is not ready.'],
    { params: { times: 3 }, judgedElsewhere },
  ),
  'statement-truncated': named(
    ['statement'],
    ['对账单截断', '文件只有前一半。'],
    ['Statement truncated', 'Only the first half of the file comes.'],
    { judgedElsewhere },
  ),
  'statement-empty-day': named(
    ['statement'],
    ['对账单空日', '有交易的一天被答复为没有交易。'],
    ['Statement of an empty day', 'A day with payments is answered as a day without.'],
    { judgedElsewhere },
  ),
};

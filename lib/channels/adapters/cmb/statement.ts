/** Day file of polypay: amounts in fen [A]; the columns are the sandbox convention of `day-file.ts`, because the public copy leaves them out. */
import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'cmb-polypay-bill', title: '招商银行聚合收单对账单', unit: 'fen' });

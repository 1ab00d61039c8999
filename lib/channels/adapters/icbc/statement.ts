/** Day file of the aggregated acquiring: its layout is given out under contract, so this is the sandbox convention of `day-file.ts`, in fen. */
import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'icbc-aggregate-day', title: '工商银行聚合支付对账单', unit: 'fen' });

/** Day file of the MPNG acquiring: its layout is given out under contract, so this is the sandbox convention of `day-file.ts`, in yuan. */
import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'bocom-mpng-day', title: '交通银行聚合收单对账单', unit: 'yuan' });

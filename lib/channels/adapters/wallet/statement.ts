import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'wallet-day', title: '钱包商户日账单', unit: 'fen' });

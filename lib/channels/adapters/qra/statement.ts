import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'qra-day', title: '银联QRA商户日账单', unit: 'fen' });

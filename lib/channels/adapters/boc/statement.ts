import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'boc-day', title: '中国银行商户对账文件', unit: 'yuan' });

import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'spdb-day', title: '浦发银行商户对账文件', unit: 'yuan' });

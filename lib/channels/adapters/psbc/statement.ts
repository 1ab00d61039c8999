import { dayFileReader } from '../day-file';

export const statementReader = dayFileReader({ id: 'psbc-day', title: '邮储银行商户对账文件', unit: 'yuan' });

'use server';

import { consoleAction } from '@/lib/edge';
import { askToReopenMonth, checkWhole, closeMonth, setExportCode } from '@/lib/ledger';
import { checkWholeInput, exportCodeInput, monthInput } from '@/lib/ledger/model';

const subject = (input: { month: string }) => ({ kind: 'period', id: input.month });
const revalidate = () => ['/ledger/periods'];
export const closeMonthAction = consoleAction(monthInput, closeMonth, { action: 'period.close', subject, revalidate });
export const reopenMonthAction = consoleAction(monthInput, askToReopenMonth, { action: 'period.ask-reopen', subject, revalidate: () => ['/ledger/periods', '/approvals'] });
export const exportCodeAction = consoleAction(exportCodeInput, setExportCode, { action: 'ledger.map', subject: (input) => ({ kind: 'account', id: input.code }), revalidate });
export const checkWholeAction = consoleAction(checkWholeInput, checkWhole, { action: 'books.check', revalidate: () => ['/ledger/integrity'] });

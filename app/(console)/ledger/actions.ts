'use server';

import { consoleAction } from '@/lib/edge';
import { askForChart, askToReopenMonth, checkWhole, closeMonth, draftChart, draftChartInput, setExportCode } from '@/lib/ledger';
import { nothingInput, exportCodeInput, monthInput } from '@/lib/ledger/model';

const subject = (input: { month: string }) => ({ kind: 'period', id: input.month });
const revalidate = () => ['/ledger/periods'];
export const closeMonthAction = consoleAction(monthInput, closeMonth, { action: 'period.close', subject, revalidate });
export const reopenMonthAction = consoleAction(monthInput, askToReopenMonth, { action: 'period.ask-reopen', subject, revalidate: () => ['/ledger/periods', '/approvals'] });
export const exportCodeAction = consoleAction(exportCodeInput, setExportCode, { action: 'ledger.map', subject: (input) => ({ kind: 'account', id: input.code }), revalidate });
export const checkWholeAction = consoleAction(nothingInput, checkWhole, { action: 'books.check', revalidate: () => ['/ledger/integrity'] });
const chart = () => ['/ledger/chart', '/ledger/periods', '/approvals'];
export const draftChartAction = consoleAction(draftChartInput, draftChart, { action: 'chart.draft', revalidate: chart });
export const askForChartAction = consoleAction(nothingInput, askForChart, { action: 'chart.ask', revalidate: chart });

'use server';

import { z } from 'zod';
import { consoleAction } from '@/lib/edge';
import { CHANNELS } from '@/lib/channels/model';
import { businessDate, isBusinessDate } from '@/lib/kernel/time';
import {
  askForRules, askForRulesInput, assignCases, assignCasesInput, closeDay, closeDayInput, confirmCase, confirmCaseInput, decideMany, decideManyInput, dismissPair, dismissPairInput, draftRules, draftRulesInput, fetchStatement, importStatement, matchByHand, matchByHandInput, noteCase, noteCaseInput, precheckStatement, previewMapping, previewMappingInput, retireMapping, retireMappingInput, saveMapping, saveMappingInput, splitLine, splitLineInput, testRules, testRulesInput, undoCase,
  undoCaseInput, undoMatch, undoMatchInput, writeOffCase, writeOffCaseInput,
} from '@/lib/reconciliation';

const upload = z.object({ file: z.instanceof(File) });
const bytesOf = async (file: File) => ({ bytes: new Uint8Array(await file.arrayBuffer()), fileName: file.name });
const day = z.object({ channel: z.enum(CHANNELS), date: z.string().refine(isBusinessDate).transform(businessDate) });
const subject = (input: { caseId: string }) => ({ kind: 'recon-case', id: input.caseId });
const revalidate = () => ['/reconciliation'];

export const precheckStatementAction = consoleAction(upload, async (ctx, { file }) => precheckStatement(ctx, await bytesOf(file)), { action: 'statement.precheck' });
export const importStatementAction = consoleAction(upload, async (ctx, { file }) => importStatement(ctx, await bytesOf(file)), { action: 'statement.import', revalidate });
export const previewMappingAction = consoleAction(
  previewMappingInput, async (ctx, { file, mapping }) => previewMapping(ctx, { ...(await bytesOf(file)), mapping }), { action: 'statement-mapping.preview' });
export const saveMappingAction = consoleAction(
  saveMappingInput, async (ctx, { file, ...wish }) => saveMapping(ctx, { ...(await bytesOf(file)), ...wish }), { action: 'statement-mapping.save', revalidate });
export const retireMappingAction = consoleAction(retireMappingInput, retireMapping, {
  action: 'statement-mapping.retire', subject: (input) => ({ kind: 'statement-mapping', id: input.mappingId }), revalidate: () => ['/reconciliation/mappings'],
});
export const fetchStatementAction = consoleAction(day, fetchStatement, { action: 'statement.fetch', revalidate });
export const confirmCaseAction = consoleAction(confirmCaseInput, confirmCase, { action: 'recon-case.confirm', subject });
export const writeOffCaseAction = consoleAction(writeOffCaseInput, writeOffCase, { action: 'recon-case.write-off', subject });
export const noteCaseAction = consoleAction(noteCaseInput, noteCase, { action: 'recon-case.note', subject });
export const splitLineAction = consoleAction(splitLineInput, splitLine, { action: 'recon-line.split', subject });
export const matchByHandAction = consoleAction(matchByHandInput, matchByHand, { action: 'recon-match.by-hand' });
export const undoCaseAction = consoleAction(undoCaseInput, undoCase, { action: 'recon-case.undo', subject });
export const undoMatchAction = consoleAction(undoMatchInput, undoMatch, { action: 'recon-match.undo', subject: (i) => ({ kind: 'statement-line', id: i.lineId }) });
export const decideManyAction = consoleAction(decideManyInput, decideMany, { action: 'recon-case.decide-many' });
export const assignCasesAction = consoleAction(assignCasesInput, assignCases, { action: 'recon-case.assign' });
export const dismissPairAction = consoleAction(dismissPairInput, dismissPair, { action: 'recon-pair.dismiss', subject: (i) => ({ kind: 'statement-line', id: i.lineId }) });
export const closeDayAction = consoleAction(closeDayInput, closeDay, { action: 'recon-day.close', revalidate });
export const draftRulesAction = consoleAction(draftRulesInput, draftRules, { action: 'recon-rules.draft', revalidate: () => ['/reconciliation/rules'] });
export const testRulesAction = consoleAction(testRulesInput, testRules, { action: 'recon-rules.test', revalidate: () => ['/reconciliation/rules'] });
export const askForRulesAction = consoleAction(askForRulesInput, askForRules, { action: 'recon-rules.ask', revalidate: () => ['/reconciliation/rules'] });

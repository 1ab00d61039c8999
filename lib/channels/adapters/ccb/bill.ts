import { ZipFile } from 'yazl';
import { instantOf, toDate, type BusinessDate } from '@/lib/kernel/time';
import { chinaDate } from '../../china-time';
import type { CallContext, StatementFetch } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { noFile } from '../statement-day';
import { STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { ccbCapabilities } from './capabilities';
import type { CcbAccount } from './config';
import { outlink, RETURN_OK } from './wire';
import { child, textAt } from '../xml';

type DayFile = { readonly name: string; readonly bytes: Uint8Array };
type Part = DayFile | 'no-file' | 'not-yet' | { readonly code: string };

const FILE_NAME = /^[\w.-]{1,120}$/;

/** Payments and refunds come as two files; a day is both, so they are handed on packed together, each unchanged. */
export async function fetchBill(account: CcbAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const files: DayFile[] = [];
  for (const type of account.config.profile.statementTypes) {
    const part = await fetchPart(account, date, type, call);
    if (part === 'not-yet') return { kind: 'not-yet' };
    if (part === 'no-file') continue;
    if ('code' in part) return { kind: 'failed', code: part.code, cause: 'other' };
    if (!files.some((file) => file.name === part.name)) files.push(part);
  }
  const [first, second] = files;
  if (!first) return noFile(ccbCapabilities, date, call.clock.now());
  if (!second) return { kind: 'file', bytes: first.bytes, fileName: first.name };
  return { kind: 'file', bytes: await packed(files, date), fileName: `ccb-${account.config.merchantId}-${date}.zip` };
}

async function fetchPart(account: CcbAccount, date: BusinessDate, type: '0' | '1', call: CallContext): Promise<Part> {
  const { profile } = account.config;
  const settled = date < chinaDate(call.clock.now());
  const info = {
    DATE: date.replaceAll('-', ''),
    KIND: settled ? '1' : '0',
    FILETYPE: '1',
    TYPE: type,
    NORDERBY: '1',
    POS_CODE: '',
    ORDER: '',
    STATUS: settled ? '1' : '3',
  };
  const named = await outlink(account, call, { txCode: '5W1005', info, timeoutMs: TIMEOUT_MS.statement });
  if (named.kind === 'lost') return { code: named.outcome.code };
  if (profile.noFileCodes.includes(named.returnCode)) return 'no-file';
  if (profile.fileNotReadyCodes.includes(named.returnCode)) return 'not-yet';
  const name = textAt(child(named.root, 'TX_INFO'), 'FILE_NAME');
  if (named.returnCode !== RETURN_OK) return { code: named.returnCode };
  return FILE_NAME.test(name) ? download(account, name, call) : { code: 'answer.malformed' };
}

/** 6W0111 drops the file in the folder of the bank's client; the sandbox puts it into the answer instead (sandbox convention). */
async function download(account: CcbAccount, name: string, call: CallContext): Promise<Part> {
  const info = { SOURCE: name, FILEPATH: 'merchant/shls', LOCAL_REMOTE: '0' };
  const answer = await outlink(account, call, { txCode: '6W0111', info, timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES });
  if (answer.kind === 'lost') return { code: answer.outcome.code };
  if (answer.returnCode !== RETURN_OK) return { code: answer.returnCode };
  const bytes = strictBase64(textAt(child(answer.root, 'TX_INFO'), 'FILE_CONTENT').replaceAll(/\s/g, ''));
  return bytes && bytes[0] === 0x50 && bytes[1] === 0x4b ? { name, bytes } : { code: 'file.not-zip' };
}

/** The same files give the same bytes, whenever they were fetched: a file is known again by its bytes. */
async function packed(files: readonly DayFile[], date: BusinessDate): Promise<Uint8Array> {
  const zip = new ZipFile();
  const mtime = toDate(instantOf(date, '00:00', ccbCapabilities.statement.timeZone));
  for (const file of files) zip.addBuffer(Buffer.from(file.bytes), file.name, { mtime, compress: false });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

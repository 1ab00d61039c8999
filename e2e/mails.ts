/** Mail lies beside the instance's data as files, as nowhere but in production it leaves. The folder comes with the first mail. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';

const OUTBOX = join(dirname(process.env['BAFANG_DEMO']!), 'outbox');

/** What was sent to an address, oldest first. */
export function mailsTo(address: string): string[] {
  if (!existsSync(OUTBOX)) return [];
  return readdirSync(OUTBOX).sort().map((name) => readFileSync(join(OUTBOX, name), 'utf8')).filter((mail) => mail.startsWith(`To: ${address}\n`));
}

/** The newest link of a kind that was mailed to an address; the worker writes it a moment after it was asked for. */
export async function mailedLink(address: string, kind: RegExp): Promise<string> {
  let link: string | undefined;
  await expect.poll(() => {
    link = mailsTo(address).map((mail) => kind.exec(mail)?.[0]).findLast(Boolean);
    return link !== undefined;
  }, { timeout: 30_000, message: `a mail to ${address}` }).toBe(true);
  return link ?? '';
}

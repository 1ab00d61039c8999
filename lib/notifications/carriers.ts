/**
 * The way out: one carrier for mail, one for messages. Mail goes by SMTP where `MAIL_URL` says so; outside production both otherwise lie down as files
 * in the data folder (`outbox/`), where a person can read what would have gone out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '@/lib/kernel/assert';
import { env } from '@/lib/platform/env';
import type { NoticeChannel } from './model';
import { sendBySmtp } from './smtp';

export interface Message {
  /** Names the message for ever; carriers that know it do not send twice. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
/** Throws when the carrier refused or did not answer. Never called inside a transaction. */
export type Carrier = (message: Message) => Promise<void>;
export type Carriers = Readonly<Record<NoticeChannel, Carrier>>;

/** The real ones of this environment. SMS has no provider of its own yet: an operator passes one in. */
export function carriers(): Carriers {
  const { MAIL_URL, MAIL_FROM, BAFANG_ENV } = env();
  const missing: Carrier = () => Promise.reject(new Error('no carrier is configured'));
  const file = BAFANG_ENV === 'production' ? missing : toFile;
  return { mail: MAIL_URL ? (message) => sendBySmtp(new URL(MAIL_URL), MAIL_FROM, message) : file, sms: file };
}

function toFile({ id, to, subject, text }: Message): Promise<void> {
  assert(/^[\w-]+$/.test(id), 'a message id is a file name');
  const folder = join(env().BAFANG_DATA_DIR, 'outbox');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, `${id}.txt`), `To: ${to}\nSubject: ${subject}\n\n${text}\n`, { mode: 0o600 });
  return Promise.resolve();
}

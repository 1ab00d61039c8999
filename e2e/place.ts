/** Where the instance is and who its demo people are. The environment is set by lib/testing/instance.ts before any test file is read. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generate } from 'otplib';
import { z } from 'zod';
import { CAPABILITIES } from '@/lib/channels/model';
import type { ChannelCode } from '@/lib/channels/port';
import { businessDateOf, instant } from '@/lib/kernel/time';

const needed = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests with npm run e2e`);
  return value;
};

export const APP_URL = needed('BAFANG_URL');
export const BANK_URL = needed('BAFANG_SANDBOX_URL');
const DEMO = needed('BAFANG_DEMO');
/** What the set-up leaves for the tests lies beside the instance's own data and goes when the instance goes. */
export const SHARED = join(dirname(DEMO), 'e2e');

export type Role = 'administrator' | 'accountant' | 'finance-manager' | 'finance-director' | 'vice-president' | 'cashier' | 'auditor';
export const ROLES: readonly Role[] = ['administrator', 'accountant', 'finance-manager', 'finance-director', 'vice-president', 'cashier', 'auditor'];
export type Institution = 'sunshine' | 'bafang-park';

const personSchema = z.object({
  institution: z.string(), role: z.string(), email: z.string(), password: z.string(), totpSecret: z.string().optional(),
});
export type Person = z.infer<typeof personSchema>;

export function person(role: Role, institution: Institution = 'sunshine'): Person {
  const people = z.array(personSchema).parse(JSON.parse(readFileSync(DEMO, 'utf8')));
  const found = people.find((one) => one.role === role && one.institution === institution);
  if (!found) throw new Error(`no demo person is ${role} of ${institution}`);
  return found;
}

/** Somebody by their address, where two people have one role. */
export function personOf(mailbox: string, institution: Institution = 'sunshine'): Person {
  const people = z.array(personSchema).parse(JSON.parse(readFileSync(DEMO, 'utf8')));
  const found = people.find((one) => one.email.startsWith(`${mailbox}@`) && one.institution === institution);
  if (!found) throw new Error(`no demo person is ${mailbox} of ${institution}`);
  return found;
}

const demoPayerSchema = z.object({ institution: z.string(), number: z.string(), phoneLast4: z.string(), name: z.string() });

/** What a payer knows of themselves: number and the last digits of the phone. */
export function demoPayer(number: string): z.infer<typeof demoPayerSchema> {
  const all = z.array(demoPayerSchema).parse(JSON.parse(readFileSync(join(dirname(DEMO), 'demo-payers.json'), 'utf8')));
  const found = all.find((one) => one.number === number);
  if (!found) throw new Error(`no demo payer has the number ${number}`);
  return found;
}

export const signedInFile = (role: Role, institution: Institution): string => join(SHARED, `${institution}-${role}.json`);

/** True for exactly one caller of all workers: making a folder is atomic. */
export function claim(name: string): boolean {
  mkdirSync(join(SHARED, 'claims'), { recursive: true });
  try {
    mkdirSync(join(SHARED, 'claims', name));
    return true;
  } catch {
    return false;
  }
}

const STEP_SECONDS = 30;

/** A code nobody has used yet. The server takes the step before and after its own, so that two codes are at hand without waiting. */
export async function freshCode(of: Person): Promise<string> {
  if (!of.totpSecret) throw new Error(`${of.email} has no authenticator`);
  const now = Math.floor(Date.now() / 1_000);
  for (const epoch of [now, now + STEP_SECONDS]) {
    if (claim(`code-${of.email}-${Math.floor(epoch / STEP_SECONDS)}`)) return generate({ secret: of.totpSecret, epoch });
  }
  throw new Error(`both codes at hand of ${of.email} were used: let another person sign`);
}

/** The institutions' business date, as `2026-11-22`. */
export const dayInShanghai = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

/** The day whose file holds what is paid now: UnionPay cuts its day an hour before midnight. */
export function fileDay(channel: ChannelCode): string {
  const { timeZone, cutOff } = CAPABILITIES[channel].statement;
  return businessDateOf(instant(Date.now()), timeZone, cutOff);
}

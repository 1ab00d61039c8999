/** Where the instance is and who its demo people are. The environment is set by lib/testing/instance.ts before any test file is read. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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

/** The sixth child of the demo kindergarten, whom the main job bills and refunds: no bus, no sibling. */
export const MAIN_PAYER = 'S2026006';

const demoPayerSchema = z.object({ institution: z.string(), number: z.string(), phoneLast4: z.string(), name: z.string() });

const demoPayers = () => z.array(demoPayerSchema).parse(JSON.parse(readFileSync(join(dirname(DEMO), 'demo-payers.json'), 'utf8')));

/** What a payer knows of themselves: number and the last digits of the phone. */
export function demoPayer(number: string): z.infer<typeof demoPayerSchema> {
  const found = demoPayers().find((one) => one.number === number);
  if (!found) throw new Error(`no demo payer has the number ${number}`);
  return found;
}

/** The first payer of an institution; the tests that take bills from the pool leave this one's open. */
export function firstPayer(institution: Institution): z.infer<typeof demoPayerSchema> {
  const found = demoPayers().find((one) => one.institution === institution);
  if (!found) throw new Error(`${institution} has no demo payer`);
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

const STEP_MS = 30_000;
const TURN_MS = 60_000;

/**
 * Signs with a code nobody has used yet; `sign` ends when the server has answered. One after another among all workers: the server takes no code older than
 * one it has seen. It takes the step after its own, so that two are at hand; whoever wants a third in the same half minute waits for it.
 */
export async function withCode(of: Person, sign: (code: string) => Promise<void>): Promise<void> {
  if (!of.totpSecret) throw new Error(`${of.email} has no authenticator`);
  const turn = join(SHARED, 'claims', `turn-${of.email}`);
  // A test that ran out of time in its turn left it taken.
  for (const end = performance.now() + TURN_MS; !claim(`turn-${of.email}`) && performance.now() < end;) await pause(100);
  try {
    let step = Math.floor(Date.now() / STEP_MS);
    while (!claim(`code-${of.email}-${step}`)) step++;
    await pause(Math.max(0, (step - 1) * STEP_MS - Date.now()));
    await sign(await generate({ secret: of.totpSecret, epoch: step * (STEP_MS / 1_000) }));
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

/** The institutions' business date, as `2026-11-22`. */
export const dayInShanghai = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

/** The day whose file holds what was paid at this moment: UnionPay cuts its day an hour before midnight. */
export function fileDay(channel: ChannelCode, paidAt: string): string {
  const { timeZone, cutOff } = CAPABILITIES[channel].statement;
  return businessDateOf(instant(Date.parse(paidAt)), timeZone, cutOff);
}

// A payer's own account holds whom a browser had proved, across institutions, once the mailbox was opened; nobody learns from asking, and each link opens once.
import { beforeAll, expect, it } from 'vitest';
import { anInstitution, csv } from '@/lib/bills/billing.fixtures';
import type { PayerId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { HOUR_MS, instant, plusMs } from '@/lib/kernel/time';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import type { Ctx } from '@/lib/platform/ctx';
import {
  askAccountMail, closeAccount, importPayers, leaveAccount, listPayers, mailOfAccount, makeAccountLink, openAccount, payersOfAccount, revokePayerLinks, type ResolvedPayer,
} from './index';

let here: Ctx & { readonly clock: { at: number } };
let there: Ctx;
const known = new Map<string, ResolvedPayer>();
const of = (...numbers: string[]) => numbers.map((number) => known.get(number)!);

beforeAll(async () => {
  here = (await anInstitution('account-here')).ctx as typeof here;
  there = (await anInstitution('account-there')).ctx;
  for (const [ctx, letter] of [[here, 'H'], [there, 'T']] as const) {
    must(await importPayers(ctx, { apply: true, source: csv(['编号,姓名', `${letter}1,甲乙`, `${letter}2,丙丁`, `${letter}3,戊己`]) }));
    for (const row of (await listPayers(ctx, {})).rows) known.set(row.number, { institutionId: ctx.institutionId, payerId: row.id as PayerId });
  }
});
let address = 0;
const ports = () => ({ clock: here.clock, random: here.random, origin: { ip: `10.1.${++address >> 8}.${address & 255}`, device: '' } });
const newestAsk = () => withPlatformTx(async (tx) => (await tx.payer_account_ask.findFirstOrThrow({ orderBy: { id: 'desc' } })).id);
async function mailFor(email: string, proved: readonly ResolvedPayer[] = []) {
  here.clock.at += 1_000;
  must(await askAccountMail(ports(), { email, proved }));
  return makeAccountLink(here, await newestAsk());
}

it('keeps the list under the mail address, and opens it again from anywhere by mail', async () => {
  const first = (await mailFor('Mother@Example.com', of('H1', 'T1')))!;
  expect(first.email).toBe('mother@example.com');
  const opened = (await openAccount(ports(), first.token))!;
  expect(opened.payers).toEqual(of('H1', 'T1'));
  expect(await mailOfAccount(opened.accountId)).toBe('m***@example.com');
  // From a device that has proved nobody, and once more with somebody new.
  expect((await openAccount(ports(), (await mailFor('mother@example.com'))!.token))!.payers).toEqual(of('H1', 'T1'));
  here.clock.at += 2 * HOUR_MS;
  expect((await openAccount(ports(), (await mailFor('mother@example.com', of('H2')))!.token))!.payers).toEqual(of('H1', 'T1', 'H2'));
  await leaveAccount(opened.accountId, known.get('H2')!);
  expect(await payersOfAccount(opened.accountId)).toEqual(of('H1', 'T1'));
});

it('answers asking alike for everybody, and sends nothing where there is nothing to open', async () => {
  const answers = await Promise.all([askAccountMail(ports(), { email: 'nobody@example.com', proved: [] }), askAccountMail(ports(), { email: 'mother@example.com', proved: [] })]);
  expect(answers[0]).toEqual(answers[1]);
  expect(await mailFor('nobody@example.com')).toBeNull();
  // A mailbox is not flooded: three an hour.
  const sent = [];
  for (let i = 0; i < 5; i++) sent.push(await mailFor('aunt@example.com', of('H3')));
  expect(sent.map((mail) => mail !== null)).toEqual([true, true, true, false, false]);
  // Nor does one address ask without end.
  const one = ports();
  const many = [];
  for (let i = 0; i < 21; i++) many.push((await askAccountMail(one, { email: `x${i}@example.com`, proved: [] })).ok);
  expect(many.filter((ok) => !ok)).toHaveLength(1);
});

it('opens each link once, of fifty at the same time one, not after half an hour, and no altered one', async () => {
  const mail = (await mailFor('uncle@example.com', of('T2')))!;
  const altered = mail.token.slice(0, -1) + (mail.token.endsWith('A') ? 'B' : 'A');
  expect(await openAccount(ports(), altered)).toBeNull();
  const all = await Promise.all(Array.from({ length: 50 }, () => openAccount(ports(), mail.token)));
  expect(all.filter((one) => one !== null)).toHaveLength(1);
  expect(await makeAccountLink(here, await newestAsk())).toBeNull();
  const late = (await mailFor('uncle@example.com'))!;
  here.clock.at = plusMs(instant(here.clock.at), 31 * 60_000);
  expect(await openAccount(ports(), late.token)).toBeNull();
});

it('lets go of a payer whose links are revoked or who has left, and of everything when it is closed', async () => {
  here.clock.at += 2 * HOUR_MS;
  const { accountId } = (await openAccount(ports(), (await mailFor('father@example.com', of('H1', 'H2', 'T1', 'T3')))!.token))!;
  expect(must(await revokePayerLinks(here, { payerId: known.get('H1')!.payerId })).revoked).toBeGreaterThan(0);
  await withTx(there, (tx) => tx.payer.update({ where: { id: known.get('T1')!.payerId }, data: { status: 'left' } }));
  expect(await payersOfAccount(accountId)).toEqual(of('H2', 'T3'));
  // An institution sees and takes back what holds its own payers, never another's.
  expect(await withTx(here, (tx) => tx.payer_account_payer.count({ where: { institution_id: there.institutionId } }))).toBe(0);
  await closeAccount(accountId);
  expect([await payersOfAccount(accountId), await mailOfAccount(accountId)]).toEqual([[], null]);
});

/**
 * `tour`: the whole job over HTTP against a running sandbox instance, as clients would do it: an administrator bills, payers pay at banks that
 * misbehave, an accountant imports the day's statements, a refund goes back. Prints counts; exit 1 when a step or the books do not tie.
 */
import { z } from 'zod';
import { systemClock } from '@/lib/platform/clock';
import { Bank } from './bank';
import { issueBills } from './billing';
import { ConsoleClient, TourFailure } from './http';
import { forgeCallbacks, payAtOnce, payBill, payerOf, WAYS, type Paid } from './paying';
import { findPlace, type Place } from './place';
import { refund } from './refunding';
import { importDay, type DayCounts } from './statements';

const PAYMENTS = 12;

interface Counts extends DayCounts {
  billsIssued: number; paid: number; simultaneousPays: number; paymentsOfThem: number; callbacks: number; forgedRefused: number; refundsExecuted: number;
  ledgerEntries: number; booksTie: boolean; checks: number; checksBroken: string[];
}

export async function runTour(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const started = performance.now();
  try {
    const counts = await tour(findPlace(argv), say);
    const problems = problemsOf(counts);
    const figures = { ok: problems.length === 0, ...counts, problems, seconds: Math.round((performance.now() - started) / 100) / 10 };
    process.stdout.write(json ? `${JSON.stringify(figures)}\n` : `${Object.entries(figures).map(([k, v]) => `${k.padEnd(20)} ${String(v)}`).join('\n')}\n`);
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    const why = error instanceof TourFailure ? error.message : String(error);
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, failed: why })}\n`);
    say(`The tour failed: ${why}`);
    return 1;
  }
}

async function tour(place: Place, say: (text: string) => void): Promise<Counts> {
  const stamp = systemClock.now().toString(36);
  const bank = new Bank(place.bankUrl);
  const [admin, clerk, manager] = await Promise.all(['administrator', 'accountant', 'finance-manager'].map((role) => ConsoleClient.signIn(place.url, place.person(role)))) as [ConsoleClient, ConsoleClient, ConsoleClient];
  say('An administrator sets up a fee plan and issues its bills …');
  const bills = await issueBills(admin, stamp);
  say(`${bills.length} bills. Payers pay at four banks; one callback is lost, one comes again and again …`);
  const paid: Paid[] = [];
  let callbacks = 0;
  for (const [i, bill] of bills.slice(0, PAYMENTS).entries()) {
    const way = WAYS[i % WAYS.length]!;
    const payer = await payerOf(place.url, clerk, bill.payerId);
    const fault = i === 4 ? 'callback-lost' : i === 5 ? 'callback-duplicate' : null;
    const misbehave = fault ? (orderNo: string) => bank.misbehave({ fault, channel: way.channel, orderNo }) : undefined;
    paid.push(await payBill(bank, clerk, payer, bill, way, stamp, misbehave));
  }
  for (const p of paid) callbacks += await bank.callbacks(p.channel, p.orderNo);
  const many = bills[PAYMENTS];
  if (!many) throw new TourFailure(`fewer than ${PAYMENTS + 1} bills were issued`);
  const paymentsOfThem = await payAtOnce(await payerOf(place.url, clerk, many.payerId), many, stamp);
  const merchants = await ownMerchants(bank, place.url);
  const before = await refusedOnDesk(clerk);
  await forgeCallbacks(merchants);
  const forgedRefused = (await refusedOnDesk(clerk)) - before;
  say('A refund is asked for, signed by somebody else and executed …');
  const back = await refund(clerk, manager, place.person('finance-manager'), paid[0]!, '10.00', stamp);
  say('The day’s statements are imported, one with a planted difference …');
  const day = await importDay(clerk, bank, paid);
  const integrity = await clerk.ask('ledger.integrity', {}, z.array(z.object({ name: z.string(), ok: z.boolean(), checked: z.string() })));
  const balance = await clerk.ask('ledger.trial-balance', {}, z.object({ totals: z.array(z.object({ ties: z.boolean() })) }));
  return {
    billsIssued: bills.length, paid: paid.length, simultaneousPays: 50, paymentsOfThem, callbacks, forgedRefused, refundsExecuted: back.status === 'succeeded' ? 1 : 0,
    ...day, ledgerEntries: Number(integrity.find((c) => c.name === 'entries-balance')?.checked ?? 0), booksTie: balance.totals.every((t) => t.ties), checks: integrity.length,
    checksBroken: integrity.filter((c) => !c.ok).map((c) => c.name),
  };
}

/** The sandbox bank may serve several instances; ours are the ones that call us back. */
const ownMerchants = async (bank: Bank, url: string) => (await bank.merchants()).filter((m) => m.notifyUrl.startsWith(url));

async function refusedOnDesk(clerk: ConsoleClient): Promise<number> {
  const desk = await clerk.ask('bank-health.get', { window: '24h' }, z.object({ refusedTotal: z.number() }));
  return desk.refusedTotal;
}

function problemsOf(c: Counts): string[] {
  const problems: [boolean, string][] = [
    [c.paid === PAYMENTS, 'not every payment ended as paid'], [c.paymentsOfThem === 1, 'fifty pays of one bill made more than one payment'],
    [c.callbacks >= PAYMENTS - 1, 'callbacks were not acknowledged'], [c.forgedRefused > 0, 'forged callbacks are not on the desk'],
    [c.refundsExecuted === 1, 'the refund was not executed'], [c.matched + c.notYet >= PAYMENTS, 'payments are missing among the matches'],
    [c.mismatched > 0, 'the planted difference was not found'], [c.booksTie, 'debits and credits differ'], [c.checksBroken.length === 0, `broken checks: ${c.checksBroken.join(', ')}`],
  ];
  return problems.filter(([good]) => !good).map(([, text]) => text);
}


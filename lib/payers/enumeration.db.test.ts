// Guesses of payer numbers and links reveal nothing: every miss has the same answer and takes the same time, whether the number exists or not.
// `ENUMERATION_GUESSES=10000` makes it ten thousand of each.
import { beforeAll, expect, it } from 'vitest';
import { anInstitution, somePayers } from '@/lib/bills/billing.fixtures';
import { seededRandom } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { plusMs } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { newToken } from '@/lib/platform/crypto';
import { createPayerLink, findPayerByNumber, listPayers, resolvePayerLink } from './index';

const GUESSES = Number(process.env['ENUMERATION_GUESSES'] ?? 90);
const MANY = 1_000;
let ctx: Ctx;
let link: string;
beforeAll(async () => {
  ({ ctx } = await anInstitution('guessed'));
  await somePayers(ctx, 50);
  const [payer] = (await listPayers(ctx, {})).rows;
  link = must(await createPayerLink(ctx, payer!.id)).path.replace('/pay/l/', '');
});

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1]!;

it('numbers that exist, numbers that do not and institutions that do not are one to a guesser', async () => {
  // From ever new addresses, as a thief with a botnet would; wrong digits every time.
  // Slowly enough to stay below every bound: what is left to learn is what the answers say.
  let at = ctx.clock.now();
  const guess = async (slug: string, number: string, i: number) => {
    const started = performance.now();
    const answer = await findPayerByNumber(slug, number, String(i % 10_000).padStart(4, 'x'), { clock: { now: () => at }, random: ctx.random, origin: { ip: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, device: '' } });
    return { answer: JSON.stringify(answer), ms: performance.now() - started };
  };
  const kinds = { real: [] as number[], unknown: [] as number[], nowhere: [] as number[] };
  const answers = new Set<string>();
  for (let i = 0; i < GUESSES; i++) {
    at = plusMs(at, 90_000);
    const turns = [['real', 'guessed', `N${String((i % 50) + 1).padStart(4, '0')}`], ['unknown', 'guessed', `X${i}`], ['nowhere', 'no-such-place', `X${i}`]] as const;
    for (const [kind, slug, number] of turns) {
      const { answer, ms } = await guess(slug, number, i * 3);
      answers.add(answer);
      kinds[kind].push(ms);
    }
  }
  expect([...answers]).toEqual([JSON.stringify({ ok: false, error: { code: 'payers.not-found' } })]);
  // The page adds a floor of 250 ms besides; already without it nothing stands out.
  const [real, unknown, nowhere] = [median(kinds.real), median(kinds.unknown), median(kinds.nowhere)];
  const apart = Math.max(real, unknown, nowhere) / Math.min(real, unknown, nowhere);
  if (GUESSES >= MANY) process.stdout.write(`${GUESSES} guesses of each kind, median ms: ${JSON.stringify({ real, unknown, nowhere })}, apart by ${apart.toFixed(3)}\n`);
  // Many tell more than few: noise has gone then.
  expect(apart).toBeLessThan(GUESSES >= MANY ? 1.5 : 3);
}, 600_000);

it('no guessed link opens anything, however near it is to a real one', async () => {
  const random = seededRandom(5);
  const slug = link.split('.')[0]!;
  for (let i = 0; i < GUESSES; i++) {
    const near = i % 2 === 0 ? `${slug}.${newToken(random)}` : link.slice(0, -1 - (i % 40)) + (link.at(-1 - (i % 40)) === 'A' ? 'B' : 'A') + link.slice(link.length - (i % 40));
    if (near !== link) expect(await resolvePayerLink(near, ctx.clock)).toBeNull();
  }
  expect(await resolvePayerLink(link, ctx.clock)).not.toBeNull();
}, 600_000);

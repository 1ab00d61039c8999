// Guarantee: whoever asks how often at the same moment, no refund exceeds its payment, nothing is approved twice and no bank pays twice.
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/kernel/ports';
import { attackRound, judgeBooks, makeBattlefield, OPERATIONS, paidThenSilent, type Battlefield } from './attacks.fixtures';

/** In full: ATTACK_ROUNDS=200 ATTACK_AT_ONCE=50 SILENT_RUNS=1000, or `npm run -s bench -- attacks --rounds 200`. */
const ROUNDS = Number.parseInt(process.env.ATTACK_ROUNDS ?? '1', 10);
const AT_ONCE = Number.parseInt(process.env.ATTACK_AT_ONCE ?? '8', 10);
const SILENT = Number.parseInt(process.env.SILENT_RUNS ?? '10', 10);
let field: Battlefield;
beforeAll(async () => { field = await makeBattlefield(AT_ONCE); });

describe(`${Object.keys(OPERATIONS).length} operations × ${AT_ONCE} at once × ${ROUNDS}`, () => {
  it.each(Object.keys(OPERATIONS))('%s', async (name) => {
    for (let round = 0; round < ROUNDS; round++) expect(await attackRound(field, name)).toEqual({ wrong: [], thrown: 0 });
  }, 3_600_000);

  it('leave the books whole', async () => {
    expect(Object.keys(OPERATIONS)).toHaveLength(25);
    expect(await judgeBooks(field)).toEqual([]);
  });
});

it(`a bank that pays and falls silent paid once, in ${SILENT} of ${SILENT} runs`, async () => {
  const chance = seededRandom(8);
  for (let run = 0; run < SILENT; run++) expect(await paidThenSilent(field, run % 2 ? 'ccb' : 'wechat', chance)).toBe(1);
}, 3_600_000);

/** Institutions and people for tests on a real database, with a clock the test moves. */
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId, seededRandom, type Clock, type Random } from '@/lib/kernel/ports';
import { instant, plusMs, toDate, type Instant } from '@/lib/kernel/time';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { createLog } from '@/lib/platform/log';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import type { Visitor } from './commands/sign-in';
import { hashPassword } from './passwords';
import type { Role } from './policy';
import { sealTotp } from './totp';

export const PASSWORD = 'correct horse battery';
let hashed: Promise<string> | undefined;

export interface TestWorld {
  readonly random: Random;
  readonly clock: Clock & { advance(ms: number): void; set(at: Instant): void };
  readonly visitor: Visitor;
}

export function testWorld(seed: number): TestWorld {
  let at = instant(Date.UTC(2026, 10, 22, 2));
  const clock = { now: () => at, advance: (ms: number) => void (at = plusMs(at, ms)), set: (to: Instant) => void (at = to) };
  const random = seededRandom(seed);
  return {
    clock,
    random,
    visitor: { clock, random, origin: { ip: '192.0.2.7', device: 'test' }, requestId: 'req_test', log: createLog({}, () => undefined) },
  };
}

export async function makeInstitution(world: TestWorld, slug: string): Promise<InstitutionId> {
  const id = newId('institution', world);
  await withPlatformTx((tx) =>
    tx.institution.create({
      data: {
        id,
        slug,
        name_zh: `${slug} 机构`,
        name_en: slug,
        kind: 'kindergarten',
        time_zone: 'Asia/Shanghai',
        day_cut_off: '23:00',
        currency: 'CNY',
        environment: 'test',
        status: 'active',
        created_at: toDate(world.clock.now()),
      },
    }),
  );
  return id;
}

export interface TestPerson {
  readonly userId: UserId;
  readonly email: string;
  readonly ctx: Ctx;
}

export async function makePerson(
  world: TestWorld,
  institutionId: InstitutionId,
  roles: readonly Role[],
  options: { readonly totp?: string; readonly name?: string } = {},
): Promise<TestPerson> {
  const userId = newId('user', world);
  const email = `${userId.toLowerCase()}@example.test`;
  const password_hash = await (hashed ??= hashPassword(PASSWORD));
  const created_at = toDate(world.clock.now());
  await withTx({ institutionId }, async (tx) => {
    await tx.user_account.create({
      data: {
        id: userId,
        email,
        display_name: options.name ?? roles[0]!,
        password_hash,
        status: 'active',
        created_at,
        ...(options.totp && { totp_sealed: sealTotp(userId, options.totp) }),
      },
    });
    await tx.membership.create({
      data: {
        id: newId('membership', world),
        institution_id: institutionId,
        user_id: userId,
        roles: [...roles],
        status: 'active',
        created_at,
      },
    });
  });
  const sessionId = newId('session', world);
  const ctx = makeCtx({ kind: 'user', userId, roles, sessionId, name: options.name ?? roles[0]! }, institutionId, world.visitor);
  return { userId, email, ctx };
}

/** Puts the demo institutions and people there, once; says how to sign in as each. */
import { hashPassword, newTotpSecret, openTotp, sealTotp, type Role } from '@/lib/identity';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { DEMO_PASSWORD, type DemoInstitution, type DemoPerson } from './institutions';

const ports = { clock: systemClock, random: systemRandom };

export interface DemoSignIn {
  /** Slug of the institution. */
  readonly institution: string;
  readonly role: Role;
  readonly email: string;
  readonly password: string;
  /** Base 32, for those who decide approvals. */
  readonly totpSecret?: string;
}

/** What other seeds work with: a context of the system in the institution. */
export interface SeededInstitution {
  readonly id: InstitutionId;
  readonly slug: string;
  readonly kind: DemoInstitution['kind'];
  readonly nameZh: string;
  readonly ctx: Ctx;
}

export async function seedInstitution(demo: DemoInstitution): Promise<SeededInstitution> {
  const id = await withPlatformTx(async (tx) => {
    const known = await tx.institution.findUnique({ where: { slug: demo.slug } });
    if (known) return known.id as InstitutionId;
    const made = newId('institution', ports);
    await tx.institution.create({
      data: {
        id: made,
        slug: demo.slug,
        name_zh: demo.nameZh,
        name_en: demo.nameEn,
        kind: demo.kind,
        time_zone: 'Asia/Shanghai',
        day_cut_off: '23:00',
        currency: 'CNY',
        environment: 'sandbox',
        status: 'active',
        created_at: toDate(ports.clock.now()),
      },
    });
    return made;
  });
  return { id, slug: demo.slug, kind: demo.kind, nameZh: demo.nameZh, ctx: systemCtx('seed', id) };
}

export async function seedPerson(institution: SeededInstitution, domain: string, person: DemoPerson): Promise<DemoSignIn> {
  const email = `${person.mailbox}@${domain}`;
  const known = await withPlatformTx((tx) => tx.user_account.findUnique({ where: { email } }));
  const userId = (known?.id ?? newId('user', ports)) as UserId;
  const totpSecret = person.totp && (known?.totp_sealed ? openTotp(userId, known.totp_sealed) : newTotpSecret(ports.random));
  const password_hash = known ? '' : await hashPassword(DEMO_PASSWORD);
  const created_at = toDate(ports.clock.now());
  await withTx(institution.ctx, async (tx) => {
    if (!known) {
      await tx.user_account.create({
        data: {
          id: userId,
          email,
          display_name: person.name,
          password_hash,
          status: 'active',
          created_at,
          ...(totpSecret && { totp_sealed: sealTotp(userId, totpSecret) }),
        },
      });
    }
    const key = { institution_id: institution.id, user_id: userId };
    const member = await tx.membership.findUnique({ where: { institution_id_user_id: key } });
    if (!member)
      await tx.membership.create({ data: { ...key, id: newId('membership', ports), roles: [person.role], status: 'active', created_at } });
  });
  return { institution: institution.slug, role: person.role, email, password: DEMO_PASSWORD, ...(totpSecret && { totpSecret }) };
}

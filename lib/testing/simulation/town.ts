/** The people and bills a seed starts with. */
import type { PayableBill } from '@/lib/bills/hold-bills';
import { METHODS, type ChannelCode } from '@/lib/channels/port';
import type { BillId, ChannelAccountId, InstitutionId, PayerId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import type { Payer } from './payers';
import type { World } from './world';

export const accountOf = (institutionId: InstitutionId, channel: ChannelCode): ChannelAccountId =>
  `cha_${channel}_${institutionId}` as ChannelAccountId;

export interface TownBill extends PayableBill {
  readonly institutionId: InstitutionId;
}
export interface Town {
  readonly institutions: readonly InstitutionId[];
  readonly payers: readonly Payer[];
  readonly bills: readonly TownBill[];
}

export function foundTown(world: World): Town {
  const ports = { clock: world.clock, random: world.random };
  const institutions = Array.from({ length: world.chance(0.25) ? 2 : 1 }, () => newId('institution', ports));
  const payers: Payer[] = [];
  const bills: TownBill[] = [];
  for (let p = 0, count = world.between(2, 5); p < count; p++) {
    const institutionId = institutions[p % institutions.length]!;
    const payerId: PayerId = newId('payer', ports);
    const mine: BillId[] = [];
    for (let b = 0, many = world.between(1, 4); b < many; b++) {
      const id: BillId = newId('bill', ports);
      mine.push(id);
      bills.push({
        id,
        institutionId,
        payerId,
        number: `B${bills.length + 1}`,
        title: 'Bill',
        currency: 'CNY',
        totalMinor: BigInt(world.between(2, 200_000)),
        paidMinor: 0n,
        status: world.chance(0.2) ? 'overdue' : 'issued',
        methods: METHODS,
        heldBy: null,
      });
    }
    payers.push({ institutionId, bills: mine });
  }
  return { institutions, payers, bills };
}

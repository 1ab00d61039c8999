/** The person at the suspense queue: gives some held money to open bills, sends some back, leaves some for tomorrow. */
import { openMinor, canTake } from '@/lib/bills/hold-bills';
import { decideSuspenseItem, type SuspenseChoice } from '@/lib/payments/commands/decide-suspense-item';
import { instant } from '@/lib/kernel/time';
import type { Dump } from './invariants';
import type { Office } from './office';
import type { Backend } from './run';
import type { Town } from './town';
import type { World } from './world';

export class Operator {
  constructor(
    private readonly world: World,
    private readonly office: Office,
    private readonly town: Town,
    private readonly consent: Backend['consent'],
  ) {}

  async decideAll(dump: () => Promise<Dump>): Promise<void> {
    const desk = this.office.desk();
    const items = (await dump()).suspense.filter((s) => s.status === 'held').sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const item of items) {
      if (this.world.chance(0.2)) continue;
      const now = await dump();
      const file = now.files.find((f) => f.payment.id === item.paymentId);
      const institutionId = file?.payment.institutionId;
      if (!institutionId) continue;
      const open = now.bills
        .filter(
          (b) =>
            this.town.bills.some((t) => t.id === b.id && t.payerId === file.payment.payerId) &&
            canTake(b, 1n) &&
            (b.heldBy === null || b.heldBy === item.paymentId),
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const fits = open.find((b) => openMinor(b) >= item.amountMinor);
      const choice: SuspenseChoice =
        fits && this.world.chance(0.7)
          ? { do: 'credit', bills: [{ billId: fits.id, amountMinor: item.amountMinor }] }
          : { do: 'return', reference: 'transfer' };
      if (choice.do === 'return') await this.consent?.(institutionId, item);
      const input = { suspenseId: item.id, choice, reason: 'looked at' };
      // Clicked twice: the second one is told that it was decided.
      for (let i = 0; i < 2; i++) {
        this.world.go(async () => {
          const done = await decideSuspenseItem(desk.deps, desk.ctxOf(institutionId), input);
          this.world.note(`suspense ${item.id} ${done.ok ? done.value.status : done.error.code}`);
        });
      }
      await this.world.runUntil(instant(this.world.now() + 1_000));
    }
  }
}

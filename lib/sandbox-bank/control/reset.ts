/** Forgets orders, refunds, callbacks, rules and planned differences; keys and, unless asked, merchants stay. */
import type { Bank } from '../bank/bank';

export function reset(bank: Bank, merchantsToo: boolean): void {
  bank.db.transaction(() => {
    for (const table of ['attempts', 'deliveries', 'chores', 'refunds', 'orders', 'plans', 'einvoices']) bank.db.run(`DELETE FROM ${table}`);
    if (merchantsToo) bank.db.run('DELETE FROM merchants');
    bank.db.run("DELETE FROM meta WHERE name = 'clock-offset'");
  });
  bank.rules.clear();
  bank.clock.setOffsetMs(0);
  bank.clock.setWireOffsetMs(0);
  if (merchantsToo) bank.merchants.reload();
}

/** What the bank does later by itself: finish an asynchronous refund, take a payment after a close. Survives a restart. */
import { alarm } from './alarm';
import type { Bank } from './bank';
import type { BankClock } from './clock';

export type ChoreKind = 'finish-refund' | 'return-refund' | 'pay-late' | 'fail-late' | 'reverse';

export interface Chores {
  /** To be called inside the transaction that causes it. */
  add(kind: ChoreKind, subjectId: number, at: number): void;
  pump(): void;
  stop(): void;
}

interface Chore {
  readonly id: number;
  readonly at: number;
  readonly kind: ChoreKind;
  readonly subjectId: number;
}

const BATCH = 200;

export function chores(clock: BankClock, bank: () => Bank, work: (bank: Bank, kind: ChoreKind, subjectId: number) => void): Chores {
  let stopped = false;
  const pump = (): void => {
    if (stopped) return;
    bell.reset();
    const { db } = bank();
    const now = clock.now();
    const due = db.all<Chore>('SELECT * FROM chores WHERE at <= ? ORDER BY at, id LIMIT ?', now, BATCH);
    for (const chore of due) {
      db.run('DELETE FROM chores WHERE id = ?', chore.id);
      work(bank(), chore.kind, chore.subjectId);
    }
    const next = db.one<{ at: number | null }>('SELECT MIN(at) AS at FROM chores');
    if (next?.at) bell.wake(next.at);
  };
  const bell = alarm(clock, pump);
  return {
    add(kind, subjectId, at) {
      bank().db.run('INSERT INTO chores (at, kind, subjectId) VALUES (?, ?, ?)', at, kind, subjectId);
      bell.wake(at);
    },
    pump,
    stop() {
      stopped = true;
      bell.stop();
    },
  };
}

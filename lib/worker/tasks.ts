/** Job name → handler. Each module exports its own `jobs`; names are unique. A handler parses its payload and may be run again at any time. */
import type { TaskList } from 'graphile-worker';
import { billJobs } from '@/lib/bills';
import { notificationJobs } from '@/lib/notifications';
import { invoiceJobs } from '@/lib/invoices';
import { reconciliationJobs } from '@/lib/reconciliation';
import { refundJobs } from '@/lib/refunds';

type Jobs = Readonly<Record<string, (payload: unknown) => Promise<void>>>;

function tasksOf(...lists: readonly Jobs[]): TaskList {
  const tasks: TaskList = {};
  for (const [name, handle] of lists.flatMap((jobs) => Object.entries(jobs))) {
    if (tasks[name]) throw new Error(`two modules have a job called ${name}`);
    tasks[name] = (payload) => handle(payload);
  }
  return tasks;
}

export const taskList: TaskList = tasksOf(billJobs, invoiceJobs, refundJobs, reconciliationJobs, notificationJobs);

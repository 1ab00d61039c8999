/** `npm run db -- seed`, and every start outside production. */
import { closeConnections } from '@/lib/platform/db';
import { seedDemo } from './demo';

const signIns = await seedDemo();
await closeConnections();
process.stderr.write(`Demo data is there: ${signIns.length} people in ${new Set(signIns.map((s) => s.institution)).size} institutions.\n`);

/** Runs one issuing job in a process of its own, so that a test may kill it: `tsx issue-in-child.fixtures.ts <institution> <run> <chunk>`. */
import { issueBills } from '@/lib/bills';
import { closeConnections } from '@/lib/platform/db';

const [institutionId = '', runId = '', chunk = '10'] = process.argv.slice(2);
await issueBills({ institutionId, runId }, { chunk: Number.parseInt(chunk, 10) });
await closeConnections();

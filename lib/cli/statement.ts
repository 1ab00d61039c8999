import { ALL_ADAPTERS } from '@/lib/channels';
import { runHostile, runInspect } from '@/lib/statements';

/** `statement inspect FILE [--json]` and `statement hostile [--files N] [--json]`: every reader there is, the channels' own first. */
export async function runStatement(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv;
  const readers = ALL_ADAPTERS.map((adapter) => adapter.statementReader);
  if (verb === 'hostile') return runHostile(rest, await threadLook(), (line) => void process.stdout.write(`${line}\n`));
  if (verb !== 'inspect') {
    process.stderr.write('Usage: npm run -s bafang -- statement inspect FILE [--json] | statement hostile [--files N] [--seed S] [--json]\n');
    return 2;
  }
  return runInspect(rest, readers);
}

/** As an import reads it: in a thread whose memory is bounded. Loaded only here, because it brings the whole of reconciliation with it. */
async function threadLook() {
  const { lookAtStatement } = await import('@/lib/reconciliation');
  return lookAtStatement;
}

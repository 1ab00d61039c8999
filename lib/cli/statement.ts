import { ALL_ADAPTERS } from '@/lib/channels';
import { runInspect } from '@/lib/statements';

/** `statement inspect FILE [--json]`: every reader there is, the channels' own first. */
export async function runStatement(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv;
  if (verb !== 'inspect') {
    process.stderr.write('Usage: npm run -s bafang -- statement inspect FILE [--json]\n');
    return 2;
  }
  return runInspect(rest, ALL_ADAPTERS.map((adapter) => adapter.statementReader));
}

/** `node --import tsx lib/sandbox-bank/main.ts`: the other side of every channel, as a program of its own. */
import { optionsFromEnv } from './options';
import { startSandbox } from './server';

if (process.env.BAFANG_ENV === 'production') {
  process.stderr.write('The sandbox bank pays with money that does not exist; it refuses to run in production.\n');
  process.exit(1);
}

const sandbox = await startSandbox(optionsFromEnv(process.env));
process.stdout.write(`sandbox bank: ${sandbox.url}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}

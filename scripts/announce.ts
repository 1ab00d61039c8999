/** What a person reads when everything runs: where it is and who they may be. */
import { existsSync, readFileSync } from 'node:fs';

interface DemoSignIn {
  readonly role: string;
  readonly email: string;
  readonly password: string;
  readonly totpSecret?: string;
}

export function announce(env: Readonly<Record<string, string>>, elapsedMs: number): void {
  const lines = ['', `  Bafang 八方 is ready at ${env.PUBLIC_URL} (${(elapsedMs / 1000).toFixed(1)} s)`];
  if (env.SANDBOX_BANK_URL) lines.push(`  Sandbox bank at ${env.SANDBOX_BANK_URL}`);
  const signIns = demoSignIns(`${env.BAFANG_DATA_DIR}/demo.json`);
  if (signIns.length > 0) lines.push('', '  Sign in as', ...table(signIns));
  lines.push('', '  Ctrl-C stops everything.', '');
  process.stdout.write(`${lines.join('\n')}\n`);
}

function demoSignIns(file: string): DemoSignIn[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoSignIn[]) : [];
}

function table(signIns: readonly DemoSignIn[]): string[] {
  const rows = signIns.map(({ role, email, password, totpSecret }) => [role, email, password, totpSecret ? `TOTP secret ${totpSecret}` : '']);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd());
}

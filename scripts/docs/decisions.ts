/** The index of decisions, from their own first lines. */
import { readdirSync, readFileSync } from 'node:fs';

export function decisionSection(): Record<string, string> {
  const files = readdirSync('docs/decisions').filter((name) => /^\d{3}-.*\.md$/.test(name)).sort();
  return { decisions: files.map((name) => `- [${title(name)}](decisions/${name})`).join('\n') };
}

const title = (name: string): string => (/^# (.+)$/m.exec(readFileSync(`docs/decisions/${name}`, 'utf8'))?.[1] ?? name).trim();

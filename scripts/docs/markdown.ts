/** Tables and fences, so that every generated page looks the same. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
export const code = (text: string): string => `\`${text}\``;

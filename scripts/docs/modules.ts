/** The module map as a table, and the imports there really are as a picture. */
import { modules, type Module } from '@/lib/module-map';
import { importEdges, moduleEdges } from '@/lib/testing/import-graph';
import { readSources } from '@/lib/testing/source-files';
import { code, fence, table } from './markdown';

const entries: readonly (readonly [string, Module])[] = Object.entries(modules);

export function moduleSections(): Record<string, string> {
  return { modules: moduleTable(), 'module-graph': fence('mermaid', moduleGraph()) };
}

function moduleTable(): string {
  const rows = entries.toSorted((a, b) => a[1].rank - b[1].rank).map(([name, module]) => [
    String(module.rank), `[${name}](../lib/${name}/README.md)`, module.purpose, module.tables.map(code).join(' '), bounds(module),
  ]);
  return table(['rank', 'module', 'what it is', 'tables it alone writes', 'beyond the rule'], rows);
}

function bounds({ mayImport, alsoWrites, onlyFor }: Module): string {
  const words = [];
  if (mayImport) words.push(`may import ${mayImport.join(', ')}`);
  for (const [table, reason] of Object.entries(alsoWrites ?? {})) words.push(`writes ${code(table)}: ${reason}`);
  if (onlyFor) words.push(onlyFor.length === 0 ? 'nobody imports it' : `only for ${onlyFor.join(', ')}`);
  return words.join('; ');
}

/** What really imports what. An arrow that follows from others is left out, so that the picture shows the way down and no more. */
function moduleGraph(): string {
  const below = new Map<string, Set<string>>();
  for (const { fromModule, toModule } of moduleEdges(importEdges(readSources()))) {
    if (drawn(fromModule) && drawn(toModule)) below.set(fromModule, (below.get(fromModule) ?? new Set()).add(toModule));
  }
  const reaches = (from: string, to: string): boolean => [...(below.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  const arrows = [...below].sort(([a], [b]) => a.localeCompare(b)).flatMap(([from, all]) =>
    [...all].sort().filter((to) => ![...all].some((other) => other !== to && reaches(other, to))).map((to) => `  ${from} --> ${to}`));
  return ['flowchart TD', ...arrows, '  channels -. "HTTP only" .- sandbox-bank'].join('\n');
}

/** Tests and the far side of the wire are not part of the product's own way down. */
const drawn = (name: string): boolean => name in modules && name !== 'testing' && name !== 'sandbox-bank';

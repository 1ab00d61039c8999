/** Who imports whom, read from the source: the import rules and the picture of the architecture stand on it. */
import { dirname, join, posix } from 'node:path';
import { importsOf, type SourceFile } from './source-files';

export interface ImportEdge {
  readonly from: string;
  readonly line: number;
  /** Path from the root of the project without its ending; packages keep their name. */
  readonly to: string;
  readonly typeOnly: boolean;
}
export interface ModuleEdge extends ImportEdge {
  readonly fromModule: string;
  readonly toModule: string;
}

/** Tests and their fixtures look inside on purpose; programs at the root of the tree put the parts together. */
export const looksInside = (path: string): boolean => /\.test\.tsx?$|\.fixtures?\.ts$|^lib\/testing\/|^lib\/module-map/.test(path);
/** `bafang simulate` and `bafang faults` are tests that people run by hand: the command line may start them, and nothing else of the product may. */
const startsSimulation = ({ from, to }: ImportEdge): boolean => from.startsWith('lib/cli/') && /^lib\/testing\/(simulation|faults)/.test(to);

export const moduleOf = (path: string): string | undefined => /^lib\/([^/.]+)(?:\/|$)/.exec(path)?.[1];

export const importEdges = (sources: readonly SourceFile[]): ImportEdge[] =>
  sources
    .flatMap((file) => importsOf(file).map(({ specifier, line, typeOnly }) => ({ from: file.path, line, to: targetOf(file.path, specifier), typeOnly })))
    .filter((edge) => !startsSimulation(edge));

/** Imports of the product from one module into another. */
export const moduleEdges = (edges: readonly ImportEdge[]): ModuleEdge[] =>
  edges.flatMap((edge) => {
    const [from, to] = [moduleOf(edge.from), moduleOf(edge.to)];
    return from && to && from !== to && !looksInside(edge.from) ? [{ ...edge, fromModule: from, toModule: to }] : [];
  });

function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.')) return posix.normalize(join(dirname(from), specifier).replaceAll('\\', '/'));
  return specifier;
}

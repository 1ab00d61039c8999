/** Every refusal the product can name, read from its source: TypeScript 7 has no compiler API, and a union of literals is not there at run time. */
import type { SourceFile } from './source-files';

export interface ErrorCode {
  readonly code: string;
  /** Where it is declared, or first raised. */
  readonly path: string;
}

const CODE = /'([a-z][a-z-]*\.[a-z][a-z0-9-]*)'/g;
/** Files that are closed lists from end to end; elsewhere only what is raised or named in a failure's type counts. */
const LISTS = /^lib\/[^/]+\/errors\.ts$|^lib\/statements\/model\.ts$/;
const RAISED = /\berr\(\s*'[^'\n]*'|\bFailure<[^>]*>|\btype \w+Code =[^;]*;/g;
/** The sandbox bank speaks for itself: its refusals never reach a page of the product. Tests refuse whatever they like. */
const APART = /^lib\/sandbox-bank\/|^lib\/testing\/|\.test\.tsx?$|\.fixtures?\.ts$/;

export function errorCodes(sources: readonly SourceFile[]): ErrorCode[] {
  const found = new Map<string, string>();
  const files = sources.filter(({ path }) => /^(lib|app)\//.test(path) && !APART.test(path));
  // Closed lists first, so that a code is shown where it is declared.
  for (const file of files.toSorted((a, b) => Number(LISTS.test(b.path)) - Number(LISTS.test(a.path)))) {
    for (const text of LISTS.test(file.path) ? [withoutComments(file)] : (withoutComments(file).match(RAISED) ?? [])) {
      for (const match of text.matchAll(CODE)) if (!found.has(match[1]!)) found.set(match[1]!, file.path);
    }
  }
  return [...found].map(([code, path]) => ({ code, path })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The source with its strings, without its comments: what is blank in `code` but not between quotes is a comment. */
function withoutComments({ text, code }: SourceFile): string {
  let inString = false;
  return Array.from({ length: text.length }, (_, i) => {
    if (code[i] === "'") inString = !inString;
    return inString || code[i] !== ' ' ? text[i]! : ' ';
  }).join('');
}

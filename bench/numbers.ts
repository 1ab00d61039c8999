/** `--name N` of a benchmark's arguments, underscores allowed; the default where it is not given. */
export function numberOf(argv: readonly string[], name: string, standard: number): number {
  const at = argv.indexOf(name);
  if (at === -1) return standard;
  const text = (argv[at + 1] ?? '').replaceAll(/[_,]/g, '');
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} takes a number up to 999,999,999`);
  return Number.parseInt(text, 10);
}

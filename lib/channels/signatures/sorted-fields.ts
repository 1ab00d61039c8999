export type Fields = Readonly<Record<string, string>>;

/** `k=v&k=v` in byte order of the keys, empty values and the named keys left out: what Alipay and UnionPay sign. */
export function sortedFields(fields: Fields, leftOut: readonly string[]): string {
  return Object.keys(fields)
    .filter((key) => fields[key] !== '' && !leftOut.includes(key))
    .sort()
    .map((key) => `${key}=${fields[key]}`)
    .join('&');
}

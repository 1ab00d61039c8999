// Forms and JSON are read back exactly as written, and raw members are the very text that was signed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formBytes, readForm, writeForm } from './form';
import { rawMembers, toJson } from './json-text';
import { child, readXml, textAt, writeElements } from './xml';

const name = fc.stringMatching(/^[a-z_]{1,12}$/);

describe('wire formats', () => {
  it('a form comes back as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' }), { minKeys: 1, maxKeys: 8 }), (fields) => {
        expect({ ...readForm(Buffer.from(writeForm(fields)), 'utf-8') }).toEqual({ ...fields });
      }),
    );
  });

  it('a form with a broken percent, a broken encoding, a name twice or no name is refused', () => {
    for (const body of ['a=%4', 'a=%zz', 'a=1&a=2', '=1', 'a', '', 'a=1&&b=2']) expect(formBytes(Buffer.from(body))).toBeNull();
    expect(readForm(Buffer.from('a=%FF%FE'), 'utf-8')).toBeNull();
    expect(readForm(Buffer.from('a=%D5%C5'), 'gb18030')).toEqual({ a: '张' });
  });

  it('raw members hold what a JSON parser finds, whatever the spacing', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue(), { minKeys: 1, maxKeys: 6 }), fc.constantFrom(0, 1, 3), (value, indent) => {
        const members = rawMembers(JSON.stringify(value, null, indent));
        expect(Object.fromEntries([...members!].map(([key, raw]) => [key, JSON.parse(raw)]))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    for (const text of ['', '[]', 'null', '"x"', '{"a":1,"a":2}', '{"a":1']) expect(rawMembers(text)).toBeNull();
  });

  it('JSON out writes bigint as a whole number and nothing else as a number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 9_007_199_254_740_991n }), fc.string(), (total, note) => {
        expect(JSON.parse(toJson({ amount: { total }, note, none: undefined, list: [note] }))).toEqual({
          amount: { total: Number(total) },
          note,
          list: [note],
        });
      }),
    );
  });

  it('XML text comes back as it was written; what is not plain elements is refused', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).map((text) => text.trim()),
        (text) => {
          expect(textAt(child(readXml(`<TX><A>${writeElements({ B: text })}</A></TX>`) ?? undefined, 'A'), 'B')).toBe(text);
        },
      ),
    );
    for (const bad of [
      '',
      'x',
      '<A>',
      '<A></B>',
      '<A/><B/>',
      '<A b="c"/>',
      '<!DOCTYPE A><A/>',
      '<A>&evil;</A>',
      '<A><!-- --></A>',
      `${'<A>'.repeat(20)}${'</A>'.repeat(20)}`,
    ]) {
      expect(readXml(bad)).toBeNull();
    }
  });
});

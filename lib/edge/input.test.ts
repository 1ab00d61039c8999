// Guarantee: whatever bytes arrive, a command sees only what its schema allows, and a refusal names fields in our codes, never more.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseInput, toObject } from './input';
import { copyKey, outward, statusOf } from './problem';

const form = (...pairs: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  return data;
};

describe('forms become objects', () => {
  test('paths nest, lists stay lists, empty text is "not given", holes close', () => {
    const object = toObject(
      form(
        ['name', 'x'],
        ['note', ''],
        ['roles[]', 'a'],
        ['tag', '1'],
        ['tag', '2'],
        ['lines.0.amount', '1.00'],
        ['lines.7.amount', '2.00'],
        ['$ACTION_ID_x', '1'],
      ).entries(),
    );
    expect(object).toEqual({
      ok: true,
      value: { name: 'x', roles: ['a'], tag: ['1', '2'], lines: [{ amount: '1.00' }, { amount: '2.00' }] },
    });
  });

  test('prototypes cannot be reached and sizes are bounded', () => {
    expect(toObject([['__proto__.admin', '1']])).toMatchObject({ error: { code: 'edge.invalid-input' } });
    expect(toObject([['a.constructor', '1']])).toMatchObject({ error: { code: 'edge.invalid-input' } });
    expect(toObject([['x'.repeat(201), '1']])).toMatchObject({ error: { code: 'edge.too-large' } });
    expect(toObject(Array.from({ length: 2_001 }, (_, i) => [`f${i}`, '1'] as const))).toMatchObject({ error: { code: 'edge.too-large' } });
    expect(({} as { admin?: string }).admin).toBeUndefined();
  });

  test('any pairs at all: an object or a refusal, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 40 }), async (pairs) => {
        const result = await parseInput(z.object({ a: z.string().max(3) }), form(...pairs));
        if (result.ok) expect(Object.keys(result.value)).toEqual(['a']);
        else expect(result.error.code).toMatch(/^edge\./);
      }),
      { numRuns: 300 },
    );
  });
});

test('wrong fields are named with our codes; a schema may name its own', async () => {
  const schema = z.object({
    email: z.email(),
    name: z.string().min(2).max(5),
    kind: z.enum(['a', 'b']),
    amount: z.string().refine(() => false, 'money.malformed'),
    n: z.coerce.number().int().max(5),
  });
  const result = await parseInput(schema, form(['email', 'x'], ['name', 'too long a name'], ['kind', 'c'], ['amount', '1'], ['n', '9']));
  expect(result).toEqual({
    ok: false,
    error: {
      code: 'edge.invalid-input',
      details: {},
      fields: {
        email: 'edge.field-wrong',
        name: 'edge.field-too-large',
        kind: 'edge.field-choice',
        amount: 'money.malformed',
        n: 'edge.field-too-large',
      },
    },
  });
  const missing = await parseInput(schema, form());
  expect(missing).toMatchObject({
    error: { fields: { email: 'edge.field-required', name: 'edge.field-required', kind: 'edge.field-required' } },
  });
});

describe('what may be said about a failure', () => {
  test('"not yours" looks like "not there", in code and status', () => {
    expect(outward({ code: 'access.denied', details: { permission: 'ledger.read' } })).toEqual({ code: 'edge.not-found' });
    expect(statusOf('access.denied')).toBe(statusOf('edge.not-found'));
  });

  test('status follows the name of a code', () => {
    expect(
      [
        'approvals.not-found',
        'approvals.already-decided',
        'approvals.operation-changed',
        'refunds.too-much',
        'identity.signed-out',
        'edge.unexpected',
      ].map(statusOf),
    ).toEqual([404, 409, 409, 422, 401, 500]);
  });

  test('copy is found in the shared file first, then with the module that refuses', () => {
    const there = new Set(['errors.edge.refused', 'refunds.errors.too-much', 'billing.errors.bills.odd']);
    const find = (code: string) => copyKey(code, ['billing', 'refunds'], (key) => there.has(key));
    expect([find('edge.refused'), find('refunds.too-much'), find('bills.odd'), find('x.y')]).toEqual([
      'errors.edge.refused',
      'refunds.errors.too-much',
      'billing.errors.bills.odd',
      undefined,
    ]);
  });
});

// The bank signs as the published request and answer of QRA do.
import { expect, test } from 'vitest';
import vectors from '../../testing/qra-vector.json';
import { fieldsIn, md5Of, xmlOf } from './wire';

test('QRA: MD5 of the published request and of the published answer, through XML and back', () => {
  const { request, request_sign, response, key } = vectors;
  expect(md5Of(fieldsIn(xmlOf(request)), key)).toBe(request_sign);
  expect(md5Of(fieldsIn(xmlOf(response)), key)).toBe(response.sign);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePath, encodePath } from '../../../../src/adapters/git/process/path-bytes.ts';

const bytes = fc
  .uint8Array({ min: 1, max: 255, minLength: 1, maxLength: 40 })
  .map((path) => Buffer.from(path).toString('latin1'));

test('every path comes back as the same bytes', () => {
  fc.assert(
    fc.property(bytes, (path) => {
      expect(encodePath(decodePath(path))).toBe(path);
    }),
  );
});

test('the text of a path is proper Unicode, so that YAML and JSON keep it', () => {
  fc.assert(
    fc.property(bytes, (path) => {
      expect(decodePath(path).isWellFormed()).toBe(true);
    }),
  );
});

test('different paths have different texts', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(decodePath(a) === decodePath(b)).toBe(a === b);
    }),
  );
});

test.each([
  ['plain.txt', 'plain.txt'],
  [Buffer.from('naïve/日本').toString('latin1'), 'naïve/日本'],
  ['caf\xe9.txt', '"caf\\351.txt"'],
  ['"quoted"', '"\\"quoted\\""'],
  ['new\nline', 'new\nline'],
  ['\xff\n\\', '"\\377\\n\\\\"'],
])('%j is called %j', (path, text) => {
  expect(decodePath(path)).toBe(text);
});

import { describe, expect, it } from 'vitest';
import { sealed, unsealed } from '../../../src/adapters/yaml/seal.ts';

describe('the seal', () => {
  it('is the last line, over every byte before it', () => {
    const seal = '37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae';

    expect(sealed('a: 1\n').toString()).toBe(`a: 1\n# sha256: ${seal}\n`);
  });

  it('gives the text back', () => {
    expect(unsealed(sealed('größe: 漢字\n'))).toEqual({ text: 'größe: 漢字\n' });
    expect(unsealed(sealed(''))).toEqual({ text: '' });
  });

  it.each([
    ['', 'is empty'],
    ['a: 1\n', 'has no checksum at its end: it was cut or edited'],
    [`${sealed('a: 1\n')}\n`, 'has no checksum at its end: it was cut or edited'],
    [sealed('a: 1\n').toString().replace('a: 1', 'a: 2'), 'checksum does not match'],
    [
      sealed('a: 1\n').toString().replaceAll('\n', '\r\n'),
      'has no checksum at its end: it was cut or edited',
    ],
    [`\ufeff${sealed('a: 1\n')}`, 'checksum does not match'],
  ])('of %j is refused: %s', (text, refused) => {
    expect(unsealed(Buffer.from(text))).toEqual({ refused });
  });
});

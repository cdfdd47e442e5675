import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitize, sanitizeLine, UNSEEN } from '../../src/domain/shared/text.ts';
import { anyText, fuzz } from './support/inputs.ts';

const shown = fc.oneof(anyText, fc.string({ unit: 'binary', maxLength: 200 }));

describe('whatever is sanitised', () => {
  test('holds nothing that cannot be seen, and changes no more', () => {
    fuzz(shown, (text) => {
      const once = sanitize(text);
      expect(once.replaceAll('\n', '').match(UNSEEN)).toBeNull();
      expect(once).not.toContain('\t');
      expect(sanitize(once)).toBe(once);
    });
  });

  test('fits a row where a row is wanted', () => {
    fuzz(shown, (text) => expect(sanitizeLine(text)).not.toContain('\n'));
  });
});

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/domain/shared/shell-word.ts';

describe('a word of a shell command', () => {
  it('stays bare where it may', () => {
    expect(shellWord('effort/auth-2.0')).toBe('effort/auth-2.0');
    expect(shellWord('')).toBe("''");
  });

  it('is one word and nothing else to a shell, whatever is in it', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...`a '"$\`;&|()<>*?!~#\\\n`) });
    fc.assert(
      fc.property(nasty, (text) => {
        expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/domain/shared/shell-word.ts';
import { sanitize } from '../../../src/domain/shared/text.ts';

describe('a word of a shell command', () => {
  it('stays bare where it may', () => {
    expect(shellWord('effort/auth-2.0')).toBe('effort/auth-2.0');
    expect(shellWord('')).toBe("''");
  });

  it.each(['a\u202eb', 'g\u200b$(touch x)', '-n\u{e0041}', "\t'quoted'"])(
    'means the same name after everything that cannot be seen is taken out of the command: %j',
    (name) => {
      const command = sanitize(`printf %s ${shellWord(name)}`);

      expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(name);
    },
  );

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

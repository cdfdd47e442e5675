/** One word per thing: the glossary of ARCHITECTURE says which, and what is on its "not" side stands in no code and no document. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The table between its two marks. */
const GLOSSARY_PART = /<[!]-- glossary -->[\s\S]*?<[!]-- end -->/;

/** The rows of the glossary: what to say, and what not. */
const GLOSSARY = (GLOSSARY_PART.exec(read('ARCHITECTURE.md'))?.[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| say') && !line.startsWith('| ---'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, say = '', not = '']) => ({ say, not: not === '-' ? [] : not.split(', ') }));

const PATHS = execFileSync(
  'git',
  [
    'ls-files',
    'src',
    'bin',
    'README.md',
    'ARCHITECTURE.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    'checkpoints/README.md',
  ],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
)
  .trim()
  .split('\n')
  // What reads the words of older releases has to name them.
  .filter((path) => !/\/former-[\w-]+\.ts$/.test(path));

/**
 * `gives` is about how a comment begins; a gate may well give up. Names with `_` are found as they are written, because stored words are
 * upper case.
 */
function patternOf(word: string): RegExp {
  return word === 'gives'
    ? /(?:\/\*\*|^\s*\*) Gives\b/
    : new RegExp(String.raw`(?<![\w-])${word}(?![\w-])`, word.includes('_') ? '' : 'i');
}

it('the glossary names what to say and what not', () => {
  expect(GLOSSARY.length).toBeGreaterThan(15);
  expect(GLOSSARY.every(({ say }) => say !== '')).toBe(true);
});

it.each(GLOSSARY.flatMap(({ say, not }) => not.map((word) => [word, say] as const)))(
  'nobody says "%s": it is "%s"',
  (word) => {
    const pattern = patternOf(word);
    const found = PATHS.flatMap((path) =>
      read(path)
        .replace(GLOSSARY_PART, '')
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
        ),
    );

    expect(found.join('\n')).toBe('');
  },
);

/** Numbers in commits and trees may be anything; behind the border they are usable. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChanges } from '../../../../src/adapters/git/history/numstat.ts';
import { parseCommit } from '../../../../src/adapters/git/objects/commit-object.ts';
import { parseTree } from '../../../../src/adapters/git/objects/trees.ts';
import {
  canonicalMode,
  LATEST_SECOND,
  MOST_COUNTED,
  parseCount,
  parseSeconds,
  parseZone,
} from '../../../../src/adapters/git/process/raw-numbers.ts';
import { diffStat } from '../../../../src/domain/code/diff-stat.ts';
import { instant } from '../../../../src/domain/shared/schema.ts';
import { instantOf } from '../../../../src/domain/shared/time.ts';
import { decodeText, encodeText } from '../../../support/checkpoint-files.ts';
import { midConflictState, sampleEffort, sampleInstant } from '../../../support/states.ts';

/** What stands where a number should: digits of any length, a sign, words, nothing. */
const anything = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.stringMatching(/^[-+]?[0-9]{0,40}$/),
  fc.string(),
);

describe('dates', () => {
  it.each([
    ['9999999999999', LATEST_SECOND],
    ['99999999999999999999', LATEST_SECOND],
    ['253402300800', LATEST_SECOND],
    ['32503680000', 32_503_680_000],
    ['-100000', 0],
    ['', 0],
    ['1e3', 0],
    ['0x10', 0],
  ])('%j is %d', (text, seconds) => {
    expect(parseSeconds(text)).toBe(seconds);
  });

  it('are always a time that a checkpoint can hold', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(instant.safeParse(instantOf(parseSeconds(text) * 1000)).success).toBe(true);
      }),
    );
  });

  it('and zones are always such that git writes and reads them', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(parseZone(text)).toMatch(/^[-+](?:0\d|1[0-4])[0-5]\d$/);
      }),
    );
  });

  it.each([
    ['+051800', '+0000'],
    ['+9999', '+0000'],
    ['-0090', '+0000'],
    ['0100', '+0000'],
    ['+1400', '+1400'],
    ['-0330', '-0330'],
  ])('a zone %j is %j', (text, zone) => {
    expect(parseZone(text)).toBe(zone);
  });
});

describe('counts', () => {
  it('are exact and never negative', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const count = parseCount(text);
        expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
      }),
    );
  });

  it('of a diff may be larger than any file', () => {
    const zero = '0'.repeat(40);
    const fields = [`:100644 100644 ${zero} ${zero} M`, 'a', `${'9'.repeat(30)}\t-5\ta`];

    expect(parseChanges(fields)).toEqual([
      { path: 'a', status: 'M', added: MOST_COUNTED, removed: 0, binary: false, submodule: false },
    ]);
  });
});

describe('modes', () => {
  it.each([
    ['100664', '100644'],
    ['100777', '100755'],
    ['100600', '100644'],
    ['040000', '40000'],
    ['120777', '120000'],
    ['160000', '160000'],
    ['0', '160000'],
    ['banana', '160000'],
  ])('%s in a tree is %s', (raw, mode) => {
    expect(canonicalMode(raw)).toBe(mode);
  });

  it('are one of five, whatever stands in the tree', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(['100644', '100755', '120000', '160000', '40000']).toContain(canonicalMode(text));
      }),
    );
  });

  it('of a folder with a zero in front leave it a folder', () => {
    expect(parseTree(`040000 src\0${'\x01'.repeat(20)}`, 20).get('src')?.mode).toBe('40000');
  });
});

it.each(['100644 a\0cut', 'no end', `\0${'\x01'.repeat(30)}`])('a malformed tree is refused: %j', (text) => {
  expect(() => parseTree(text, 20)).toThrow('A tree of the repository is malformed');
});

describe('a commit', () => {
  const head = `tree ${'a'.repeat(40)}\nparent ${'b'.repeat(40)}\n`;
  const read = (author: string, more = '') =>
    parseCommit(`${head}author ${author}\ncommitter ${author}\n${more}\nsubject\n`);

  it.each([
    ['Ann <a@b> 9999999999999 +0000', 'Ann', 'a@b', `${LATEST_SECOND} +0000`],
    ['Ann <a@b> -100000 +0100', 'Ann', 'a@b', '0 +0100'],
    ['Ann <a@b>', 'Ann', 'a@b', '0 +0000'],
    ['Ann <a@b> 17 +051800', 'Ann', 'a@b', '17 +0000'],
    [' <a@b> 17 +0000', '', 'a@b', '17 +0000'],
    ['Ann <> 17 +0000', 'Ann', '', '17 +0000'],
    ['Ann <a> b> 17 +0000', 'Ann', 'a', '17 +0000'],
    ['Ann', 'Ann', '', '0 +0000'],
    ['', '', '', '0 +0000'],
  ])('by %j keeps every part that can be read', (author, name, email, date) => {
    expect(read(author).author).toEqual({ name, email, date });
  });

  it.each(['UTF-16', 'utf-16le', 'UTF-32', 'utf-8', 'ISO-8859-1', 'no-such-code', 'shift_jis'])(
    'that says it is in %s has its tree, its parents and its subject',
    (encoding) => {
      const commit = read('Ann <a@b> 17 +0000', `encoding ${encoding}\n`);

      expect(commit).toMatchObject({ tree: 'a'.repeat(40), parents: ['b'.repeat(40)], committed_at: 17 });
      expect(commit.author.name).toBe('Ann');
      expect(commit.message).toBe('subject\n');
    },
  );
});

it('a branch of any dates, counts and modes makes a state that survives YAML', async () => {
  const count = fc.oneof(anything, fc.constant('-'));
  const mode = fc.oneof(anything, fc.constantFrom('100777', '040000', '120777', '0'));
  const zero = '0'.repeat(40);
  await fc.assert(
    fc.asyncProperty(
      anything,
      anything,
      fc.array(fc.tuple(count, count, mode), { maxLength: 5 }),
      async (date, zone, files) => {
        const { committed_at, author } = parseCommit(
          `tree ${zero}\nauthor A <a@b> ${date} ${zone}\ncommitter A <a@b> ${date} ${zone}\n\nx\n`,
        );
        const changed = parseChanges(
          files.flatMap(([added, removed, raw], index) => [
            `:${raw} ${raw} ${zero} ${zero} M`,
            `f${index}`,
            `${added}\t${removed}\tf${index}`,
          ]),
        );
        const effort = {
          ...sampleEffort('one'),
          last_commit_at: instantOf(committed_at * 1000),
          authors: [author.name],
          size: { ...diffStat(changed, 800), by_commit: [] },
        };
        const state = { ...midConflictState(), efforts_included: [effort] };
        const envelope = { schema_version: 2, sequence: 7, host: 'mill', saved_at: sampleInstant(), state };

        expect(await decodeText(encodeText(envelope))).toStrictEqual({ ok: true, value: envelope });
      },
    ),
    { numRuns: 150 },
  );
});

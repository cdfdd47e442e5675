import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStatus } from '../../src/adapters/git/history/local-changes.ts';
import { parseChanges } from '../../src/adapters/git/history/numstat.ts';
import { splitPatches } from '../../src/adapters/git/history/patch-id.ts';
import { parseReverts } from '../../src/adapters/git/history/reverts.ts';
import { parseMergeOutput } from '../../src/adapters/git/merging/merge-output.ts';
import { parseChangedFiles } from '../../src/adapters/git/merging/patch-lines.ts';
import { parseCommit } from '../../src/adapters/git/objects/commit-object.ts';
import { parseTree } from '../../src/adapters/git/objects/trees.ts';
import { parseVersion } from '../../src/adapters/git/process/version.ts';
import { IntorchError } from '../../src/domain/shared/errors.ts';
import { instantOf } from '../../src/domain/shared/time.ts';
import { anyText, fuzz, mutant } from './support/inputs.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const OTHER = 'fedcba9876543210fedcba9876543210fedcba98';
const COMMIT = [
  `tree ${SHA}\nparent ${OTHER}\nparent ${SHA}\nauthor A <a@b> 1700000000 +0100\ncommitter C <c@d> 1700000001 -0330`,
  'encoding latin1\ngpgsig -----BEGIN\n line\n\nSubject\n\nThis reverts commit ',
].join('\n');
const TREE = `100644 a.txt\0${'\x01'.repeat(20)}40000 folder\0${'\x02'.repeat(20)}120000 link\0${'\xff'.repeat(20)}`;
const MERGED = [
  SHA,
  `100644 ${SHA} 1\ta.txt`,
  `100755 ${OTHER} 2\ta.txt`,
  `100644 ${SHA} 3\tb.txt`,
  '',
  ...['2', 'a.txt', 'b.txt', 'CONFLICT (contents)', 'CONFLICT (content): Merge conflict in a.txt\n'],
  ...['1', 'c', 'Auto-merging', 'Auto-merging c\n', ''],
].join('\0');
const PATCH = [
  `${SHA}\ndiff --git a/a.txt b/a.txt\nindex 1..2 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n a\n-b\n+c`,
  `${OTHER}\ndiff --git a/b b/b\nBinary files a/b and b/b differ\n@@ -9,0 +10 @@ there\n+x\n`,
].join('\n');
const CHANGES = [':100644 100755 1 2 M', 'a.txt', ':000000 100644 0 1 A', 'b', '3\t4\ta.txt', '-\t-\tb'].join(
  '\0',
);
const STATUS = ['R  new', 'old', '?? x', ' M y', 'UU z', '!! ignored', ''].join('\0');
const REVERTS = [
  `${SHA}\nRevert "x"\n\nThis reverts commit ${OTHER}, reversing\nchanges made to ${SHA}.\n`,
  '',
].join('\0');

/** Reads what can be read, and refuses the rest in words of our own. */
function readOr<Value>(read: () => Value, law: (value: Value) => void): void {
  let value: Value;
  try {
    value = read();
  } catch (error) {
    expect(error).toBeInstanceOf(IntorchError);
    return;
  }
  law(value);
}

const MODES = ['100644', '100755', '120000', '160000', '40000'];

describe('whatever git prints', () => {
  test('as a commit has dates that can be written', () => {
    fuzz(fc.oneof(mutant(COMMIT), anyText), (text) => {
      const { committed_at, parents, author } = parseCommit(text);
      expect(instantOf(committed_at * 1000)).toMatch(/^\d{4}-/);
      expect(author.date).toMatch(/^\d+ [-+]\d{4}$/);
      for (const parent of parents) expect(parent).toMatch(/^[0-9a-f]+$/);
    });
  });

  test('as a tree has modes that git knows', () => {
    fuzz(fc.oneof(mutant(TREE), anyText), (text) => {
      readOr(
        () => parseTree(text, 20),
        (tree) => {
          for (const { mode, blob } of tree.values()) {
            expect(MODES).toContain(mode);
            expect(blob).toMatch(/^[0-9a-f]{40}$/);
          }
        },
      );
    });
  });

  test('as a merge is whole, or refused', () => {
    fuzz(fc.oneof(mutant(MERGED), anyText), (text) => {
      readOr(
        () => parseMergeOutput(text, { current: SHA, incoming: OTHER }),
        ({ tree, messages }) => {
          expect(tree).toMatch(/^[0-9a-f]{40,64}$/);
          for (const { type, text: said } of messages) expect(typeof type + typeof said).toBe('stringstring');
        },
      );
    });
  });

  test('as patches has lines in order', () => {
    fuzz(fc.oneof(mutant(PATCH), anyText), (text) => {
      expect(splitPatches(text).every(({ commit }) => /^[0-9a-f]+$/.test(commit))).toBe(true);
      for (const { ranges } of parseChangedFiles(text).flat())
        for (const { start, end } of ranges ?? []) expect(end).toBeGreaterThanOrEqual(start);
    });
  });

  test('as changed paths has counts', () => {
    fuzz(fc.oneof(mutant(CHANGES), anyText), (text) => {
      for (const { added, removed, status } of parseChanges(text.split('\0'))) {
        expect(Number.isSafeInteger(added) && Number.isSafeInteger(removed)).toBe(true);
        expect('AMDT').toContain(status);
      }
    });
  });

  test('as a status, reverts or a version is read or refused', () => {
    fuzz(fc.oneof(mutant(STATUS, REVERTS, 'git version 2.39.5 (Apple Git-154)'), anyText), (text) => {
      expect(parseStatus(text).changed).toBeInstanceOf(Array);
      for (const { reverts } of parseReverts(text)) expect(reverts.length).toBeGreaterThan(0);
      expect(parseVersion(text)?.every(Number.isSafeInteger) ?? true).toBe(true);
    });
  });
});

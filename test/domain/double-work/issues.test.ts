import { expect, it } from 'vitest';
import { issueClaims } from '../../../src/domain/double-work/issues.ts';

const named = (messages: readonly string[], branches: readonly string[] = []) =>
  issueClaims({ messages, branches }).map(({ what }) => what);

it.each<readonly [string, string, readonly string[]]>([
  ['a closing word', 'fix: paths\n\nFixes #12.', ['#12']],
  ['several closing words', 'fix: paths\n\ncloses #12, resolves GH-13', ['#12', '#13']],
  ['a footer', 'fix: paths\n\nIssue: ABC-12\nReviewed-by: A', ['ABC-12']],
  ['a subject', 'ABC-12: paths with blanks', ['ABC-12']],
  ['a subject with a number', 'Paths with blanks, #12', ['#12']],
  ['leading zeros', 'ABC-0012 paths', ['ABC-12']],
  ['a pull request behind a subject', 'fix: paths (#12)', []],
  ['several behind a subject', 'fix: paths (#12, #13)', []],
  ['a merge', 'Merge pull request #12 from a/b', []],
  ['a revert', 'Revert "Fixes #12"', []],
  ['what is only mentioned', 'fix: paths\n\nSee #12, part of #13; related to #14. It came with PR #15.', []],
  ['what is mentioned in a subject', 'fix: follow-up to #12', []],
  ['an encoding, a standard, a hole', 'fix: UTF-8 after RFC-3986, SHA-256, CVE-2024-123', []],
  ['a word in small letters', 'fix: closes utf-8 and os-12', []],
  ['a version', 'Update X-1.2 and A-1-b', []],
  ['an anchor', 'fix: link to docs/a.md#12', []],
])('%s', (_what, message, issues) => {
  expect(named([message])).toEqual(issues);
});

it.each<readonly [string, readonly string[]]>([
  ['fix/12-paths', ['#12']],
  ['issue-12', ['#12']],
  ['feature/gh-12', ['#12']],
  ['123-login', ['#123']],
  ['feature/ABC-12-login', ['ABC-12']],
  ['agent-3', []],
  ['effort/wave-2', []],
  ['v2', []],
  ['release/1.2', []],
  ['dependabot/npm_and_yarn/left-pad-1.3.0', []],
])('a branch %s', (branch, issues) => {
  expect(named([], [branch])).toEqual(issues);
});

import { type Sha, shortSha } from '../shared/ids.ts';
import { counted } from '../shared/text.ts';
import { subjectOf } from './explanation.ts';
import type { TakenBack } from './taken-back.ts';

/** More tests than these are counted. */
const MOST_TESTS = 3;
const LONGEST_SUBJECT = 72;

/** Names a commit that is taken back: `e66262f3 "fix: windows (#51)", 3 of 3 lines, with its test "windows fix"`. */
export function takenBackWords({ landed, gone, back, tests }: TakenBack): string {
  const amount = amountWords({ lines: gone + back, of_lines: landed.of_lines, tests });
  return `${commitWords(landed.commit, subjectOf(landed.message))}, ${amount}`;
}

/** Names a commit: `e66262f3 "fix: windows (#51)"`. */
export function commitWords(commit: Sha, subject: string): string {
  const short = subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT - 1)}…` : subject;
  return `${shortSha(commit)} "${short}"`;
}

/** Says how much of a commit is taken back: `3 of 3 lines, with its test "windows fix"`. */
export function amountWords({
  lines,
  of_lines,
  tests,
}: {
  readonly lines: number;
  readonly of_lines: number;
  readonly tests: readonly string[];
}): string {
  const names = [...new Set(tests)];
  const named = names.slice(0, MOST_TESTS).map((name) => `"${name}"`);
  const more = names.length - named.length;
  const rest = more > 0 ? ` and ${more} more` : '';
  const all = `${names.length === 1 ? 'its test' : 'its tests'} ${named.join(', ')}${rest}`;
  const amount = `${lines} of ${counted(of_lines, 'line')}`;
  if (names.length === 0) return amount;
  return lines === 0 ? all : `${amount}, with ${all}`;
}

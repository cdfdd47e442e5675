import { shortSha } from '../shared/ids.ts';
import { counted } from '../shared/text.ts';
import { subjectOf } from './explanation.ts';
import type { TakenBack } from './taken-back.ts';

/** More tests than these are counted. */
const MOST_TESTS = 3;
const LONGEST_SUBJECT = 72;

/** Names a commit that is taken back: `e66262f3 "fix: windows (#51)", 3 of 3 lines, with its test "windows fix"`. */
export function takenBackWords({ landed, gone, back, tests }: TakenBack): string {
  const subject = subjectOf(landed.message);
  const short = subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT - 1)}…` : subject;
  const lines = `${gone + back} of ${counted(landed.of_lines, 'line')}`;
  return `${shortSha(landed.commit)} "${short}", ${lines}${testWords(tests)}`;
}

function testWords(tests: readonly string[]): string {
  if (tests.length === 0) return '';
  const named = tests.slice(0, MOST_TESTS).map((name) => `"${name}"`);
  const more = tests.length - named.length;
  return `, with its ${tests.length === 1 ? 'test' : 'tests'} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

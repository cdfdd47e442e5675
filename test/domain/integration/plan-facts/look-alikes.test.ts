import { describe, expect, it } from 'vitest';
import { lookAlikes } from '../../../../src/domain/integration/plan-facts/look-alikes.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';

const of = (branch: string) => lookAlikes([{ name: 'x' as EffortName, branch }]);

describe('a branch name with letters that look like others', () => {
  it.each([
    ['effort/g\u0585od', 'U+0585 (Armenian)'],
    ['effort/p\u0430y', 'U+0430 (Cyrillic)'],
    ['fix/\u03bfne', 'U+03BF (Greek)'],
    ['effort/\uff41', 'U+FF41'],
    ['effort/\u{1d41a}', 'U+1D41A'],
  ])('%j is said', (branch, says) => {
    expect(of(branch)).toMatchObject([{ kind: 'looks_alike', subject: 'x' }]);
    expect(of(branch)[0]?.checkpoint_says).toContain(says);
  });

  it.each([
    'effort/caf\u00e9',
    'effort/\u65e5\u672c',
    '\u0437\u0430\u0434\u0430\u0447\u0430',
    'effort/na\u0131ve',
  ])('%j is not', (branch) => {
    expect(of(branch)).toEqual([]);
  });
});

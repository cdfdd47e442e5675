/** One git of a run is killed: those that decide what is integrated and how. The walk over every git is in test/kill. */
import { describe, expect, it } from 'vitest';
import { expectKilledGitIsNoticed, undisturbed } from '../support/killed-gits.ts';

describe('a git that is killed has answered nothing', () => {
  let once: ReturnType<typeof undisturbed> | null = null;

  it.each([
    ['the branches, half of them printed', /^for-each-ref .* refs\/heads\/ /, 'half'],
    ['what the branches hold, nothing printed', /^log -z/, 'nothing'],
    ['what the branches hold, half of it printed', /^log -z/, 'half'],
    ['the settings of the target, nothing printed', /cat-file blob/, 'nothing'],
    ['the git directory, nothing printed', /--git-common-dir/, 'nothing'],
    ['the move of a ref, half of the answer printed', /^update-ref/, 'half'],
  ] as const)('%s', async (_what, asked, death) => {
    once ??= undisturbed();
    const expected = await once;

    const died = await expectKilledGitIsNoticed((line) => asked.test(line), death, expected);

    expect(died).toMatch(asked);
  });
});

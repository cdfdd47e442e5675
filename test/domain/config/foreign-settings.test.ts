import { describe, expect, it } from 'vitest';
import { isFolderInTree } from '../../../src/domain/config/folder-in-tree.ts';
import { differingSettings, settingsFor, withPlacesOf } from '../../../src/domain/config/foreign-settings.ts';
import { sampleGate, sampleSettings } from '../../support/states.ts';

const here = sampleSettings();

describe('withPlacesOf', () => {
  it('takes no name, folder, remote, program, limit or landing from elsewhere', () => {
    const there = sampleSettings({
      target: 'theirs',
      naming: { phase: 7, wave: 7, integration_branch: 'mywork' },
      checkpoints: { ...here.checkpoints, directory: '../public_html', remote: 'evil', push: true },
      limits: { effort_lines: 1, integration_lines: 1 },
      landing: { mode: 'fast_forward', control_files: 'inform' },
      sessions: { keep: 1, days: 1 },
      max_concurrency: 99,
      conflicts: { ...here.conflicts, trusted_drivers: ['evil'] },
      worktree: { ...here.worktree, directory: '/evil', filters: ['evil'] },
    });
    expect(withPlacesOf(here, there)).toEqual(here);
  });

  it('keeps what judges and decides as it is there, so that it can be shown', () => {
    const there = sampleSettings({
      gates: [sampleGate('evil')],
      worktree: { ...here.worktree, setup: 'evil' },
    });
    expect(withPlacesOf(here, there)).toEqual(there);
  });
});

describe('settingsFor', () => {
  it('goes by the wave of there where it was numbered by itself here, and by nothing else', () => {
    const naming = { phase: 1, wave: 1, integration_branch: 'phase<P>/wave<W>-integration' };
    const there = sampleSettings({
      naming: { phase: 3, wave: 4, integration_branch: 'x' },
      baseline: !here.baseline,
    });
    expect(settingsFor(there, { ...here, naming })).toEqual({ ...here, naming: { ...naming, wave: 4 } });
    const chosen = { ...naming, wave: 2 };
    expect(settingsFor(there, { ...here, naming: chosen })).toEqual({ ...here, naming: chosen });
  });
});

describe('differingSettings', () => {
  const long = `touch ${'x'.repeat(500)}`;
  it.each([
    ['nothing', {}, []],
    ['one value', { baseline: !here.baseline }, [`baseline: ${here.baseline} here, ${!here.baseline} there`]],
    [
      'a text, whole',
      { worktree: { ...here.worktree, setup: long } },
      [`worktree.setup: ${JSON.stringify(here.worktree.setup)} here, ${JSON.stringify(long)} there`],
    ],
  ])('lists %s', (_what, change, lines) => {
    expect(differingSettings(here, sampleSettings(change))).toEqual(lines);
  });

  const gates = (...names: readonly string[]) => ({ ...here, gates: names.map((name) => sampleGate(name)) });
  it.each([
    [
      'a gate that is only there',
      gates('a'),
      gates('a', 'b'),
      /^gates\.b: none here, \{.*"name":"b".*\} there$/,
    ],
    ['another order', gates('a', 'b'), gates('b', 'a'), /^gates: in another order there$/],
    ['two of one name, all of them', gates('a'), gates('a', 'a'), /^gates: \[.*\] here, \[.*\] there$/],
  ])('lists gates by name: %s', (_what, one, other, line) => {
    expect(differingSettings(one, other)).toEqual([expect.stringMatching(line)]);
  });
});

describe('isFolderInTree', () => {
  it.each(['ck', 'a/b', './ck', '.github', 'a..b', '..a', 'git'])('accepts %j', (path) => {
    expect(isFolderInTree(path)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/../../x',
    'a/..',
    '/x',
    '\\x',
    'C:/x',
    '.git',
    '.GIT/hooks',
    'a/.git',
    '.git./x',
    '.g\u200cit',
    'GIT~1',
    'a\0b',
  ])('refuses %j', (path) => {
    expect(isFolderInTree(path)).toBe(false);
  });
});

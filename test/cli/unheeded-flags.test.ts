import { expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/arguments/parse-args.ts';
import { maySetOther, unheededFlags } from '../../src/cli/session/unheeded-flags.ts';
import { sampleGate, sampleSettings } from '../support/states.ts';

const kept = sampleSettings({ target: 'main', gates: [sampleGate('test', { command: 'npm test' })] });
const asked = sampleSettings({ target: 'release', gates: [sampleGate('test', { command: 'true' })] });

it.each([
  ['nothing that was asked for', [], asked, null],
  ['what the session has anyway', ['--onto', 'main', '--config', 'x.yaml'], kept, null],
  [
    'another target',
    ['--onto', 'release'],
    asked,
    '--onto counts for a new session only: this one was started with onto main.',
  ],
  ['another command of a gate', ['--gate', 'test=true'], asked, 'started with gate test=npm test.'],
  ['another file', ['--config', 'x.yaml'], asked, 'started with config other settings.'],
  [
    'two at once',
    ['--onto', 'release', '--setup', 'x'],
    null,
    '--onto, --setup count for a new session only: this one was started with onto main; setup none.',
  ],
])('reports %s', (_what, flags, settings, words) => {
  const said = unheededFlags(parseCommandLine(['run', ...flags]).flags, settings, kept);
  if (words === null) expect(said).toBeNull();
  else expect(said).toContain(words);
});

it.each([
  [false, []],
  [false, ['--onto', 'main', '--ascii']],
  [true, ['--onto', 'release']],
  [true, ['--gate', 'test=npm test']],
  [true, ['--config', 'x.yaml']],
])('says %s to whether intorch.yaml has to be read for %j', (needed, flags) => {
  expect(maySetOther(parseCommandLine(['tui', ...flags]).flags, kept)).toBe(needed);
});

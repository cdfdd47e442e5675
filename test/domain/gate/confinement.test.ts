import { describe, expect, test } from 'vitest';
import type { Confinement, Settings } from '../../../src/domain/config/settings.ts';
import {
  confinementOf,
  confinementsOf,
  confinementWords,
  isOptional,
  setupConfinement,
  wrapperWords,
} from '../../../src/domain/gate/confinement.ts';
import { sampleGate, sampleSettings } from '../../support/states.ts';

type Mode = Settings['sandbox']['mode'];
type Network = Settings['sandbox']['network'];

function settingsWith(
  mode: Mode,
  network: Network,
  gates: readonly (Confinement | null)[] = [null],
): Settings {
  const plain = sampleSettings();
  return {
    ...plain,
    sandbox: { ...plain.sandbox, mode, network },
    gates: gates.map((sandbox, index) => sampleGate(`gate-${index}`, { sandbox })),
  };
}

describe('what a command may reach', () => {
  test.each<readonly [Mode, Network, Confinement | null, gate: Confinement, setup: Confinement]>([
    ['off', 'setup', null, 'off', 'off'],
    ['off', 'all', 'offline', 'offline', 'off'],
    ['off', 'none', 'online', 'online', 'off'],
    ['required', 'none', null, 'offline', 'offline'],
    ['required', 'setup', null, 'offline', 'online'],
    ['required', 'all', null, 'online', 'online'],
    ['required', 'setup', 'online', 'online', 'online'],
    ['required', 'all', 'off', 'off', 'online'],
    ['auto', 'setup', null, 'offline', 'online'],
  ])('mode %s, network %s, gate %s: gate %s, set-up %s', (mode, network, sandbox, gate, setup) => {
    const settings = settingsWith(mode, network, [sandbox]);

    expect(confinementOf(settings, { sandbox })).toBe(gate);
    expect(setupConfinement(settings)).toBe(setup);
    expect(confinementsOf(settings)).toEqual([...new Set([setup, gate])]);
  });

  test.each<readonly [Mode, readonly (Confinement | null)[], string, optional: boolean]>([
    ['off', [], 'not shut in', false],
    ['off', [null, null], 'not shut in', false],
    ['auto', [null, null], 'shut in', true],
    ['auto', [null, 'off'], 'shut in but for gate-1', true],
    ['auto', [null, 'offline'], 'shut in', false],
    ['required', ['off', null, 'off'], 'shut in but for gate-0, gate-2', false],
    ['required', ['off'], 'not shut in', false],
  ])('mode %s with gates %j in a word: %s', (mode, gates, words, optional) => {
    const settings = settingsWith(mode, 'setup', gates);

    expect(confinementWords(settings)).toBe(words);
    expect(isOptional(settings)).toBe(optional);
  });
});

test('what is filled into a wrapper stays one word, whatever is in it', () => {
  const command = 'echo "$(touch x)" {slot} `y`; rm -rf /';

  const words = wrapperWords(
    ['podman', '--network={network}', '-v', '{slot}:{slot}', '{image}', 'sh', '-c', '{command}'],
    {
      slot: '/a slot/{command}',
      command,
      network: false,
    },
  );

  expect(words).toEqual([
    ...['podman', '--network=none', '-v', '/a slot/{command}:/a slot/{command}', '{image}', 'sh', '-c'],
    command,
  ]);
});

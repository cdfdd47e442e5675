/** What gates and set-up may reach: which of them are shut in, and the words for it. */
import type { Confinement, GateSettings, Settings } from '../config/settings.ts';

type Confined = Pick<Settings, 'sandbox' | 'gates'>;

/** Returns what a gate may reach. */
export function confinementOf(
  { sandbox }: Pick<Settings, 'sandbox'>,
  gate: Pick<GateSettings, 'sandbox'>,
): Confinement {
  if (gate.sandbox !== null) return gate.sandbox;
  return sandbox.mode === 'off' ? 'off' : sandbox.network === 'all' ? 'online' : 'offline';
}

/** Returns what set-up may reach. */
export function setupConfinement({ sandbox }: Pick<Settings, 'sandbox'>): Confinement {
  return sandbox.mode === 'off' ? 'off' : sandbox.network === 'none' ? 'offline' : 'online';
}

/** Lists what a session's commands may reach, each once; without `off` alone, no sandbox is needed. */
export function confinementsOf(settings: Confined): readonly Confinement[] {
  return [
    ...new Set([setupConfinement(settings), ...settings.gates.map((gate) => confinementOf(settings, gate))]),
  ];
}

/** Checks whether a session can go on without a sandbox where there is none: nobody insists on one. */
export function isOptional({ sandbox, gates }: Confined): boolean {
  return sandbox.mode === 'auto' && gates.every((gate) => gate.sandbox === null || gate.sandbox === 'off');
}

/** Says whether the gates are shut in: all, none, or all but those that are named. */
export function confinementWords(settings: Confined): string {
  const free = settings.gates.filter((gate) => confinementOf(settings, gate) === 'off');
  if (free.length === settings.gates.length) return 'not shut in';
  return free.length === 0 ? 'shut in' : `shut in but for ${free.map(({ name }) => name).join(', ')}`;
}

/** Fills in the words of a wrapper. Each stays one word, so nothing of a branch is read as another. */
export function wrapperWords(
  template: readonly string[],
  filled: { readonly slot: string; readonly command: string; readonly network: boolean },
): readonly string[] {
  const values: Readonly<Record<string, string>> = { ...filled, network: filled.network ? 'host' : 'none' };
  return template.map((word) =>
    word.replaceAll(/\{(slot|command|network)\}/g, (_, name) => values[name] ?? ''),
  );
}

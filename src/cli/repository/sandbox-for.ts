import type { NoSandbox, Sandbox } from '../../adapters/execa/shut-in.ts';
import { findSandbox } from '../../adapters/sandbox.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { confinementsOf, isOptional } from '../../domain/gate/confinement.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { RepositoryInfo } from '../../ports/git.ts';
import type { Io } from '../arguments/io.ts';

type Place = Pick<RepositoryInfo, 'common_dir' | 'top_level'>;

/** Returns what shuts the commands of a session in, or why nothing does. Nothing is tried where none has to be. */
export async function sandboxFor(
  { common_dir, top_level }: Place,
  settings: Settings,
  env: Io['env'],
): Promise<Sandbox | NoSandbox> {
  if (confinementsOf(settings).every((each) => each === 'off'))
    return { unavailable: 'no settings ask for it' };
  const hidden = [common_dir, ...(top_level === null ? [] : [top_level])];
  return findSandbox({ settings, env, hidden });
}

/**
 * Returns the settings as a session can have them here: `auto` is decided, for all of its gates.
 * @throws SANDBOX_MISSING where gates are to be shut in and cannot be
 */
export async function confinableSettings(
  place: Place,
  settings: Settings,
  env: Io['env'],
): Promise<Settings> {
  const sandbox = await sandboxFor(place, settings, env);
  const decided = (mode: 'off' | 'required') => ({ ...settings, sandbox: { ...settings.sandbox, mode } });
  if (!('unavailable' in sandbox)) return settings.sandbox.mode === 'auto' ? decided('required') : settings;
  if (isOptional(settings)) return decided('off');
  if (confinementsOf(settings).every((each) => each === 'off')) return settings;
  throw new IntorchError('SANDBOX_MISSING', `Cannot shut gates in: ${sandbox.unavailable}`);
}

/** Refuses to drive a session (null: a new one) before anything is touched, unless its gates can be shut in. @throws SANDBOX_MISSING */
export async function refuseUnconfined(
  repository: {
    readonly info: Place;
    readonly env: Io['env'];
    readonly settings: () => Promise<Settings>;
    readonly settingsOf: (session: SessionId) => Promise<{ readonly settings: Settings } | null>;
  },
  session: SessionId | null,
): Promise<void> {
  const stored = session === null ? null : await repository.settingsOf(session);
  const settings = stored?.settings ?? (await repository.settings());
  await confinableSettings(repository.info, settings, repository.env);
}

import type { StoredSettings } from '../../adapters/sessions.ts';
import { sameSettings } from '../../domain/config/same-settings.ts';
import type { GateSettings } from '../../domain/config/settings.ts';
import { settingsDifferences, unusableSettings } from '../../domain/integration/differences/settings.ts';
import type { Finding, IntegrationState } from '../../domain/integration/state.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import type { Repository } from '../repository/compose.ts';

/** How intorch.yaml now differs from what a session uses. */
export interface EditedSettings {
  readonly differences: readonly Omit<Finding, 'at'>[];
  /** Gates of the target's file, else of the one in the checkout, that are neither in use nor those of the start; null: there are none. */
  readonly gates_now: readonly GateSettings[] | null;
}

/**
 * Compares intorch.yaml as it was when a session began with what it says now; the target and the gates are those the session uses.
 * A file that cannot be read or parsed stops nothing: it becomes a finding.
 */
export async function editedSettings(
  repository: Pick<Repository, 'written'>,
  stored: StoredSettings | null,
  { target, settings: { gates } }: Pick<IntegrationState, 'target' | 'settings'>,
  onTrouble: (error: unknown) => void,
): Promise<EditedSettings> {
  try {
    const { written: now, elsewhere, notes } = await repository.written(target);
    // A session of an older version did not keep what the file said, so there is nothing to compare with.
    if (stored === null || stored.written === undefined) return { differences: notes, gates_now: null };
    const began = stored.written;
    const taken_over = now !== null && sameSettings(now.gates, gates);
    const before = began === null || !taken_over ? began : { ...began, gates };
    const isNew = (other: readonly GateSettings[]) =>
      !sameSettings(other, gates) && !sameSettings(other, began?.gates);
    const offered = [now?.gates, elsewhere?.gates].find((other) => other !== undefined && isNew(other));
    return { differences: [...settingsDifferences(before, now), ...notes], gates_now: offered ?? null };
  } catch (thrown) {
    onTrouble(thrown);
    return { differences: [unusableSettings(asIntorchError(thrown).message)], gates_now: null };
  }
}

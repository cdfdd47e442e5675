import type { StoredSettings } from '../../adapters/sessions.ts';
import { sameSettings } from '../../domain/config/same-settings.ts';
import type { GateSettings } from '../../domain/config/settings.ts';
import { settingsDifferences, unusableSettings } from '../../domain/integration/differences/settings.ts';
import type { Finding } from '../../domain/integration/state.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import type { Repository } from '../repository/compose.ts';

/** What intorch.yaml says now that a session does not go by. */
export interface EditedSettings {
  readonly differences: readonly Omit<Finding, 'at'>[];
  /** The gates of the file, where they are others than it named when the session began; null: they are not. */
  readonly gates_now: readonly GateSettings[] | null;
}

/** Compares what intorch.yaml said when a session began with what it says now; `gates` are those it goes by. A file that cannot be used stops nothing. */
export async function editedSettings(
  repository: Pick<Repository, 'written'>,
  stored: StoredSettings | null,
  gates: readonly GateSettings[],
  onTrouble: (error: unknown) => void,
): Promise<EditedSettings> {
  try {
    const now = await repository.written();
    // A session of an older version did not keep what the file said: nothing can be compared.
    if (stored === null || stored.written === undefined) return { differences: [], gates_now: null };
    const taken_over = now !== null && sameSettings(now.gates, gates);
    const before = stored.written === null || !taken_over ? stored.written : { ...stored.written, gates };
    const gates_now = now === null || taken_over || sameSettings(before?.gates, now.gates) ? null : now.gates;
    return { differences: settingsDifferences(before, now), gates_now };
  } catch (thrown) {
    onTrouble(thrown);
    return { differences: [unusableSettings(asIntorchError(thrown).message)], gates_now: null };
  }
}

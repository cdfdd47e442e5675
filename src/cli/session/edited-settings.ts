import type { StoredSettings } from '../../adapters/sessions.ts';
import { sameSettings } from '../../domain/config/same-settings.ts';
import type { GateSettings } from '../../domain/config/settings.ts';
import { settingsDifferences, unusableSettings } from '../../domain/integration/differences/settings.ts';
import type { Finding } from '../../domain/integration/state.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import type { Repository } from '../repository/compose.ts';

/** How intorch.yaml now differs from what a session uses. */
export interface EditedSettings {
  readonly differences: readonly Omit<Finding, 'at'>[];
  /** The gates in the file when they differ from those it had when the session began; else null. */
  readonly gates_now: readonly GateSettings[] | null;
}

/**
 * Compares intorch.yaml as it was when a session began with what it says now; `gates` are those the session uses. A file that cannot be
 * read or parsed stops nothing: it becomes a finding.
 */
export async function editedSettings(
  repository: Pick<Repository, 'written'>,
  stored: StoredSettings | null,
  gates: readonly GateSettings[],
  onTrouble: (error: unknown) => void,
): Promise<EditedSettings> {
  try {
    const now = await repository.written();
    // A session of an older version did not keep what the file said, so there is nothing to compare with.
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

import type { TestTally } from '../../domain/gate/gate.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { RunId } from '../../domain/shared/ids.ts';
import type { EnginePorts } from './ports.ts';

/** What a performer may use besides its action. */
export interface Performing {
  readonly ports: EnginePorts;
  /** The state when the action started. */
  readonly state: IntegrationState;
  readonly signal: AbortSignal;
  /** Reports the test counts of a gate that is still running. */
  readonly onTally: (run: RunId, tests: TestTally) => void;
  /** Reports that set-up begins (true) or is over in the workspace of a gate that will run there. */
  readonly onSetup: (run: RunId, setting_up: boolean) => void;
}

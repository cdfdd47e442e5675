import type { TestTally } from '../../domain/gate/gate.ts';
import type { FlaggedPair } from '../../domain/integration/plan-facts/flagged-pair.ts';
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
  /** Reports what may collide, while the plan is still being made. */
  readonly onFlagged: (flagged: readonly FlaggedPair[]) => void;
}

/**
 * Returns the ports with a git that does nothing more once the signal is aborted: whatever a performer does, it ends at its next look at the
 * repository, as if the program had been killed there. What was started before is cleaned up as ever.
 */
export function stoppable(ports: EnginePorts, signal: AbortSignal): EnginePorts {
  return { ...ports, history: until(signal, ports.history), objects: until(signal, ports.objects) };
}

type Call = (...args: readonly unknown[]) => Promise<unknown>;

function until<Port extends object>(signal: AbortSignal, port: Port): Port {
  const guarded = Object.entries(port).map(([name, call]: [string, Call]) => [
    name,
    async (...args: readonly unknown[]) => {
      signal.throwIfAborted();
      return call(...args);
    },
  ]);
  return Object.fromEntries(guarded) as Port;
}

/** Everything outside that the engine uses, in one value; `cli/repository/compose` fills it. */
import type { History, Objects } from '../../ports/git.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Checkpoints, Journal } from '../../ports/stores.ts';
import type { Workspaces } from '../../ports/workspaces.ts';
import type { Clock, Files } from '../../ports/world.ts';

export interface EnginePorts {
  readonly history: History;
  readonly objects: Objects;
  readonly workspaces: Workspaces;
  readonly processes: Processes;
  readonly checkpoints: Checkpoints;
  readonly journal: Journal;
  readonly files: Files;
  readonly clock: Clock;
}

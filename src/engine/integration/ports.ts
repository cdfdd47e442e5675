/** Everything outside the engine that it uses, in one value; `cli/repository/compose` fills it. */
import type { Event } from '../../domain/integration/event.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { History, Objects } from '../../ports/git.ts';
import type { OutputReaders } from '../../ports/output-readers.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Checkpoints, Journal, Snapshots } from '../../ports/stores.ts';
import type { Workspaces } from '../../ports/workspaces.ts';
import type { Clock, Files } from '../../ports/world.ts';

/** What merging in memory needs. */
export type MergingPorts = Pick<EnginePorts, 'history' | 'objects' | 'files'>;

export interface EnginePorts {
  readonly history: History;
  readonly objects: Objects;
  readonly workspaces: Workspaces;
  readonly processes: Processes;
  readonly readers: OutputReaders;
  readonly checkpoints: Checkpoints<IntegrationState>;
  readonly snapshots: Snapshots<IntegrationState>;
  readonly journal: Journal<Event>;
  readonly files: Files;
  readonly clock: Clock;
}

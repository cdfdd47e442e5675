/** The connection to an engine that integrates: what it sends, and what it can be asked. */
import type { Command } from '../domain/integration/command.ts';
import type { ScreenView } from '../domain/integration/screen-view.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import type { ClientOf, SnapshotOf } from '../wire/protocol.ts';

export type Snapshot = SnapshotOf<IntegrationState> & ScreenView;
export type EngineClient = ClientOf<Snapshot, Command>;

/** Saves a state in both of its stored forms: the snapshot that the program reads back, and the checkpoint for everybody else. */
import type { Codec } from '../domain/shared/codec.ts';
import type { Checkpoints, Snapshots } from '../ports/stores.ts';
import type { Clock } from '../ports/world.ts';

export interface Saving<State> {
  readonly snapshots: Pick<Snapshots<State>, 'save'>;
  readonly checkpoints: Pick<Checkpoints<State>, 'save'>;
  readonly codec: Pick<Codec<State, unknown>, 'schema_version'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly host: string;
  /** Name of the checkpoint that this process went on from; absent: it began the session. */
  readonly recovered_from?: string;
}

/** Returns what a session's `save` is. Each is written also where the other cannot be; either failure is thrown at the end. */
export function savingTo<State>(options: Saving<State>): (state: State, sequence: number) => Promise<void> {
  const { snapshots, checkpoints, codec, clock, host, recovered_from } = options;
  const from = recovered_from === undefined ? {} : { recovered_from };
  return async (state, sequence) => {
    const { schema_version } = codec;
    const envelope = { schema_version, sequence, host, saved_at: clock.now(), ...from, state };
    const failures: unknown[] = [];
    // Where there is a snapshot of some event, there was a checkpoint.
    await checkpoints.save(envelope).catch((thrown: unknown) => failures.push(thrown));
    await snapshots.save(envelope).catch((thrown: unknown) => failures.push(thrown));
    if (failures.length > 0) throw failures[0];
  };
}

import type { Envelope } from '../../domain/shared/codec.ts';
import { fileStamp } from '../../domain/shared/time.ts';

/** Returns the name of the copy in the backup folder, for a kind of process. */
export function backupName(kind: string): string {
  return `orchestrator-${kind}-latest.yaml`;
}

const NAME = /^orchestrator-[a-z_]+-(\d{8}-\d{6})(?:-(\d{1,15}))?\.yaml$/;

/** Content of a file name: the time to the second, and the sequence number if it has one. */
export interface CheckpointName {
  readonly name: string;
  readonly stamp: string;
  readonly sequence: number | null;
}

/** Names the file of a checkpoint. The sequence number separates two saves in one second, and orders them when clocks jump. */
export function checkpointName(
  kind: string,
  { saved_at, sequence }: Pick<Envelope<unknown>, 'saved_at' | 'sequence'>,
): string {
  return `orchestrator-${kind}-${fileStamp(saved_at)}-${String(sequence).padStart(6, '0')}.yaml`;
}

/** Parses a file name; null: it is not a checkpoint of ours. */
export function parseCheckpointName(name: string): CheckpointName | null {
  const [, stamp, sequence] = NAME.exec(name) ?? [];
  return stamp === undefined
    ? null
    : { name, stamp, sequence: sequence === undefined ? null : Number(sequence) };
}

/** Compares names to sort them from newest to oldest: by sequence number, then by time. */
export function compareNewestFirst(a: CheckpointName, b: CheckpointName): number {
  const bySequence = (b.sequence ?? -1) - (a.sequence ?? -1);
  return bySequence === 0 ? (a.stamp < b.stamp ? 1 : -1) : bySequence;
}

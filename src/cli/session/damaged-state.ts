import type { Finding, IntegrationState } from '../../domain/integration/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import type { EnginePorts } from '../../engine/integration/ports.ts';
import type { Recovered } from '../../engine/recover.ts';

/** Says which copies of a session's state are gone or cannot be read, where it goes on from another one. */
export async function damagedState(
  { checkpoints, journal, files }: Pick<EnginePorts, 'checkpoints' | 'journal' | 'files'>,
  { from, sequence }: Pick<Recovered<IntegrationState>, 'from' | 'sequence'>,
): Promise<readonly Omit<Finding, 'at'>[]> {
  const says = (subject: string, checkpoint_says: string, git_says: string): Omit<Finding, 'at'> => ({
    kind: 'journal_unusable',
    subject,
    severity: 'MEDIUM',
    checkpoint_says,
    git_says,
  });
  if (from.by === 'journal') {
    const events = counted(from.events_after, 'event');
    return [
      says('checkpoints', 'none can be used', `its journal alone, ${events}, brought the session back`),
    ];
  }
  // The first checkpoint comes with the first save.
  if (from.by === 'snapshot')
    return from.sequence > 0 && (await checkpoints.newest()) === null
      ? [
          says(
            'checkpoints',
            'all are gone',
            'the database brought the session back; the next event writes one',
          ),
        ]
      : [];
  // A session of another machine has no journal here; one that worked here wrote its events for people too.
  const worked = sequence > 0 && (await files.read('logs/events.jsonl').catch(() => null)) !== null;
  return worked && (await journal.since(0)).length === 0
    ? [
        says(
          'journal',
          'its database is gone',
          `the checkpoint of event ${from.sequence} brought the session back`,
        ),
      ]
    : [];
}

/** Creates the error for a session of which no copy can be read. */
export function nothingLeft(id: SessionId): IntorchError {
  return new IntorchError(
    'CHECKPOINT_UNUSABLE',
    `Neither a checkpoint nor the journal of ${id} can be used`,
    {
      remedy: `Begin again with intorch run; what it merged is kept: git for-each-ref refs/intorch/sessions/${id}`,
    },
  );
}

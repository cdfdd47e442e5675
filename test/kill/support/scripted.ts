/** Somebody at a screen who answers every question by fixed habits, over the engine's own socket. */
import { join } from 'node:path';
import { openQuestion } from '../../../src/domain/integration/open-question.ts';
import { faultRuns } from '../../../src/domain/integration/selectors/blame.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import { socketPathFor } from '../../../src/wire/socket-path.ts';
import { habit } from '../../support/crash.ts';
import type { TestRepository } from '../../support/repository.ts';
import { connectTo, type IntegrationWire } from '../../support/wire.ts';

export interface Operator {
  /** Resolves with the finished state, or with null when the engine is gone. */
  readonly finished: Promise<IntegrationState | null>;
  readonly client: IntegrationWire;
}

/** Connects to a repository's engine as a screen, and waits until it answers. Returns null when it does not. */
export async function sitDown(repo: TestRepository): Promise<Operator | null> {
  const socket_path = socketPathFor(join(repo.gitDir, 'intorch'));
  const client = await connectTo({ program: 'tui', socket_path, patience_ms: 30_000, give_up_ms: 1 }).catch(
    () => null,
  );
  if (client === null) return null;
  let answered = '';
  const finished = new Promise<IntegrationState | null>((resolve) => {
    const look = () => {
      const state = client.snapshot()?.state ?? null;
      if (client.connection() !== 'live') return resolve(null);
      if (state === null) return;
      if (state.stage === 'FINISHED') return resolve(state);
      const question = openQuestion(state);
      if (question === null || question.id === answered) return;
      // Who reads the reason of a red gate before they answer gets the same end each time.
      if (question.kind === 'red_gate' && (state.in_flight.length > 0 || faultRuns(state).length > 0)) return;
      answered = question.id;
      const command = { type: 'choose_named', question: question.id, choice: habit(question) } as const;
      // Refused when somebody else, or an earlier life, has answered it: then another question follows.
      void client.send(command).then((refused) => {
        if (refused !== null) answered = '';
      });
    };
    client.subscribe(look);
    look();
  });
  return { finished, client };
}

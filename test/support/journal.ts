/** Journals of integrations, opened as a session opens them. */
import { openSessionStore, type SessionStoreOptions } from '../../src/adapters/sqlite/session-store.ts';
import { integrationCodec } from '../../src/domain/integration/checkpoint/codec.ts';
import type { Event } from '../../src/domain/integration/event.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { Journal } from '../../src/ports/stores.ts';

/** Opens the journal of one session. */
export async function openJournal(
  options: Omit<SessionStoreOptions<IntegrationState, Event>, 'codec'>,
): Promise<Journal<Event>> {
  return (await openSessionStore({ ...options, codec: integrationCodec })).journal;
}

import type { Socket } from 'node:net';
import { comesFromGate, peersOf } from '../../../adapters/execa/peer-process.ts';
import type { ClientFacts } from '../../../domain/shared/client.ts';

/**
 * Returns what is known of a client of the engine: its process as the kernel names it, else as it says itself; or why it may not command. A
 * gate may not, nor what it started.
 */
export async function vetClient(
  socket: Socket,
  client: ClientFacts,
  path: string,
): Promise<ClientFacts | { readonly refused: string }> {
  const peers = await peersOf(socket, path);
  const pids = peers.length === 0 ? [client.pid] : peers;
  for (const pid of pids) {
    if (await comesFromGate(pid))
      return { refused: `process ${pid} comes from a gate, and gates may not command` };
  }
  const [pid = client.pid] = pids.includes(client.pid) ? [client.pid] : pids;
  return { ...client, pid };
}

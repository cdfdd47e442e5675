import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { createConnection, type Server } from 'node:net';
import { IntorchError } from '../domain/shared/errors.ts';
import { ensureSocketFolder } from './socket-path.ts';

/**
 * Listens on a socket that only its user may open (0600). A socket file that nobody answers on was left by a killed engine, and is
 * replaced. The caller holds the session lock, so that no second engine replaces it at the same time.
 * `prepare` is called when nobody else answers there, before anybody can connect.
 * @throws SESSION_LOCKED when another engine answers there, STATE_UNWRITABLE when it cannot listen
 */
export async function listenOn(server: Server, socket_path: string, prepare: () => void): Promise<void> {
  ensureSocketFolder(socket_path);
  if (lstatSync(socket_path, { throwIfNoEntry: false })?.isSocket()) {
    if (await answers(socket_path)) {
      throw new IntorchError('SESSION_LOCKED', `Another engine answers on ${socket_path}`);
    }
    unlinkSync(socket_path);
  }
  prepare();
  await new Promise<void>((listening, failed) => {
    const refuse = (cause: Error) =>
      failed(
        new IntorchError('STATE_UNWRITABLE', `Cannot listen on ${socket_path}: ${cause.message}`, { cause }),
      );
    server.once('error', refuse);
    server.listen(socket_path, () => {
      server.off('error', refuse);
      listening();
    });
  });
  chmodSync(socket_path, 0o600);
}

function answers(socket_path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(socket_path);
    const done = (answered: boolean) => {
      probe.destroy();
      resolve(answered);
    };
    probe.once('connect', () => done(true));
    probe.once('error', () => done(false));
  });
}

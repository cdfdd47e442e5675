import type { ClientOf } from './protocol.ts';

/** Creates a client for an engine that is still being found or started, so that a screen can be drawn before the engine answers. */
export function lateClient<Shown, Command>(
  opening: Promise<ClientOf<Shown, Command>>,
): ClientOf<Shown, Command> {
  let real: ClientOf<Shown, Command> | null = null;
  let closed = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  opening.then(
    (client) => {
      real = client;
      if (closed) client.close();
      client.subscribe(tell);
      tell();
    },
    // Whoever awaits `opening` reports the reason.
    () => undefined,
  );
  return {
    snapshot: () => real?.snapshot() ?? null,
    connection: () => real?.connection() ?? 'connecting',
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: (command) => real?.send(command) ?? Promise.resolve('the engine has not answered yet'),
    stopEngine: (now) => real?.stopEngine(now),
    follow: (log, listener) => real?.follow(log, listener) ?? (() => {}),
    close: () => {
      closed = true;
      real?.close();
    },
  };
}

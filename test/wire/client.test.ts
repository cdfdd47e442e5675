import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layCable, makePlace, PAUSE, type Place, sampleSnapshot, until } from '../support/wire.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.clear());

describe('the screen end of the wire', () => {
  it('waits for an engine that is only just starting', async () => {
    const connecting = place.screen({ patience_ms: 30_000 });
    await place.engine();

    expect((await connecting).connection()).toBe('live');
  });

  it('says so when no engine answers', async () => {
    await expect(place.screen({ patience_ms: 0 })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: 'Cannot talk to the engine: no engine answers',
    });
  });

  it('shows a lost engine, refuses keys meanwhile, and is live again when it is back', async () => {
    let phase = 1;
    await place.engine({ snapshot: () => sampleSnapshot({}, { phase }) });
    const front = `${place.directory}/cable.sock`;
    const cable = await layCable(front, place.socket_path);
    const screen = await place.screen({ socket_path: front });

    await cable.cut();
    await until(screen, (s) => s.connection() === 'lost');
    const refused = await screen.send(PAUSE);
    phase = 2;
    const second = await layCable(front, place.socket_path);
    await until(screen, (s) => s.connection() === 'live' && s.snapshot()?.state.phase === 2);

    expect(refused).toBe('the engine does not answer; calling it again');
    expect(await screen.send(PAUSE)).toBeNull();
    screen.close();
    await second.cut();
  });

  it('does not ask twice what the lost engine may have done already, and says that it is not known', async () => {
    const front = `${place.directory}/cable.sock`;
    const commands: string[] = [];
    const arrived = Promise.withResolvers<void>();
    await place.engine({
      onCommand: (command) => {
        commands.push(command.type);
        arrived.resolve();
        return new Promise(() => {});
      },
    });
    const cable = await layCable(front, place.socket_path);
    const screen = await place.screen({ socket_path: front });

    const answer = screen.send(PAUSE);
    await arrived.promise;
    await cable.cut();
    const second = await layCable(front, place.socket_path);
    await until(screen, (s) => s.connection() === 'live');

    expect(await answer).toContain('lost before it answered');
    expect(commands).toEqual(['pause']);
    screen.close();
    await second.cut();
  });

  it('gives up a lost engine after a while, and says why it ended', async () => {
    await place.engine();
    const front = `${place.directory}/cable.sock`;
    const cable = await layCable(front, place.socket_path);
    const screen = await place.screen({ socket_path: front, give_up_ms: 0 });

    await cable.cut();
    await until(screen, (s) => s.connection() === 'ended');

    expect(screen.endedBecause()).toBe('no engine answers');
    expect(await screen.send(PAUSE)).toBe('no engine answers');
  });

  it('is live again with the next engine on the same socket', async () => {
    const front = `${place.directory}/cable.sock`;
    const first = await place.engine({ snapshot: () => sampleSnapshot({}, { phase: 1 }) });
    const cable = await layCable(front, place.socket_path);
    const screen = await place.screen({ socket_path: front });
    await cable.cut();
    await first.close('replaced');

    await place.engine({ snapshot: () => sampleSnapshot({}, { phase: 2 }) });
    const second = await layCable(front, place.socket_path);
    await until(screen, (s) => s.snapshot()?.state.phase === 2);

    expect(screen.connection()).toBe('live');
    screen.close();
    await second.cut();
  });

  it('answers what is still open when it is closed, and tells nobody who has left', async () => {
    await place.engine({ onCommand: () => new Promise(() => {}) });
    const screen = await place.screen();
    let told = 0;
    screen.subscribe(() => told++)();

    const answer = screen.send(PAUSE);
    screen.close();

    expect(await answer).toBe('this screen is closed');
    expect(told).toBe(0);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from '../../src/domain/integration/command.ts';
import { keyFor } from '../../src/wire/engine-key.ts';
import { PROTOCOL_VERSION } from '../../src/wire/protocol.ts';
import { makePlace, PAUSE, type Place, sampleSnapshot, until } from '../support/wire.ts';

const CLIENT = { program: 'tui', pid: 4711, terminal: '/dev/pts/3' };
/** Without the key, which each engine makes anew. */
const HELLO = { type: 'hello', protocol: PROTOCOL_VERSION, client: CLIENT };
const KEYLESS = `this engine is commanded only by who shows its key; where that is lost, end it (kill ${process.pid}) and go on with intorch tui`;
/** Stands for a hello that is all right. */
const KNOWN = { type: 'known' };
const hello = () => ({ ...HELLO, key: keyFor(place.socket_path) });
const KEYS = `/tmp/intorch-${userInfo().uid}`;
const keys = () =>
  readdirSync(KEYS, { recursive: false })
    .map(String)
    .filter((name) => name.endsWith('.key'));
/** More than a socket's buffers in the kernel hold. */
const LARGE_TEXT = 'x'.repeat(4 * 1024 * 1024);

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(async () => {
  vi.useRealTimers();
  await place.clear();
});

describe('the engine end of the wire', () => {
  it('lets only its own user open the socket, and leaves none behind', async () => {
    const server = await place.engine();

    expect(statSync(place.socket_path).mode & 0o777).toBe(0o600);
    await server.close('done');
    expect(existsSync(place.socket_path)).toBe(false);
  });

  it('sends a snapshot at once, and the newest one after changes, to every screen', async () => {
    let phase = 1;
    const server = await place.engine({ snapshot: () => sampleSnapshot({}, { phase }) });
    const screens = await Promise.all([place.screen(), place.screen()]);
    expect(screens.map((screen) => screen.snapshot()?.state.phase)).toEqual([1, 1]);

    for (phase = 2; phase < 500; phase++) server.changed();
    server.changed();

    await Promise.all(screens.map((screen) => until(screen, (s) => s.snapshot()?.state.phase === 500)));
  });

  it('counts the screens that look on, and nobody else', async () => {
    const server = await place.engine();
    const first = await place.screen();
    const second = await place.screen();
    const stranger = place.raw();
    stranger.say({ type: 'hello', protocol: 99 });
    await stranger.closed;
    expect(server.screens()).toBe(2);

    first.close();
    await expect.poll(() => server.screens()).toBe(1);
    second.close();

    await expect.poll(() => server.screens()).toBe(0);
  });

  it('makes many changes into few snapshots', async () => {
    let made = 0;
    const server = await place.engine({ snapshot: () => sampleSnapshot({}, { phase: ++made }) });
    const screen = await place.screen();

    for (let change = 0; change < 10_000; change++) server.changed();
    await until(screen, (s) => s.snapshot()?.state.phase === 2);

    expect(made).toBe(2);
  });

  it('carries out commands of a burst one after the other, in order', async () => {
    const log: string[] = [];
    await place.engine({
      onCommand: async (command) => {
        const name = command.type === 'choose' ? command.question : command.type;
        log.push(`begin ${name}`);
        // The first takes the longest way.
        for (let turn = 0; turn < (name === 'q1' ? 20 : 1); turn++) await new Promise(setImmediate);
        log.push(`end ${name}`);
        return null;
      },
    });
    const screen = await place.screen();

    const asked = ['q1', 'q2', 'q3'].map((question): Command => ({ type: 'choose', question }));
    await Promise.all(asked.map(screen.send));

    expect(log).toEqual(['begin q1', 'end q1', 'begin q2', 'end q2', 'begin q3', 'end q3']);
  });

  it('answers with the refusal, and with the words of an error, and goes on', async () => {
    await place.engine({
      onCommand: (command) => {
        if (command.type === 'retry') return Promise.reject(new Error('the disk is full'));
        return Promise.resolve(command.type === 'pause' ? 'it is paused already' : null);
      },
    });
    const screen = await place.screen();

    expect(await screen.send(PAUSE)).toBe('it is paused already');
    expect(await screen.send({ type: 'retry' })).toBe('the disk is full');
    expect(await screen.send({ type: 'go_on' })).toBeNull();
  });

  it('passes a stop on', async () => {
    const stopped = new Promise<boolean>((resolve) => void place.engine({ onStop: resolve }));
    const screen = await place.screen();

    screen.stopEngine(true);

    expect(await stopped).toBe(true);
  });

  it('is not held up by a screen that stops reading, and gives that one only the newest snapshot afterwards', async () => {
    let phase = 1;
    const texts = { large: LARGE_TEXT };
    const server = await place.engine({
      snapshot: () => sampleSnapshot({ texts }, { phase }),
      onCommand: () => {
        phase++;
        server.changed();
        return Promise.resolve(null);
      },
    });
    const deaf = place.raw();
    deaf.socket.pause();
    deaf.say(hello());
    const screen = await place.screen();

    for (let command = 0; command < 5; command++) {
      expect(await screen.send(PAUSE)).toBeNull();
      await until(screen, (s) => s.snapshot()?.state.phase === phase);
    }
    deaf.socket.resume();
    await deaf.hear((reply) => reply.type === 'snapshot' && reply.snapshot.state.phase === 6);

    expect(deaf.heard).toHaveLength(2);
  });

  it('drops a screen that has not read for half a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = Promise.withResolvers<void>();
    await place.engine({
      snapshot: () => {
        asked.resolve();
        return sampleSnapshot({ texts: { large: LARGE_TEXT } });
      },
    });
    const deaf = place.raw();
    deaf.socket.pause();
    deaf.say(hello());
    await asked.promise;
    await new Promise(setImmediate);

    vi.advanceTimersByTime(30_000);
    deaf.socket.resume();
    await deaf.closed;

    expect(deaf.heard).toEqual([]);
  });

  it('drops a screen for which too much waits', async () => {
    await place.engine({
      snapshot: () => sampleSnapshot({ texts: { large: LARGE_TEXT } }),
      patience: { max_buffer_bytes: 1024 * 1024, stuck_ms: 30_000 },
    });
    const deaf = place.raw();

    deaf.say(hello());
    await deaf.closed;

    expect(deaf.heard).toEqual([]);
  });

  it('names a snapshot that is too large to send', async () => {
    await place.engine({ snapshot: () => sampleSnapshot({ texts: { huge: 'é'.repeat(9 * 1024 * 1024) } }) });

    await expect(place.screen()).rejects.toThrow('the state is too large to show');
  });

  it.each([
    [
      'another protocol',
      [{ type: 'hello', protocol: 99 }],
      `this engine speaks protocol ${PROTOCOL_VERSION} and the screen speaks 99`,
    ],
    ['no key', [HELLO], KEYLESS],
    ['the key of another engine', [{ ...HELLO, key: 'a'.repeat(64) }], KEYLESS],
    ['a key that is none', [{ ...HELLO, key: 'é' }], KEYLESS],
    ['no word on who it is', [{ ...HELLO, client: undefined }], KEYLESS],
    ['no hello', [{ type: 'command', id: 1, command: PAUSE }], 'say hello first'],
    ['an unknown request', [KNOWN, { type: 'dance' }], 'the request "dance" is not known here'],
  ])('refuses a peer with %s in words, and hangs up', async (_, messages, because) => {
    const commands: Command[] = [];
    await place.engine({
      onCommand: (command) => Promise.resolve(void commands.push(command)).then(() => null),
    });
    const peer = place.raw();

    for (const message of [...messages, { type: 'command', id: 2, command: PAUSE }])
      peer.say(message === KNOWN ? hello() : message);
    await peer.closed;

    expect(peer.heard.at(-1)).toEqual({ type: 'refused', because });
    expect(commands).toEqual([]);
  });

  it('keeps its key in a file of its user alone, and takes it along', async () => {
    const before = new Set(keys());
    const server = await place.engine();
    const [mine = ''] = keys().filter((name) => !before.has(name));

    expect(statSync(join(KEYS, mine)).mode & 0o777).toBe(0o600);
    expect(keyFor(place.socket_path)).toMatch(/^[0-9a-f]{64}$/);

    await server.close('done');
    expect(keyFor(place.socket_path)).toBe('');
  });

  it('tells who gave a command, as far as it vetted them, and refuses whom it may not hear', async () => {
    const heard: unknown[] = [];
    let refused: string | null = null;
    await place.engine({
      vet: async (_, client) => (refused === null ? { ...client, pid: 99 } : { refused }),
      onCommand: async (_, client) => {
        heard.push(client);
        return null;
      },
    });
    const screen = await place.screen({ program: 'decide' });

    await screen.send(PAUSE);
    refused = 'it comes from a gate';

    expect(heard).toEqual([{ program: 'decide', pid: 99, terminal: null }]);
    await expect(place.screen()).rejects.toThrow('it comes from a gate');
  });

  it('refuses what is not its language, and an oversize message, without harm to others', async () => {
    await place.engine();
    const screen = await place.screen();
    const browser = place.raw();
    const flood = place.raw();

    browser.socket.write('GET / HTTP/1.1\r\n\r\n');
    flood.socket.write(Buffer.alloc(17 * 1024 * 1024, 'x'));
    await Promise.all([browser.closed, flood.closed]);

    expect(browser.heard).toEqual([{ type: 'refused', because: 'a message is not JSON' }]);
    expect(await screen.send(PAUSE)).toBeNull();
  });

  it('says farewell when it ends', async () => {
    const server = await place.engine();
    const screen = await place.screen();

    await server.close('the operator stopped it');
    await until(screen, (s) => s.connection() === 'ended');

    expect(screen.endedBecause()).toBe('the operator stopped it');
  });

  it('ends even while a screen does not read', async () => {
    const server = await place.engine({ snapshot: () => sampleSnapshot({ texts: { large: LARGE_TEXT } }) });
    const deaf = place.raw();
    deaf.socket.pause();
    deaf.say(hello());
    await place.screen();

    await server.close('done');

    expect(existsSync(place.socket_path)).toBe(false);
  });
});

describe('a socket file that is there already', () => {
  it('is replaced when its engine was killed', async () => {
    const program = `require('net').createServer().listen(${JSON.stringify(place.socket_path)},()=>console.log('up'))`;
    const killed = spawn(process.execPath, ['-e', program]);
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(place.socket_path)).toBe(true);

    await place.engine();

    expect((await place.screen()).connection()).toBe('live');
  });

  it('is left alone while an engine answers on it', async () => {
    await place.engine();

    await expect(place.engine()).rejects.toMatchObject({ code: 'SESSION_LOCKED' });

    expect((await place.screen()).connection()).toBe('live');
  });

  it('is left alone when it is no socket', async () => {
    writeFileSync(place.socket_path, 'precious');

    await expect(place.engine()).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });

    expect(statSync(place.socket_path).size).toBe(8);
  });
});

/** A person at a terminal made of objects: keys go through the real stdin proxy, singly or in one chunk, into the real app. */
import { EventEmitter } from 'node:events';
import { render } from 'ink';
import { createElement } from 'react';
import type { Reason } from '../../../src/tui/action.ts';
import { App, type Handle } from '../../../src/tui/app.tsx';
import type { Theme } from '../../../src/tui/frame/theme.ts';
import { createScreenStore, type IntegrationStore } from '../../../src/tui/store.ts';
import { type RealStdin, StdinKeys } from '../../../src/tui/terminal/stdin-keys.ts';
import type { Host } from '../../../src/tui/terminal/terminal-host.ts';
import type { FakeEngine } from './fake-engine.ts';

/** A standard input that a test types into; `reading` shows whether anybody reads it. */
export class TypedInput extends EventEmitter implements RealStdin {
  readonly isTTY = true;
  raw = false;
  reading = false;
  setRawMode(on: boolean): void {
    this.raw = on;
  }
  setEncoding(): void {}
  resume(): void {
    this.reading = true;
  }
  pause(): void {
    this.reading = false;
  }
  type(text: string): void {
    this.emit('data', text);
  }
}

class Paper extends EventEmitter {
  readonly isTTY = true;
  columns = 80;
  rows = 24;
  frame = '';
  write = (text: string, done?: () => void): boolean => {
    this.frame = text;
    done?.();
    return true;
  };
}

export interface Driver {
  readonly store: IntegrationStore;
  readonly input: TypedInput;
  readonly keys: StdinKeys;
  readonly left: Reason[];
  readonly calls: string[];
  /** Types keys one by one, each after the previous one has been handled. */
  readonly singly: (...keys: readonly string[]) => Promise<void>;
  /** Types keys in one chunk. */
  readonly chunk: (...keys: readonly string[]) => Promise<void>;
  readonly screen: () => string;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  readonly close: () => void;
}

export interface DriverOptions {
  readonly guard_ms?: number;
  readonly now_ms?: () => number;
  readonly host?: Partial<Host>;
  readonly theme?: Partial<Theme>;
}

/** Lets everything that is due happen. The proxy needs one turn of the event loop per key, and React and Ink a few more. */
export async function settled(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Starts the app on a fake engine. */
export async function drive(engine: FakeEngine, options: DriverOptions = {}): Promise<Driver> {
  const input = new TypedInput();
  const paper = new Paper();
  const keys = new StdinKeys(input);
  const left: Reason[] = [];
  const calls: string[] = [];
  let handle: Handle | null = null;
  const called = (what: string) => {
    calls.push(what);
    return Promise.resolve();
  };
  const host: Host = {
    copy: (text) => void calls.push(`copy ${text}`),
    edit: (file) => called(`edit ${file}`),
    shell: (directory) => called(`shell ${directory}`),
    read: (what) => called(`read ${Object.values(what).join(' ')}`),
    stream: () => called('stream').then(() => 'back'),
    suspend: () => called('suspend'),
    history: () => Promise.resolve([]),
    leave: (reason) => void left.push(reason),
    dropTypedAhead: () => keys.drop(),
    now_ms: options.now_ms ?? (() => 0),
    ...options.host,
  };
  const store = createScreenStore({
    client: engine,
    theme: { ascii: false, color: false, motion: false, linear: false, ...options.theme },
    size: { columns: 80, rows: 24 },
    guard_ms: options.guard_ms ?? 0,
    host,
  });
  const onReady = (ready: Handle) => {
    handle = ready;
  };
  const instance = render(createElement(App, { store, onReady, onResized: () => {} }), {
    stdin: keys as unknown as NodeJS.ReadStream,
    stdout: paper as unknown as NodeJS.WriteStream,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  await settled();
  if (handle === null) throw new Error('the app did not report that it is ready');
  return {
    store,
    input,
    keys,
    left,
    calls,
    singly: async (...typed) => {
      for (const key of typed) {
        input.type(key);
        await settled();
      }
    },
    chunk: async (...typed) => {
      input.type(typed.join(''));
      await settled(12 + 4 * typed.length);
    },
    screen: () => paper.frame,
    resize: async (columns, rows) => {
      Object.assign(paper, { columns, rows });
      paper.emit('resize');
      await settled();
    },
    close: () => {
      instance.unmount();
      store.close();
    },
  };
}

/** What terminals send for keys. */
export const KEYS = {
  up: '\x1b[A',
  down: '\x1b[B',
  enter: '\r',
  page_down: '\x1b[6~',
  ctrl_c: '\x03',
  ctrl_z: '\x1a',
  tab: '\t',
} as const;

/**
 * Stands between the terminal and Ink. It passes on one key per turn of the event loop, so that each key's effect is drawn before the
 * next. It reads nothing while another program has the terminal, so that an editor gets all its keys.
 */
import { EventEmitter } from 'node:events';
import { splitKeys } from './key-splitter.ts';

/** The part of the real standard input that is used. */
export interface RealStdin {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data', listener: (chunk: string) => void): unknown;
  off(event: 'data', listener: (chunk: string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

/** How long the start of an escape sequence may wait for the rest: over ssh it may arrive in two packets. */
const HOLD_MS = 50;
/** A lone Escape in a form that nothing can follow. After a bare one, Ink would wait for more and take the next key for its end. */
const ESCAPE_KEY = '\x1b[27u';

/** Reads the terminal in place of Ink's standard input. */
export class StdinKeys extends EventEmitter {
  readonly isTTY = true;
  readonly #real: RealStdin;
  readonly #read = (chunk: string) => this.#take(chunk);
  #reading = false;
  #waiting: string[] = [];
  #ready: string[] = [];
  #rest = '';
  #turn: NodeJS.Immediate | null = null;
  #hold: NodeJS.Timeout | null = null;

  constructor(real: RealStdin) {
    super();
    this.#real = real;
  }

  setRawMode(on: boolean): this {
    this.#real.setRawMode?.(on);
    if (on === this.#reading) return this;
    this.#reading = on;
    if (on) {
      this.#real.setEncoding('utf8');
      this.#real.on('data', this.#read);
      this.#real.resume();
    } else {
      this.#real.off('data', this.#read);
      this.#real.pause();
      this.drop();
    }
    return this;
  }

  /** Discards the keys that nobody has read yet. */
  drop(): void {
    if (this.#hold !== null) clearTimeout(this.#hold);
    if (this.#turn !== null) clearImmediate(this.#turn);
    this.#hold = null;
    this.#turn = null;
    this.#waiting = [];
    this.#ready = [];
    this.#rest = '';
  }

  /** Returns the one key of this turn, then null. */
  read(): string | null {
    return this.#ready.shift() ?? null;
  }

  setEncoding(): this {
    return this;
  }

  ref(): this {
    this.#real.ref?.();
    return this;
  }

  unref(): this {
    this.#real.unref?.();
    return this;
  }

  #take(chunk: string): void {
    if (this.#hold !== null) clearTimeout(this.#hold);
    this.#hold = null;
    const { keys, rest } = splitKeys(this.#rest + chunk);
    this.#rest = rest;
    for (const key of keys) this.#waiting.push(key === '\x1b' ? ESCAPE_KEY : key);
    if (rest !== '' && !rest.startsWith('\x1b[200~')) this.#hold = setTimeout(() => this.#giveUp(), HOLD_MS);
    this.#next();
  }

  /** Handles a sequence whose end never came: a lone Escape is the key, anything longer is noise. */
  #giveUp(): void {
    const escapes = /^\x1b+$/.test(this.#rest) ? this.#rest.length : 0;
    for (let count = 0; count < escapes; count++) this.#waiting.push(ESCAPE_KEY);
    this.#rest = '';
    this.#hold = null;
    this.#next();
  }

  #next(): void {
    if (this.#turn !== null || this.#waiting.length === 0) return;
    this.#turn = setImmediate(() => {
      this.#turn = null;
      const key = this.#waiting.shift();
      if (key === undefined) return;
      this.#ready.push(key);
      this.emit('readable');
      this.#next();
    });
  }
}

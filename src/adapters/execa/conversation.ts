/**
 * Talks to a long-running program: questions on its standard input, answers on its standard output, in the same order. It suits programs
 * that get thousands of questions, where each start would cost more than the answer.
 *
 * Nobody may depend on it. The program can die at any moment; pending questions then reject with `ConversationOver`, and the caller
 * starts a process instead. It does not keep this process alive while no question is pending, and ends by itself after a while without
 * questions. It cannot outlive this process, because its standard input ends with it. Node starts it directly: execa waits for its
 * programs, and that keeps a process alive.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { hearFailedStarts } from './failed-start.ts';
import { ticksOf } from './process-facts.ts';
import { killGroup } from './watch-over.ts';

/** The parsed answer and where it ends in the output, or the number of characters to wait for before parsing again. */
export type Read<T> = { readonly value: T; readonly end: number } | { readonly need: number };

export interface Conversation {
  /** Sends a question. `read` parses its answer in the output, one character per byte, starting at `from`. */
  readonly ask: <T>(question: string, read: (output: string, from: number) => Read<T>) => Promise<T>;
  /** Asks only the program that was asked last: another one knows nothing of the question before. */
  readonly askOn: Conversation['ask'];
  /** Ends the program after the pending answers. Another question starts it again. */
  readonly close: () => Promise<void>;
}

export interface ConversationOptions {
  readonly cwd: string;
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the program after this long without a question; default 2 s. */
  readonly idle_ms?: number;
  /** Age at which a new program replaces this one; default: never. */
  readonly max_age_ms?: number;
  /** Kills the program when it neither answers nor computes for this long; default 2 minutes. */
  readonly silence_ms?: number;
  /** Called at each start of the program. */
  readonly onStart?: () => void;
}

/** The program ended before it answered the question. */
export class ConversationOver extends Error {
  override readonly name = 'ConversationOver';
}

interface Asked {
  /** Settles the question if its answer is complete and returns where it ends. Otherwise returns what it needs; null: unreadable. */
  readonly settle: (
    output: string,
    from: number,
  ) => { readonly end: number } | { readonly need: number } | null;
  readonly fail: (error: unknown) => void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** After this many ends in a row without an answer, the program is not started again. */
const MOST_FAILURES = 3;
const CUT_AFTER = 1 << 16;

/** Opens a conversation; the program starts with the first question. */
export function openConversation(
  file: string,
  args: readonly string[],
  options: ConversationOptions,
): Conversation {
  let program: Program | null = null;
  let failures = 0;
  const left = new Set<Program>();

  const begin = (): Program => {
    options.onStart?.();
    const begun = startProgram(file, args, options, (answered) => {
      failures = answered ? 0 : failures + 1;
      left.delete(begun);
      if (program === begun) program = null;
    });
    left.add(begun);
    return begun;
  };

  return {
    ask: (question, read) => {
      if (failures >= MOST_FAILURES) return Promise.reject(new ConversationOver(`${file} does not stay`));
      if (program?.isOld()) {
        void program.end();
        program = null;
      }
      program ??= begin();
      return program.ask(question, read);
    },
    askOn: (question, read) =>
      program === null || program.isEnding()
        ? Promise.reject(new ConversationOver(`${file} ended`))
        : program.ask(question, read),
    close: async () => {
      program = null;
      await Promise.all([...left].map((one) => one.end()));
    },
  };
}

interface Program {
  readonly ask: Conversation['ask'];
  readonly isOld: () => boolean;
  readonly isEnding: () => boolean;
  readonly end: () => Promise<void>;
}

function startProgram(
  file: string,
  args: readonly string[],
  options: ConversationOptions,
  onEnd: (answered: boolean) => void,
): Program {
  hearFailedStarts();
  const { cwd, env, idle_ms = 2_000, silence_ms = 120_000, max_age_ms = Number.POSITIVE_INFINITY } = options;
  const born = performance.now();
  const child: Child = spawn(file, args, { cwd, env: { ...env }, detached: true, stdio: 'pipe' });
  const asked: Asked[] = [];
  let output = '';
  let at = 0;
  let need = 1;
  let answered = false;
  let over = false;
  let ticks_before = 0;
  let unsent = '';
  let timer: NodeJS.Timeout | undefined;
  const ended = Promise.withResolvers<void>();

  const kill = () => child.pid !== undefined && killGroup(child.pid, 'SIGKILL');
  /** Resets the timer. Only while a question is pending does it keep this process alive. */
  const watch = () => {
    clearTimeout(timer);
    if (over) return;
    if (asked.length === 0) {
      timer = setTimeout(() => child.stdin.end(), idle_ms).unref();
    } else {
      timer = setTimeout(expire, silence_ms);
    }
  };
  /** One long answer may take its time, as long as the program computes. */
  const expire = () => {
    const ticks = child.pid === undefined ? 0 : ticksOf(child.pid);
    if (ticks === ticks_before) return void kill();
    ticks_before = ticks;
    watch();
  };
  const hold = (held: boolean) => {
    for (const one of [child, child.stdin as Socket, child.stdout as Socket, child.stderr as Socket]) {
      if (held) one.ref();
      else one.unref();
    }
  };
  /** What is asked in one turn is sent at once: each write wakes the other process. */
  const send = () => {
    if (unsent !== '') child.stdin.write(unsent, 'latin1');
    unsent = '';
  };
  const answer = () => {
    while (asked[0] !== undefined && output.length - at >= need) {
      const settled = asked[0].settle(output, at);
      if (settled === null) {
        // From here on, no output can be matched to its question.
        kill();
        finish('gives an answer that cannot be read');
        return;
      }
      if ('need' in settled) {
        need = settled.need;
        break;
      }
      answered = true;
      asked.shift();
      at = settled.end;
      need = 1;
    }
    if (at === output.length || at > CUT_AFTER) {
      output = output.slice(at);
      at = 0;
    }
    // Who waits for its end reads what it still says.
    if (asked.length === 0 && !child.stdin.writableEnded) hold(false);
    watch();
  };
  const finish = (why: string) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    const unanswered = asked.splice(0);
    onEnd(answered && unanswered.length === 0);
    for (const { fail } of unanswered) fail(new ConversationOver(`${file} ${args[0] ?? ''} ${why}`));
    ended.resolve();
  };

  child.stdin.on('error', () => {});
  child.stderr.resume();
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    output += text;
    answer();
  });
  child.once('error', (error) => finish(error.message));
  child.once('close', () => finish('ended'));
  hold(false);

  const isEnding = () => over || child.stdin.writableEnded;
  return {
    isEnding,
    isOld: () => isEnding() || performance.now() - born > max_age_ms,
    ask: (question, read) =>
      new Promise((resolve, fail) => {
        const settle = (text: string, from: number) => {
          try {
            const found = read(text, from);
            if ('value' in found) resolve(found.value);
            return found;
          } catch (error) {
            fail(error);
            return null;
          }
        };
        asked.push({ settle, fail });
        if (unsent === '') queueMicrotask(send);
        unsent += question;
        if (asked.length > 1) return;
        hold(true);
        watch();
      }),
    end: () => {
      hold(true);
      send();
      child.stdin.end();
      return ended.promise;
    },
  };
}

/** A process that dies at a chosen moment. From the n-th port call on nothing answers any more, as if it had been killed. */
import type { Through } from '../../src/cli/session/live-session.ts';
import type { EnginePorts } from '../../src/engine/integration/ports.ts';

/** `before`: the n-th call never happened. `after`: it happened, but its result never arrived. */
export type Moment = 'before' | 'after';

export interface End {
  /** Checks whether the process ends at a call; `number` counts from 1, `name` is like `journal.append`. */
  readonly at: (number: number, name: string, args: readonly unknown[]) => boolean;
  readonly moment: Moment;
}

/** Creates the end at the n-th call, whichever call that is. */
export function endAt(last: number, moment: Moment): End {
  return { at: (number) => number === last, moment };
}

export interface Mortal {
  readonly through: Through;
  readonly dead: () => boolean;
  /** How many calls were made. */
  readonly calls: () => number;
  /** Resolves when nothing of this life is running any more, and closes its journal. */
  readonly buried: () => Promise<void>;
}

/** Calls that only end something or wait. They do not count as calls, but a dead process gets no answer to them either. */
const UNCOUNTED: ReadonlySet<string> = new Set(['journal.close', 'checkpoints.settled']);

/** Creates a life with the given end; null lets it live. */
export function mortal(end: End | null): Mortal {
  const pending = new Set<Promise<unknown>>();
  let real: EnginePorts | null = null;
  let calls = 0;
  let dead = false;

  const called = (name: string, args: readonly unknown[], call: () => unknown): unknown => {
    if (name === 'files.absolute') return call();
    if (dead) return Promise.reject(new Error(`${name} was called after the end`));
    const counts = !UNCOUNTED.has(name);
    if (counts) calls += 1;
    const isLast = counts && end?.at(calls, name, args) === true;
    if (isLast && end?.moment === 'before') {
      dead = true;
      return Promise.reject(new Error(`the end came before ${name}`));
    }
    const work = Promise.resolve(call());
    pending.add(work);
    return work.finally(() => {
      pending.delete(work);
      if (isLast) dead = true;
      if (dead) throw new Error(`the end came after ${name}`);
    });
  };

  const mortalPort = <Port extends object>(port: string, target: Port): Port =>
    new Proxy(target, {
      get: (from, name) => {
        const value: unknown = Reflect.get(from, name);
        if (typeof value !== 'function' || typeof name !== 'string') return value;
        return (...args: readonly unknown[]) =>
          called(`${port}.${name}`, args, () => Reflect.apply(value, from, [...args]));
      },
    });

  return {
    through: (ports) => {
      real = ports;
      const { clock, ...others } = ports;
      const wrapped = Object.entries(others).map(([name, port]) => [name, mortalPort(name, port)]);
      return { ...Object.fromEntries(wrapped), clock };
    },
    dead: () => dead,
    calls: () => calls,
    buried: async () => {
      while (pending.size > 0) await Promise.allSettled(pending);
      await real?.journal.close();
    },
  };
}

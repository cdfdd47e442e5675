/**
 * Git that is killed, as by a machine short of memory: one of those that this process starts, whoever starts it. It prints nothing, or
 * half of what it had to say, and is gone by a signal.
 */
import { ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { BY_HAND } from './by-hand.ts';

export type Death = 'nothing' | 'half';

/** What Node gives to `spawn`, which every way to start a process goes through. */
interface Start {
  file: string;
  args: string[];
  readonly envPairs: readonly string[];
}

interface Spawning {
  spawn: (this: ChildProcess, start: Start) => unknown;
}

interface Watched {
  /** The command line of each git that was started, without `git`. */
  readonly started: () => readonly string[];
  /** The command line without `git` of the one that died; null: none did. */
  readonly died: () => string | null;
  readonly end: () => void;
}

/** A git that stays is cut within its first answer, and its process group ends with it: it would wait for more questions. */
const SCRIPTS: Readonly<Record<Death | 'begun', string>> = {
  nothing: 'kill -9 $$',
  half: 'said=$(mktemp); git "$@" >"$said"; head -c $(($(wc -c <"$said") / 2)) "$said"; rm "$said"; kill -9 $$',
  begun: 'git "$@" | { head -c 20; kill -9 -$$; }',
};
const STAYS = ['--stdin', '--stdin-paths', '--batch-command'];

/** Decides whether a git dies, by its command line without `git` and its number, counted from 1. */
export type Fate = (line: string, number: number) => boolean;

/** Kills the first git from now on that is fated to die; what tests start by hand does not count. */
export function killGit(fate: Fate, death: Death): Watched {
  const node = ChildProcess.prototype as unknown as Spawning;
  const { spawn } = node;
  const started: string[] = [];
  let died: string | null = null;
  node.spawn = function dying(start) {
    const { file, args, envPairs } = start;
    const isHand = envPairs.some((pair) => Object.keys(BY_HAND).includes(pair.split('=', 1)[0] ?? ''));
    if (basename(file) !== 'git' || isHand) return spawn.call(this, start);
    const line = args.slice(1).join(' ');
    started.push(line);
    if (died !== null || !fate(line, started.length)) return spawn.call(this, start);
    died = line;
    const script = SCRIPTS[death === 'half' && STAYS.some((stays) => args.includes(stays)) ? 'begun' : death];
    return spawn.call(this, Object.assign(start, { file: 'sh', args: ['sh', '-c', script, ...args] }));
  };
  return {
    started: () => started,
    died: () => died,
    end: () => {
      node.spawn = spawn;
    },
  };
}

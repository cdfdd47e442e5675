/** This folder: the reporters of `node --test`. */
import type { Counts, Ledger } from '../ledger.ts';

/** Reads the lines of one of node's reporters. */
export interface TreeReader {
  readonly push: (line: string) => void;
  /** Ends a run: returns how many tests and suites it listed, and how many of them ran and have no subtests. */
  readonly end: () => Listed;
}

interface Listed {
  readonly lines: number;
  readonly ran: number;
}

/** What is known of a test or a suite when it ends. */
interface Ended {
  /** Its name with those of the suites around it. */
  readonly path: string;
  /** Whether others ended within it: it is a suite, or a test with subtests. */
  readonly isGroup: boolean;
  /** Whether one of these failed. */
  readonly isParent: boolean;
}

/** Follows how node's tests lie within suites and other tests, and records those that have none within them. */
export interface NodeTree {
  /** Opens a test or a suite at a depth. */
  readonly open: (depth: number, name: string) => void;
  /** Ends one. */
  readonly end: (depth: number, name: string, kind: keyof Counts) => Ended;
  /** Forgets everything, and returns what was listed. */
  readonly reset: () => Listed;
}

/** Creates an empty tree that records in a ledger. */
export function makeNodeTree(ledger: Ledger): NodeTree {
  const titles: string[] = [];
  /** By depth: how many ended below the one that is open there, and how many of them failed. */
  const below: { all: number; failed: number }[] = [];
  let lines = 0;
  let ran = 0;
  const at = (depth: number) => {
    below[depth] ??= { all: 0, failed: 0 };
    return below[depth];
  };
  return {
    open: (indent, name) => {
      const depth = Math.floor(indent);
      titles.length = Math.min(titles.length, depth);
      titles[depth] = name;
      below[depth] = { all: 0, failed: 0 };
    },
    end: (indent, name, kind) => {
      const depth = Math.floor(indent);
      const { all, failed } = at(depth);
      below[depth] = { all: 0, failed: 0 };
      if (depth > 0) {
        at(depth - 1).all += 1;
        if (kind === 'failed') at(depth - 1).failed += 1;
      }
      const path = [...titles.slice(0, depth), name].join(' > ');
      lines += 1;
      if (all === 0) {
        ledger.count(kind);
        if (kind !== 'skipped') {
          ledger.ran(path);
          ran += 1;
        }
      }
      return { path, isGroup: all > 0, isParent: failed > 0 };
    },
    reset: () => {
      const listed = { lines, ran };
      [titles.length, below.length, lines, ran] = [0, 0, 0, 0];
      return listed;
    },
  };
}

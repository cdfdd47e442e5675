/** Who wrote the current side of a hunk: the target and the efforts that are in, by the lines that each changed. */
import { sanitizeLine } from '../shared/text.ts';
import type { Sides } from './conflict.ts';
import { surplus } from './facts/counts.ts';
import { wordedLines } from './facts/lines.ts';

/** One who may have written it: an effort, or the target. Null: no file, or none that can be read. */
export interface Contributor {
  readonly name: string;
  /** The file before its own work. */
  readonly base: string | null;
  /** The file with its own work. */
  readonly text: string | null;
}

/**
 * Returns what finds the authors of a hunk: those whose own changes of the file are in it, lines that they added or took out. Each file
 * is compared once, however many hunks it has.
 */
export function authorsAmong(
  contributors: readonly Contributor[],
): (hunk: Pick<Sides<string>, 'base' | 'current'>) => readonly string[] {
  const works = contributors.map(({ name, base, text }) => {
    const [added = [], removed = []] = changeOf(base, text);
    return { name, added: new Set(added), removed: new Set(removed) };
  });
  return ({ base, current }) => {
    const [added = [], removed = []] = changeOf(base, current);
    const wrote = works.filter(
      (own) => added.some((line) => own.added.has(line)) || removed.some((line) => own.removed.has(line)),
    );
    return (wrote.length > 0 ? wrote : works).map(({ name }) => name);
  };
}

function changeOf(base: string | null, text: string | null): readonly (readonly string[])[] {
  const [was, is] = [wordedLines(base ?? ''), wordedLines(text ?? '')];
  return [surplus(is, was), surplus(was, is)];
}

/** More names than this are less clear. */
const MOST_NAMES = 2;

/** Returns the display name of a side: `a+b`, `a+b+3 more`; the target's where nobody is known to have written it. */
export function sideName(authors: readonly string[], target: string): string {
  const more = authors.length - MOST_NAMES;
  const names = more > 1 ? `${authors.slice(0, MOST_NAMES).join('+')}+${more} more` : authors.join('+');
  return sanitizeLine(names === '' ? target : names);
}

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

/** Returns those whose own changes of the file are in the hunk's: lines that they added, or took out. */
export function authorsOf(
  { base, current }: Pick<Sides<string>, 'base' | 'current'>,
  contributors: readonly Contributor[],
): readonly string[] {
  const [added, removed] = changeOf(base, current);
  const wrote = contributors.filter((contributor) => {
    const [own_added, own_removed] = changeOf(contributor.base, contributor.text);
    return meets(added, own_added) || meets(removed, own_removed);
  });
  return (wrote.length > 0 ? wrote : contributors).map(({ name }) => name);
}

function changeOf(base: string | null, text: string | null): readonly (readonly string[])[] {
  const [was, is] = [wordedLines(base ?? ''), wordedLines(text ?? '')];
  return [surplus(is, was), surplus(was, is)];
}

function meets(these: readonly string[] = [], those: readonly string[] = []): boolean {
  const known = new Set(those);
  return these.some((line) => known.has(line));
}

/** More names than this are less clear. */
const MOST_NAMES = 2;

/** Returns the display name of a side: `a+b`, `a+b+3 more`; the target's where nobody is known to have written it. */
export function sideName(authors: readonly string[], target: string): string {
  const more = authors.length - MOST_NAMES;
  const names = more > 1 ? `${authors.slice(0, MOST_NAMES).join('+')}+${more} more` : authors.join('+');
  return sanitizeLine(names === '' ? target : names);
}

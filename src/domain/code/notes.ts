/** Documents among the changed files, and notes that tell users of the code what changed for them. */

import { nameOf } from './code-tree.ts';
import { isCode } from './languages.ts';

/** A document before and after the change, one character per byte; `before` is empty for a new one. */
export interface ChangedDocument {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc|asciidoc)$/i;
const NOTE =
  /^(?:change(?:s|log)?|history|news|release[-_ ]?notes?|releases|migrat(?:ion|ing)[^.]*|upgrad(?:e|ing)[^.]*)(?:\.[a-z]+)?$/i;
const GUIDE = /^(?:migrat(?:ion|ing)|upgrad(?:e|ing))/i;

/** Checks whether a file is documentation. */
export function isDocumentation(path: string): boolean {
  if (isCode(path)) return false;
  const name = nameOf(path);
  return (
    DOCUMENT.test(name) ||
    /^readme(?:\.|$)/i.test(name) ||
    NOTE.test(name) ||
    (/(?:^|\/)docs?\//i.test(path) && /\.txt$/i.test(name))
  );
}

/**
 * Finds a note about the change: first a document whose new lines name something that is gone, then a guide to migrating, then one whose
 * new lines speak of migrating or of breaking changes.
 */
export function migrationNote(documents: readonly ChangedDocument[], gone: readonly string[]): string | null {
  const added = documents
    .map(({ path, before, after }) => ({ path, text: addedText(before, after) }))
    .filter(({ text }) => text !== '');
  const names = new Set(gone);
  const naming = added.find(({ text }) => namesAny(text, names));
  const guide = added.find(({ path }) => GUIDE.test(nameOf(path)));
  return (naming ?? guide ?? added.find(({ text }) => /migrat|breaking/i.test(text)))?.path ?? null;
}

function addedText(before: string, after: string): string {
  const old = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !old.has(line))
    .join('\n');
}

/** A name that is also a plain word counts only where it is written as code. */
function namesAny(text: string, names: ReadonlySet<string>): boolean {
  for (const { 0: word, index } of text.matchAll(/[\w$\x80-\xff]+/g)) {
    if (!names.has(word)) continue;
    const [before = ' ', after = ' '] = [text[index - 1], text[index + word.length]];
    if (/[A-Z_\d]/.test(word.slice(1)) || '`.'.includes(before) || '`('.includes(after)) return true;
  }
  return false;
}

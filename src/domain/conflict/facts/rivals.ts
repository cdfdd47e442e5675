/** Two versions of one thing are not two things: what both sides of a hunk introduce under the same name, each in its own way. */
import type { Sides } from '../conflict.ts';
import { surplus } from './counts.ts';
import { LINE_FILES } from './entries.ts';
import { isData, languageOf } from './file-nature.ts';
import type { HunkText } from './hunk-text.ts';
import { indentOf, isBlank, splitLines, trimmed } from './lines.ts';

const MODIFIERS =
  /^(?:(?:export|default|pub(?:\([^)]*\))?|public|private|protected|internal|static|abstract|final|override|readonly|declare|async|inline|virtual|const|unsafe)[ \t]+)*/;
const DEFINITION =
  /^(?:function\*?|class|interface|type|enum|const|let|var|val|def|func(?:[ \t]*\([^)]*\))?|fun|fn|struct|trait|impl|module|mod|namespace|record|object|protocol|macro_rules!)[ \t]+([\w$]+)/;
/** Words before a blank or a bracket that name nothing. */
const KEYWORD =
  /^(?:if|else|elif|for|while|do|switch|case|match|catch|except|finally|try|with|return|throw|raise|yield|await|new|delete|import|from|export|use|using|require|package|include|assert|print|echo|break|continue|pass|and|or|not|end|begin|then|when|unless|until)$/;
const COMMENT = /^(?:\/\/|#(?![\w.-]+[ \t]*[,{])|\/\*|\*|<!--|--|;|%|@)/;
/** A key, quoted or not, and what assigns to it; `==` pins a version, `=>` maps. */
const ASSIGNMENT = /^(["'`]?)([\w$@./*-]+(?:\[[^\]]*\])?)\1[?!]?[ \t]*(?:=>|==(?!=)|:=|=(?![=>])|:(?![:=]))/;
/** The name of a parameter list that is closed on the same line and followed by a body or a type: no call. */
const METHOD =
  /^(?:(?:get|set|async|static|\*)[ \t]+)*([\w$#]+)[?!]?(?:<[^>]*>)?\([^()]*(?:\([^()]*\)[^()]*)*\)[ \t]*(?:\{|:|=>|->|throws\b)/;
/** Typed declarations without a keyword, such as `private int total = 0;` and `String name();`. */
const TYPED =
  /^[A-Za-z_][\w.]*(?:<[^=;]*>)?(?:\[\])*[*&]*[ \t]+[*&]*([\w$]+)[ \t]*(?:=(?!=)|;|\([^;]*\)[ \t]*[;{]|,$)/;
/** `Name string` in a struct. */
const FIELD = /^([A-Z_a-z]\w*)[ \t]+[*[\]\w.]+(?:[ \t]+`[^`]*`)?$/;
const HEADING = /^#{1,6}[ \t]+\S/;
const OPENS_BLOCK = /(?:[{([:]|=>|->)$/;

/**
 * Returns the names, keys, headings and first columns that both sides introduce and base does not have, where the sides differ in what
 * they put there.
 */
export function rivalNames(
  hunk: Pick<HunkText, 'path' | 'before' | 'after'> & Sides<string>,
): readonly string[] {
  const { path, base, current, incoming } = hunk;
  if (current === incoming) return [];
  const around = [...splitLines(hunk.before ?? ''), ...splitLines(hunk.after ?? '')].map(trimmed);
  const known = named(path, splitLines(base), around);
  const [ours, theirs] = [current, incoming].map((side) => {
    const added = surplus(splitLines(side), splitLines(base), trimmed);
    return named(path, outermost(added), around);
  });
  if (ours === undefined || theirs === undefined) return [];
  return [...ours].flatMap(([name, lines]) => {
    const others = theirs.get(name);
    if (known.has(name) || others === undefined) return [];
    const same = lines.length === others.length && lines.every((line, index) => line === others[index]);
    return same && !lines.some((line) => OPENS_BLOCK.test(line) || HEADING.test(line)) ? [] : [name];
  });
}

/** Returns the lines of a text that introduce a name, by that name. */
function named(
  path: string,
  lines: readonly string[],
  around: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines.map(trimmed)) {
    const name = nameIn(path, line, around);
    if (name !== null) found.set(name, [...(found.get(name) ?? []), line]);
  }
  return found;
}

/** Returns the lines with the smallest indentation: what stands deeper belongs to one of them. */
function outermost(lines: readonly string[]): readonly string[] {
  const telling = lines.filter((line) => !isBlank(line) && !COMMENT.test(trimmed(line)));
  const least = Math.min(...telling.map((line) => indentOf(line).length));
  return lines.filter((line) => indentOf(line).length === least);
}

function nameIn(path: string, line: string, around: readonly string[]): string | null {
  const language = languageOf(path);
  if (LINE_FILES.test(path) || language === 'csv' || language === 'ini') return columnIn(line, around);
  if (language === 'prose') return HEADING.test(line) ? line : null;
  if (COMMENT.test(line) || line.startsWith('- ')) return null;
  if (language === 'css') return line.endsWith('{') ? trimmed(line.slice(0, -1)) : null;
  const assigned = ASSIGNMENT.exec(line)?.[2];
  if (isData(path)) return assigned ?? null;
  const bare = line.replace(MODIFIERS, '');
  const defined = DEFINITION.exec(bare)?.[1];
  if (defined !== undefined) return defined;
  const [first = ''] = /^[\w$]+/.exec(bare) ?? [];
  if (KEYWORD.test(first)) return null;
  const name = ASSIGNMENT.exec(bare)?.[2] ?? METHOD.exec(bare)?.[1] ?? TYPED.exec(bare)?.[1] ?? null;
  if (name !== null) return name;
  if (language === 'go') return FIELD.exec(bare)?.[1] ?? null;
  return language === 'other' ? columnIn(line, around) : null;
}

/**
 * Returns what stands before the first `=`, `:`, blank or comma of a line, if it identifies the line: an instruction such as `RUN`, with
 * which other lines around begin too, does not.
 */
function columnIn(line: string, around: readonly string[]): string | null {
  if (COMMENT.test(line)) return null;
  const [, column = ''] = /^([^\s=:,<>~!]+)(?:[ \t]*[=:,<>~!]|[ \t]+\S)/.exec(line) ?? [];
  if (!/[\w\x80-\xff]/.test(column)) return null;
  const begins = around.filter(
    (other) => other.startsWith(column) && !/^[\w-]/.test(other.slice(column.length)),
  );
  return begins.length > 0 ? null : column;
}

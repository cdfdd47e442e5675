import type { Language } from '../file-nature.ts';

/**
 * Describes import statements, with one sticky regular expression per form. Groups: `head` up to an opening bracket, `names` between the
 * brackets, `tail` from the closing bracket on; `plain` for a statement without brackets. `module` is the key by which such lists are
 * sorted.
 */
export interface ImportGrammar {
  readonly forms: readonly RegExp[];
  /**
   * A line that opens a bracket and leaves it open; `closes` matches a line that closes one. They find the rest of a statement around a
   * hunk.
   */
  readonly opens: RegExp | null;
  readonly closes: RegExp | null;
  /** Returns the local name that an imported name binds; null: the language may bind a name twice. */
  readonly binds: ((name: string) => string) | null;
  /** Whether the file uses an import by the last name of its path, such as `http` for `"net/http"`. */
  readonly known_by_last_name: boolean;
}

const END = '[ \\t]*(?:(?://|#)[^\\n]*)?(?:\\r?\\n|$)';
const JS_MODULE = `(?:'(?<module>[^'\\n]+)'|"(?<module2>[^"\\n]+)")`;
const form = (source: string) => new RegExp(`[ \\t]*${source}${END}`, 'y');
const perLine = (...sources: readonly string[]): ImportGrammar => ({
  forms: sources.map((source) => form(`(?<plain>${source})`)),
  opens: null,
  closes: null,
  binds: null,
  known_by_last_name: false,
});
const byLastName = (source: string): ImportGrammar => ({ ...perLine(source), known_by_last_name: true });

const JS: ImportGrammar = {
  forms: [
    form(
      `(?<head>(?:import|export)\\b(?:[ \\t]+type\\b)?(?:[ \\t]+[\\w$]+[ \\t]*,)?[ \\t]*\\{)(?<names>[^{}'"]*)(?<tail>\\}\\s*from\\s*${JS_MODULE}(?:[ \\t]+(?:with|assert)[ \\t]*\\{[^{}\\n]*\\})?[ \\t]*;?)`,
    ),
    form(
      `(?<head>(?:const|let|var)[ \\t]*\\{)(?<names>[^{}'"]*)(?<tail>\\}[ \\t]*=[ \\t]*require\\(${JS_MODULE}\\)[ \\t]*;?)`,
    ),
    form(
      `(?<plain>(?:import|export)\\b(?:[ \\t]+type\\b)?(?:[ \\t]+[\\w$]+[ \\t]*,?)?[ \\t]*(?:\\*(?:[ \\t]+as[ \\t]+[\\w$]+)?)?[ \\t]*(?:\\bfrom[ \\t]*)?${JS_MODULE}[ \\t]*;?)`,
    ),
    form(
      `(?<plain>(?:const|let|var)[ \\t]+[\\w$]+[ \\t]*=[ \\t]*require\\(${JS_MODULE}\\)(?:\\.[\\w$]+)*[ \\t]*;?)`,
    ),
  ],
  opens: /^[ \t]*(?:(?:import|export)\b[^'"{}()]*|(?:const|let|var)[ \t]*)\{[^{}'"]*$/,
  closes: /\}/,
  binds: (name) => name.replace(/^type[ \t]+/, '').replace(/^.*[ \t]as[ \t]+/, ''),
  known_by_last_name: false,
};

const PYTHON: ImportGrammar = {
  forms: [
    form(`(?<head>from[ \\t]+(?<module>[\\w.]+)[ \\t]+import[ \\t]*\\()(?<names>[^()#]*)(?<tail>\\))`),
    form(`(?<head>from[ \\t]+(?<module>[\\w.]+)[ \\t]+import[ \\t]+)(?<names>[^()#\\n\\\\]+?)(?<tail>)`),
    form(`(?<plain>import[ \\t]+(?<module>[\\w.]+)(?:[ \\t]+as[ \\t]+\\w+)?)`),
  ],
  opens: /^[ \t]*from[ \t]+[\w.]+[ \t]+import[ \t]*\([^()]*$/,
  closes: /\)/,
  binds: (name) => name.replace(/^.*[ \t]as[ \t]+/, ''),
  known_by_last_name: false,
};

const RUST: ImportGrammar = {
  forms: [
    form(
      `(?<head>(?:pub(?:\\([^)\\n]*\\))?[ \\t]+)?use[ \\t]+(?<module>[\\w:]*)\\{)(?<names>[^{}]*)(?<tail>\\}[ \\t]*;)`,
    ),
    form(
      `(?<plain>(?:pub(?:\\([^)\\n]*\\))?[ \\t]+)?(?:use|mod|extern[ \\t]+crate)[ \\t]+(?<module>[\\w:*]+)(?:[ \\t]+as[ \\t]+\\w+)?[ \\t]*;)`,
    ),
  ],
  opens: /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?use[ \t]+[\w:]*\{[^{}]*$/,
  closes: /\}/,
  binds: null,
  known_by_last_name: true,
};

/** Import grammars by language. */
export const IMPORT_GRAMMARS: Partial<Record<Language, ImportGrammar>> = {
  js: JS,
  python: PYTHON,
  rust: RUST,
  go: byLastName('(?:import[ \\t]+)?(?:[\\w.]+[ \\t]+)?"(?<module>[^"\\n]+)"'),
  java: byLastName('import[ \\t]+(?:static[ \\t]+)?(?<module>[\\w.$*]+)(?:[ \\t]+as[ \\t]+\\w+)?[ \\t]*;?'),
  csharp: perLine(
    '(?:global[ \\t]+)?using[ \\t]+(?:static[ \\t]+)?(?:\\w+[ \\t]*=[ \\t]*)?(?<module>[\\w.<>]+)[ \\t]*;',
  ),
  php: byLastName(
    'use[ \\t]+(?:(?:function|const)[ \\t]+)?(?<module>[\\w\\\\]+)(?:[ \\t]+as[ \\t]+\\w+)?[ \\t]*;',
  ),
  c: perLine('#[ \\t]*(?:include|import)[ \\t]*(?<module><[^>\\n]+>|"[^"\\n]+")'),
  ruby: perLine('require(?:_relative)?[ \\t]+[\'"](?<module>[^\'"\\n]+)[\'"]'),
  swift: perLine('(?:@testable[ \\t]+)?import[ \\t]+(?<module>[\\w.]+)'),
  dart: perLine('(?:import|export)[ \\t]+[\'"](?<module>[^\'"\\n]+)[\'"](?:[ \\t]+as[ \\t]+\\w+)?[ \\t]*;'),
  css: perLine(
    '@(?:import|use|forward)[ \\t]+[\'"](?<module>[^\'"\\n]+)[\'"](?:[ \\t]+as[ \\t]+[\\w*-]+)?[ \\t]*;',
  ),
};

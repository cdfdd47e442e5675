import type { CodeFacts } from '../facts.ts';
import { codeTokens, nextToken } from '../tokens.ts';
import { commonjsExports } from './commonjs-exports.ts';
import { exportStatements } from './export-statements.ts';
import { importStatements } from './import-statements.ts';
import { javascriptLexis } from './javascript-lexis.ts';

/** Reads the imports and exports of a file of JavaScript or TypeScript. A component exports itself as its default. */
export function javascriptFacts(path: string, text: string): CodeFacts {
  const is_component = /\.(?:vue|svelte)$/.test(path);
  const tokens = codeTokens(is_component ? scriptsIn(text) : text, javascriptLexis());
  const statements = exportStatements(tokens);
  const common = commonjsExports(tokens);
  return {
    imports: [...importStatements(tokens), ...statements.imports],
    exports: new Set([...statements.exports, ...common.exports, ...(is_component ? ['default'] : [])]),
    passes_on: [...statements.passes_on, ...common.passes_on],
    is_open: statements.is_open || common.is_open,
  };
}

/** Returns what stands in the `script` elements of a component. */
function scriptsIn(text: string): string {
  const scripts: string[] = [];
  for (let at = nextToken(text, '<script', 0); at < text.length; ) {
    const from = nextToken(text, '>', at) + 1;
    const end = nextToken(text, '</script', from);
    scripts.push(text.slice(from, end));
    at = nextToken(text, '<script', end);
  }
  return scripts.join('\n');
}

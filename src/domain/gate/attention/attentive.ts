import { makeAttention, OPENING } from './attention.ts';

/**
 * What any parser looks for: how its lines begin, or what they hold. A new pattern of a parser has to be covered here, which the test of the law
 * sees from what the runners print (`test/fixtures/runners`).
 */
const MATTERS = new RegExp(
  [
    `^(?:${OPENING}|[\\s=#(?-]|[^\\x00-\\x7f]|\\{"(?:num|Time|Action|ImportPath)"?|\\[gw|\\}$|1\\.\\.|\\d+ |\\d[\\d.]*% coverage)`,
    '^(?:total:|failures:|type: |The following filters)',
    '[<>|]|::|:$|%\\]$',
  ].join('|'),
);

/** Returns the parser without lines that say nothing to any of them. */
export function attentive<Parser extends { readonly push: (line: string) => void }>(parser: Parser): Parser {
  const attention = makeAttention();
  return {
    ...parser,
    push: (line) => {
      if (MATTERS.test(line)) attention.heed(line.length, line.includes('<'));
      else if (attention.maySkip(line.length)) return;
      parser.push(line);
    },
  };
}

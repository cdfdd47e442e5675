/** How a line declares a test, in the languages whose runners are known; what is caught is its name. */
const DECLARATIONS: readonly RegExp[] = [
  /^\s*(?:await\s+)?(?:t\.)?(?:it|test|describe|suite|context|specify|Deno\.test)(?:\.\w+)*\s*\(\s*(['"`])(.+?)\1/,
  /^\s*(?:async\s+)?def\s+()(test_?\w*)\s*\(/,
  /^\s*()func\s+(?:\(\w+\s+\*?\w+\)\s+)?((?:Test|Benchmark|Example|Fuzz)\w+)\s*\(/,
  /^\s*(?:public\s+)?(?:void|function|fun)\s+()(test\w+)\s*\(/i,
  /^\s*(?:it|test|describe|context|scenario|specify)\s+(['"])(.+?)\1\s+do\b/,
  /^\s*@test\s+(['"])(.+?)\1/,
  /^\s*test_expect_(?:success|failure)\s+(?:[A-Z_0-9,!]+\s+)?(['"])(.+?)\1/,
  /^\s*TEST(?:_F|_P|_CASE)?\s*\(\s*()([^)]*?)\s*\)/,
];
const LONGEST_LINE = 500;

/** Returns the name of the test that a line declares; null: it declares none. */
export function testName(line: string): string | null {
  if (line.length > LONGEST_LINE) return null;
  for (const declaration of DECLARATIONS) {
    const name = declaration.exec(line)?.[2];
    if (name !== undefined) return name;
  }
  return null;
}

/** Checks whether one name may have become the other: they share half of the words. */
export function isRenamed(name: string, other: string): boolean {
  const [words, others] = [wordsOf(name), wordsOf(other)];
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared * 2 >= Math.max(words.size, others.size);
}

function wordsOf(name: string): ReadonlySet<string> {
  const words = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return new Set(words.match(/[\p{L}\p{N}]+/gu)?.filter((word) => word !== 'test') ?? []);
}

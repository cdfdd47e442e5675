import type { Counts } from './ledger.ts';

/** What a report of jest or vitest in JSON says. */
export interface JsonReport {
  readonly counts: Counts;
  /** Names of the tests that ran. */
  readonly ran: readonly string[];
  /** Names of failing tests, and paths of files that could not be loaded. */
  readonly failing: readonly string[];
}

/** Joins the titles of suites and tests as each runner prints them otherwise. */
const SEPARATORS = { jest: ' › ', vitest: ' > ' } as const;

/**
 * Reads a line as the report of `jest --json` or of vitest's reporter `json`; null when it is none of that runner. Both print it in one
 * line and in one format, but jest alone counts the files that it could not run.
 */
export function readJsonReport(line: string, runner: keyof typeof SEPARATORS): JsonReport | null {
  if (!line.startsWith('{"num')) return null;
  const report = parsed(line);
  if ('numRuntimeErrorTestSuites' in report !== (runner === 'jest')) return null;
  const [passed, failed, pending, todo] = ['Passed', 'Failed', 'Pending', 'Todo'].map((kind) =>
    Number(report[`num${kind}Tests`]),
  );
  if (passed === undefined || !Number.isInteger(passed) || !Number.isInteger(failed)) return null;
  const ran: string[] = [];
  const failing: string[] = [];
  for (const file of listOf(report['testResults'])) {
    const path = String(file['name']);
    const before = failing.length;
    for (const test of listOf(file['assertionResults'])) {
      const { status, title, ancestorTitles } = test;
      if (status !== 'passed' && status !== 'failed') continue;
      const suites = Array.isArray(ancestorTitles) ? ancestorTitles.map(String) : [];
      const name = `${path} > ${[...suites, String(title)].join(SEPARATORS[runner])}`;
      ran.push(name);
      if (status === 'failed') failing.push(name);
    }
    if (file['status'] === 'failed' && failing.length === before) failing.push(path);
  }
  const skipped = (pending || 0) + (todo || 0);
  return { counts: { passed, failed: failed ?? 0, skipped }, ran, failing };
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(Object) : [];
}

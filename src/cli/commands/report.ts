import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { nearest } from '../../domain/shared/nearest.ts';
import { safeJson, sanitize, sanitizeLine } from '../../domain/shared/text.ts';
import type { Files } from '../../ports/world.ts';
import { REPORT_FILES } from '../../reports/reports.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { type SessionContext, someSession } from '../repository/session-context.ts';

/** Shows texts that only the repository has: what was written of it says more than what its state alone does. */
const WITH_TEXTS = 'CONFLICT_RESOLUTION_NEEDED.md';

/** The report to read first, in order of preference. */
const PREFERRED = [WITH_TEXTS, 'INTEGRATION_REPORT.md', 'INTEGRATION_PLAN.md'] as const;

/**
 * `intorch report [NAME]`: prints a report of the session as it stands now, by default that of the open decision. `--list` prints the paths
 * of those that are written (at stops, questions and the end), `--json` what they say as data.
 */
export async function reportCommand(
  context: SessionContext,
  { words, flags }: Invocation,
  io: Io,
): Promise<number> {
  const { id } = await someSession(context, flags);
  if (flagOn(flags, 'json')) return reportAsJson(context, id, io);
  const written = await writtenReports(context.files(id));
  if (flagOn(flags, 'list')) {
    for (const name of written.keys()) io.out(`${context.files(id).absolute(`reports/${name}`)}\n`);
    if (written.size === 0) io.err(`${id} has no reports yet\n`);
    return 0;
  }
  const { found } = await context.stored.show(id);
  const reports = found === null ? written : newest(await found.state.reports(), written);
  const names = [...reports.keys()];
  const asked = words[0];
  const name = asked === undefined ? PREFERRED.find((one) => reports.has(one)) : meantReport(asked, names);
  const text = name === undefined ? undefined : reports.get(name);
  if (text === undefined) throw noReport(asked, names);
  io.out(sanitize(text));
  return 0;
}

async function reportAsJson(context: SessionContext, id: SessionId, io: Io): Promise<number> {
  const { found } = await context.stored.show(id);
  if (found === null)
    throw new IntorchError('CHECKPOINT_UNUSABLE', `${id} cannot be read`, {
      remedy: 'See why: intorch status',
    });
  io.out(`${safeJson(await found.state.report())}\n`);
  return 0;
}

function newest(
  made: ReadonlyMap<string, string>,
  written: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const text = made.has(WITH_TEXTS) ? written.get(WITH_TEXTS) : undefined;
  return text === undefined ? made : new Map([...made, [WITH_TEXTS, text]]);
}

/** Reads the reports that exist, with their texts. */
async function writtenReports(files: Files): Promise<ReadonlyMap<string, string>> {
  const read = await Promise.all(
    REPORT_FILES.map(async (name) => [name, await files.read(`reports/${name}`)] as const),
  );
  return new Map(read.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const])));
}

/** `plan` and `integration-plan` both mean INTEGRATION_PLAN.md. */
function meantReport(asked: string, names: readonly string[]): string | undefined {
  const word = asked.toUpperCase().replaceAll('-', '_').replace(/\.MD$/, '');
  const exact = names.find((name) => name === `${word}.md`);
  const containing = names.filter((name) => name.includes(word));
  return exact ?? (containing.length === 1 ? containing[0] : (nearest(word, names) ?? undefined));
}

function noReport(asked: string | undefined, names: readonly string[]): IntorchError {
  const message =
    asked === undefined ? 'This session has no reports yet' : `There is no report ${sanitizeLine(asked)}`;
  return new IntorchError('WRONG_USE', message, {
    remedy:
      names.length === 0
        ? 'Reports are written once the plan is made: intorch tui or intorch run'
        : `There are: ${names.join(', ')}`,
  });
}

import { isCode, readLanguageOf, unreadBecause } from '../../domain/code/languages.ts';
import { isDocumentation } from '../../domain/code/notes.ts';
import type { CodeSurvey } from '../../domain/code/survey.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import type { ChangedPath } from '../../ports/git.ts';
import type { EnginePorts } from './ports.ts';
import { openChange } from './survey/code-change.ts';
import { findBrokenExports } from './survey/find-broken-exports.ts';
import { findCycles } from './survey/find-cycles.ts';
import { findNote } from './survey/find-note.ts';

/** Finds what a commit or tree changes against the target that gates may not see. It reads files, and runs nothing of them. */
export async function surveyCode(ports: EnginePorts, from: Sha, to: Sha): Promise<CodeSurvey> {
  const changed = await ports.history.changedPaths(from, to);
  const paths = changed.map(({ path }) => path);
  const code = paths.filter(isCode);
  const because = unreadBecause(code);
  const { gone, ...imports } =
    because === null ? await surveyImports(ports, from, to, changed) : unread(because);
  return {
    ...imports,
    migration_note: await findNote(ports, from, to, changed, gone),
    documentation: { changed: paths.filter(isDocumentation).sort(), code_changed: code.length },
  };
}

type ImportSurvey = Pick<CodeSurvey, 'cycles' | 'broken_exports'> & { readonly gone: readonly string[] };

async function surveyImports(
  ports: EnginePorts,
  from: Sha,
  to: Sha,
  changed: readonly ChangedPath[],
): Promise<ImportSurvey> {
  const paths = changed.map(({ path }) => path).filter((path) => readLanguageOf(path) !== null);
  const nothing = { known: true, value: [] } as const;
  if (paths.length === 0) return { cycles: nothing, broken_exports: nothing, gone: [] };
  const change = await openChange(ports, from, to, changed);
  const { broken, gone } = await findBrokenExports(ports, change, to, paths);
  return { cycles: await findCycles(change, paths), broken_exports: broken, gone };
}

function unread(because: string): ImportSurvey {
  return { cycles: { known: false, because }, broken_exports: { known: false, because }, gone: [] };
}

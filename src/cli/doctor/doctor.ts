/** This folder: checks of machine, repository and configuration. */
import type { Settings } from '../../domain/config/settings.ts';
import { confinementWords } from '../../domain/gate/confinement.ts';
import type { PlanFinding } from '../../domain/integration/plan-facts/plan-finding.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import { shellWord } from '../../domain/shared/shell-word.ts';
import { counted, safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { LockOwner } from '../../ports/lock.ts';
import type { MachineFacts } from '../../ports/machine.ts';
import type { SessionRecord } from '../../ports/stores.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import type { ChosenSettings } from '../repository/chosen-settings.ts';
import { NO_SESSION } from '../session/hold-lock.ts';
import { type Check, fail, ok, warn } from './check.ts';
import { machineChecks } from './machine-checks.ts';
import { repositoryChecks } from './repository-checks.ts';
import { type TerminalFacts, terminalCheck } from './terminal-checks.ts';
import { upstreamChecks } from './upstream-checks.ts';

/** What `doctor` examines. Each question may fail by itself; without a repository, `doctor` skips the repository's. */
export interface DoctorContext {
  readonly machine: () => Promise<MachineFacts>;
  readonly terminal: TerminalFacts;
  /** The settings a run would use, and where they come from: `intorch.yaml`, or `proposed`. */
  readonly config: () => Promise<Pick<ChosenSettings, 'settings' | 'from' | 'notes'>>;
  /** The branch that a run would land on. Rejects with TARGET_MISSING where there is none. */
  readonly target: () => Promise<string>;
  readonly lockOwner: () => Promise<LockOwner | null>;
  /** Whether the engine that holds the lock answers; null when no engine holds it. */
  readonly engineAnswers: () => Promise<boolean | null>;
  readonly sessions: () => Promise<readonly SessionRecord[]>;
  /** Branches that are behind what was fetched for them. */
  readonly behind: () => Promise<readonly PlanFinding[]>;
  /** Branches and refs of ours that point at what is not there. */
  readonly brokenRefs: () => Promise<readonly string[]>;
  /** The settings as a session can have them here. Rejects with SANDBOX_MISSING where gates are to be shut in and cannot be. */
  readonly confinable: () => Promise<Pick<Settings, 'sandbox' | 'gates'>>;
  /** Folders of recorded workspaces that no longer exist. */
  readonly missingWorkspaces: () => Promise<readonly string[]>;
}

/** `intorch doctor`: reports what is in order and what is not, each with a remedy. Exits with 1 when something stops intorch. */
export async function doctor(context: DoctorContext, { flags }: Invocation, io: Io): Promise<number> {
  const facts = await context.machine();
  const inside = facts.repository === null ? [] : INSIDE;
  const more = await Promise.all(inside.map(([name, look]) => attempt(name, look, context)));
  // Another check says why a target or a configuration cannot be used.
  const behind = facts.repository === null ? [] : await context.behind().catch(() => []);
  const elsewhere = facts.repository === null ? [] : await inCheckout(context).catch(() => []);
  const checks = [
    ...machineChecks(facts),
    ...repositoryChecks(facts.repository),
    ...more,
    ...elsewhere,
    ...upstreamChecks(behind),
    terminalCheck(context.terminal),
  ];
  io.out(flagOn(flags, 'json') ? `${safeJson({ type: 'doctor', checks })}\n` : report(checks));
  return checks.some((check) => check.verdict === 'fail') ? 1 : 0;
}

type Look = (context: DoctorContext) => Promise<Check>;

/** Runs a check; its name is given, because functions of the bundled program have other names. */
async function attempt(name: string, look: Look, context: DoctorContext): Promise<Check> {
  try {
    return await look(context);
  } catch (thrown) {
    const error = asIntorchError(thrown);
    return fail(name, error.message, error.remedy);
  }
}

const config: Look = async (context) => {
  const { settings, from } = await context.config();
  const says = `${from}: ${counted(settings.gates.length, 'gate')}, target ${settings.target ?? 'not set'}`;
  const required = settings.gates.some((gate) => gate.required);
  return required
    ? ok('config', says)
    : warn(
        'config',
        `${says}; nothing lands without a required gate`,
        'Add a gate to the list "gates" in intorch.yaml',
      );
};

/** Warns of a file in the checkout that is not on the target. */
async function inCheckout(context: DoctorContext): Promise<readonly Check[]> {
  const { notes } = await context.config();
  return notes.map(({ subject, checkpoint_says, git_says }) =>
    warn('config', `${subject}: ${checkpoint_says}`, git_says),
  );
}

const lock: Look = async (context) => {
  const owner = await context.lockOwner();
  if (owner === null) return ok('lock', 'free');
  const since = `${owner.started_at.slice(0, 16).replace('T', ' ')} UTC`;
  const driven = owner.session_id === NO_SESSION ? await unfinishedIn(context) : owner.session_id;
  const who = `held by ${owner.role} ${owner.pid} on ${owner.host} since ${since}, session ${driven ?? 'not known yet'}`;
  if (owner.role === 'engine' && (await context.engineAnswers()) === false) {
    return warn('lock', `${who}, and does not answer`, `If it hangs: kill ${owner.pid}, then intorch resume`);
  }
  return ok('lock', who);
};

/** An owner takes the lock before it knows which session it will drive: then it is the unfinished one. */
async function unfinishedIn({ sessions }: DoctorContext): Promise<string | null> {
  return (await sessions()).find(({ finished }) => !finished)?.id ?? null;
}

/** A configuration that cannot be used is named by its own check. */
const sandbox: Look = async (context) => {
  const known = await context.config().then(
    () => true,
    () => false,
  );
  return known
    ? ok('sandbox', `gates are ${confinementWords(await context.confinable())}`)
    : warn('sandbox', 'not known without a configuration', 'Mend the configuration first');
};

/** Without a commit to start from, there is nothing to plan. */
const target: Look = async (context) => ok('target', await context.target());

const session: Look = async (context) => {
  const open = (await context.sessions()).find((record) => !record.finished);
  if (open === undefined) return ok('session', 'none unfinished');
  return ok(
    'session',
    `${open.id} is unfinished (${open.summary}); go on with intorch tui or intorch resume`,
  );
};

const refs: Look = async (context) => {
  const broken = await context.brokenRefs();
  const [first] = broken;
  if (first === undefined) return ok('refs', 'what they point at is there');
  const branch = broken.find((ref) => !ref.startsWith('refs/intorch/'));
  return warn(
    'refs',
    `what ${broken.join(', ')} ${broken.length === 1 ? 'points' : 'point'} at is gone, so git gc fails`,
    branch === undefined
      ? 'The next intorch run or intorch resume mends it'
      : `Without the branch: git update-ref -d ${shellWord(branch)}`,
  );
};

const workspaces: Look = async (context) => {
  const missing = await context.missingWorkspaces();
  if (missing.length === 0) return ok('workspaces', 'all recorded workspaces exist');
  return warn(
    'workspaces',
    `gone: ${missing.join(', ')}`,
    'Nothing to do: they are made again when a gate needs one',
  );
};

const INSIDE: readonly (readonly [name: string, look: Look])[] = [
  ['config', config],
  ['sandbox', sandbox],
  ['target', target],
  ['lock', lock],
  ['session', session],
  ['refs', refs],
  ['workspaces', workspaces],
];

const GLYPHS = { ok: '✔', warn: '!', fail: '✖' } as const;

function report(checks: readonly Check[]): string {
  const width = Math.max(...checks.map((check) => check.name.length));
  const lines = checks.flatMap(({ name, verdict, says, remedy }) => [
    ...says
      .split('\n')
      .map((line, index) =>
        index === 0 ? `${GLYPHS[verdict]} ${verdict.padEnd(4)}  ${name.padEnd(width)}  ${line}` : `  ${line}`,
      ),
    ...(remedy === null ? [] : [`${' '.repeat(width + 10)}${remedy}`]),
  ]);
  const bad = checks.filter((check) => check.verdict === 'fail').length;
  return `${[...lines.map(sanitizeLine), '', bad === 0 ? 'intorch can work here' : `${counted(bad, 'problem')} to solve first`].join('\n')}\n`;
}

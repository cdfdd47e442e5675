/** Runs one integration with the program's own code, in this process and without gates: plan, branch, merge after merge. */
import { subscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { openRepository, type Repository, sessionPorts } from '../src/cli/repository/compose.ts';
import type { Event } from '../src/domain/integration/event.ts';
import { newSession, sessionIdAt } from '../src/domain/integration/new-session.ts';
import type { IntegrationState } from '../src/domain/integration/state.ts';
import { planOf } from '../src/engine/integration/planning/perform-plan.ts';
import type { EnginePorts } from '../src/engine/integration/ports.ts';
import { openIntegration } from '../src/engine/integration/session.ts';
import type { Checkpoints, Journal } from '../src/ports/stores.ts';
import { HERMETIC } from './synthetic.ts';

/** What is timed apart from the whole. */
export interface Spent {
  /** Until the plan was ready. */
  plan_ms: number;
  /** From the plan to the end. */
  merging_ms: number;
  /** In journal appends, which the integration waits for. */
  journal_ms: number;
  /** In checkpoints, which are written in parallel. */
  checkpoint_ms: number;
  checkpoints: number;
  /** Programs started, mostly git. */
  processes: number;
}

export interface Integrated {
  readonly state: IntegrationState;
  readonly spent: Spent;
}

let started_processes = 0;
subscribe('child_process', () => {
  started_processes += 1;
});
const processes = () => started_processes;

const FLAGS = new Map([
  ['efforts', ['effort/*']],
  ['onto', ['main']],
] as const);
const SETTINGS = {
  INTORCH_BASELINE: 'false',
  INTORCH_LANDING__MODE: 'none',
  INTORCH_LIMITS__EFFORT_LINES: '1000000',
};

/** Integrates every effort. `stores` selects the real journal and checkpoints, or none. */
export async function integrate(git_dir: string, stores: 'kept' | 'none'): Promise<Integrated> {
  const spent: Spent = {
    plan_ms: 0,
    merging_ms: 0,
    journal_ms: 0,
    checkpoint_ms: 0,
    checkpoints: 0,
    processes: 0,
  };
  const { repository, initial } = await begin(git_dir);
  const ports = await sessionPorts(
    repository,
    initial.session_id,
    initial.settings,
    initial.created_at,
    fail,
  );
  const used: EnginePorts = {
    ...ports,
    journal:
      stores === 'kept' ? timedJournal(ports.journal, spent) : { ...ports.journal, append: async () => {} },
    checkpoints:
      stores === 'kept'
        ? timedCheckpoints(ports.checkpoints, spent)
        : { ...ports.checkpoints, save: async () => {} },
  };
  const session = openIntegration({ ports: used, initial, sequence: 0, host: 'bench', onTrouble: fail });
  const processes_before = processes();
  const started = performance.now();
  session.store.subscribe((_before, _after, event) => {
    if (event.type === 'plan_made') spent.plan_ms = performance.now() - started;
  });
  const never = new AbortController().signal;
  await session.run({ answers: 'recommended', stop: never, finish: never });
  spent.merging_ms = performance.now() - started - spent.plan_ms;
  spent.processes = processes() - processes_before;
  await ports.journal.close();
  const state = session.store.state();
  const merged = state.efforts_included.filter(({ status }) => status === 'MERGED').length;
  if (merged !== state.efforts_included.length)
    throw new Error(`only ${merged} efforts were merged: ${state.end?.because}`);
  return { state, spent };
}

/** Measures planning alone: histories, sizes, dependencies, forecast of every pair, order. */
export async function plan(git_dir: string): Promise<number> {
  const { repository, initial } = await begin(git_dir);
  const ports = await sessionPorts(
    repository,
    initial.session_id,
    initial.settings,
    initial.created_at,
    fail,
  );
  const started = performance.now();
  await planOf(ports, initial);
  const ms = performance.now() - started;
  await ports.journal.close();
  return ms;
}

async function begin(git_dir: string): Promise<{ repository: Repository; initial: IntegrationState }> {
  const env = { ...HERMETIC, ...SETTINGS, XDG_CACHE_HOME: join(git_dir, 'cache') };
  const repository = await openRepository({ directory: git_dir, env }, FLAGS);
  const settings = await repository.settings();
  const at = new Date().toISOString() as IntegrationState['created_at'];
  const initial = newSession({
    settings,
    target: await repository.targetOf(settings),
    identity: { name: 'Ada Author', email: 'ada@example.org' },
    at,
    session_id: sessionIdAt(settings, at),
  });
  return { repository, initial };
}

function timedJournal(journal: Journal<Event>, spent: Spent): Journal<Event> {
  return {
    ...journal,
    append: async (sequence, event) => {
      const started = performance.now();
      await journal.append(sequence, event);
      spent.journal_ms += performance.now() - started;
    },
  };
}

function timedCheckpoints(
  checkpoints: Checkpoints<IntegrationState>,
  spent: Spent,
): Checkpoints<IntegrationState> {
  return {
    ...checkpoints,
    save: async (envelope) => {
      const started = performance.now();
      await checkpoints.save(envelope);
      spent.checkpoint_ms += performance.now() - started;
      spent.checkpoints += 1;
    },
  };
}

function fail(thrown: unknown): void {
  throw thrown;
}

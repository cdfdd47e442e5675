import { tmpdir } from 'node:os';
import { gitHistory } from '../../adapters/git/history.ts';
import { brokenRefs } from '../../adapters/git/objects/presence.ts';
import { gitRunner } from '../../adapters/git/process/run.ts';
import { isThere, recordedSlots } from '../../adapters/slots/slot-folder.ts';
import { surveyMachine } from '../../adapters/survey/machine-survey.ts';
import { connect } from '../../wire/client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import type { Io } from '../arguments/io.ts';
import type { Invocation } from '../arguments/parse-args.ts';
import { type Looking, readRepository } from '../repository/read-repository.ts';
import { confinableSettings } from '../repository/sandbox-for.ts';
import { slotsFolder } from '../repository/slots-folder.ts';
import { targetOf } from '../repository/target-of.ts';
import { doctor } from './doctor.ts';
import { behindUpstream } from './upstream-checks.ts';

const PATIENCE_MS = 2_000;

/** Runs `intorch doctor` on this machine, this terminal and the repository of the current folder. */
export async function doctorHere(invocation: Invocation, io: Io): Promise<number> {
  // Each question opens the repository by itself, so that `doctor` checks the machine even where there is no repository.
  const opened = () => readRepository(io, invocation.flags);
  return doctor(
    {
      machine: async () => surveyMachine(io.directory, await copiesFolder(opened, io)),
      terminal: {
        interactive: io.interactive,
        columns: process.stdout.columns ?? null,
        rows: process.stdout.rows ?? null,
        env: io.env,
      },
      config: async () => (await opened()).config(),
      target: async () => {
        const { config } = await opened();
        const settings = await config().then(
          (found) => found.settings,
          () => ({ target: null }),
        );
        return targetOf(
          gitHistory({ directory: io.directory, env: io.env, scratch_dir: tmpdir() }),
          settings,
        );
      },
      confinable: async () => {
        const place = await opened();
        return confinableSettings(place, (await place.config()).settings, io.env);
      },
      lockOwner: async () => (await opened()).lock.owner(),
      engineAnswers: async () => {
        const { directory, lock } = await opened();
        if ((await lock.owner())?.role !== 'engine') return null;
        return connect({
          program: 'doctor',
          socket_path: socketPathFor(directory),
          patience_ms: PATIENCE_MS,
        }).then(
          (client) => {
            client.close();
            return true;
          },
          () => false,
        );
      },
      sessions: async () => (await opened()).sessions.list(),
      behind: async () => behindUpstream(io, (await (await opened()).config()).settings),
      brokenRefs: async () => {
        const { common_dir } = await opened();
        const broken = await brokenRefs(gitRunner({ git_dir: common_dir, env: io.env }), [
          'refs/heads/',
          'refs/intorch/',
        ]);
        return broken.map(({ ref }) => ref);
      },
      missingWorkspaces: async () => {
        const recorded = await recordedSlots(await copiesFolder(opened, io));
        const there = await Promise.all(recorded.map((slot) => isThere(slot.directory)));
        return recorded.filter((_, index) => !there[index]).map((slot) => slot.directory);
      },
    },
    invocation,
    io,
  );
}

/** Returns the workspaces' folder. Another check reports a configuration that cannot be read. */
async function copiesFolder(opened: () => Promise<Looking>, { directory, env }: Io): Promise<string> {
  const place = await opened().catch(() => null);
  if (place === null) return directory;
  const none = { worktree: { directory: null } };
  const settings = await place
    .config()
    .then((config) => config.settings)
    .catch(() => none);
  return slotsFolder(place.common_dir, settings, env);
}

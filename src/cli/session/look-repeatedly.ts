/** Looks at a repository for `intorch watch`: each look is a plan, made only where something moved. All that is written is in a scratch folder. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gitHistory } from '../../adapters/git/history.ts';
import { worktreeSnapshots } from '../../adapters/git/snapshots/worktree-snapshots.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { newSession, sessionIdAt } from '../../domain/integration/new-session.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { transition } from '../../domain/integration/transition.ts';
import { type WatchView, watchView } from '../../domain/integration/watch/watch-view.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import { elapsedMs } from '../../domain/shared/time.ts';
import { lookingAround } from '../../engine/integration/watching/look-around.ts';
import {
  findPlaces,
  planAround,
  rememberingForecasts,
} from '../../engine/integration/watching/plan-around.ts';
import { objectsOf, type Repository } from '../repository/compose.ts';

/** So many plans later the scratch folder is emptied, and what was remembered is read again. */
const MOST_PLANS = 500;
/** How long settings hold where nothing moves, in milliseconds. */
const SETTINGS_HOLD_MS = 60_000;

export interface Looks {
  /** Returns what there is; null: nothing moved since the last look. @throws IntorchError as a plan does */
  readonly look: () => Promise<WatchView | null>;
  readonly close: () => Promise<void>;
}

/** Opens what looks at a repository. */
export function lookRepeatedly(repository: Repository, scratch: string): Looks {
  let plans = 0;
  let key: string | null = null;
  let begun: IntegrationState | null = null;
  let opened: Awaited<ReturnType<typeof open>> | null = null;

  const open = async (settings: Settings) => {
    const own_objects = join(scratch, 'objects');
    await mkdir(own_objects, { recursive: true });
    const { info, env, history, commands } = repository;
    const writing = objectsOf({ ...repository, directory: scratch }, settings, {
      own: { folder: own_objects, log: null },
    });
    const snapshots = worktreeSnapshots({
      git_dir: info.common_dir,
      own_objects,
      scratch_dir: join(scratch, 'snapshots'),
      env,
      onCommand: commands.add,
    });
    return {
      own_objects,
      objects: rememberingForecasts(writing),
      around: lookingAround({ history, objects: writing, snapshots }),
      close: async () => {
        await Promise.all([writing.close(), snapshots.close()]);
      },
    };
  };
  const close = async () => {
    await opened?.close();
    opened = null;
  };

  /** Reads the settings again after everything that moved: it may have been these. */
  const session = async (at: Instant): Promise<IntegrationState> => {
    if (begun !== null && elapsedMs(begun.created_at, at) < SETTINGS_HOLD_MS) return begun;
    const settings = await repository.settings();
    const target = await repository.targetOf(settings);
    const identity = await repository.history.identity();
    const session_id = sessionIdAt(settings, at);
    begun = newSession({ settings, target, identity, at, session_id, gate_durations_ms: {} });
    return begun;
  };

  const look = async (): Promise<WatchView | null> => {
    const at = systemClock.now();
    const fresh = await session(at);
    if (plans >= MOST_PLANS) {
      await close();
      await rm(scratch, { recursive: true, force: true });
      plans = 0;
    }
    opened ??= await open(fresh.settings);
    const around = await opened.around(fresh, at);
    if (around.key === key) return null;
    begun = null;
    const { own_objects, objects } = opened;
    const { info, env } = repository;
    const place = { directory: info.top_level ?? info.common_dir, scratch_dir: join(scratch, 'scratch') };
    const history = gitHistory({ ...place, own_objects, env });
    try {
      const made = await planAround({ history, objects }, around, fresh);
      const state = transition(fresh, { ...made, at });
      const places = await findPlaces(history, state.efforts_included, state.forecast?.pairs ?? []);
      plans += 1;
      key = around.key;
      const { target_base, uncommitted, tips, looked_into } = around;
      return watchView(state, { target_base, uncommitted, tips, worktrees: looked_into, places });
    } finally {
      await history.close();
    }
  };

  return {
    look,
    close: async () => {
      await Promise.all([close(), repository.history.close()]);
    },
  };
}

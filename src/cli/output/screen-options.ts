import type { Elsewhere } from '../../tui/screen-input.ts';
import type { TuiOptions } from '../../tui/start-tui.ts';
import type { Io } from '../arguments/io.ts';
import { isLinear } from '../arguments/linear.ts';
import { type FlagValues, flagOn } from '../arguments/parse-args.ts';
import { readRepository } from '../repository/read-repository.ts';
import { pastSessions } from '../session/past-sessions.ts';
import { openInEditor, openInPager, openShell, showDifference } from './editor.ts';
import { isUtf8 } from './locale.ts';
import { programCall } from './program-call.ts';

/** Collects what flags and environment say about the screen, and the programs that the screen lends the terminal to. */
export function screenOptions(
  flags: FlagValues,
  io: Io,
  elsewhere: Elsewhere | null,
  notice: string | null,
): TuiOptions {
  const { env, directory } = io;
  return {
    ascii: flagOn(flags, 'ascii') || !isUtf8(env),
    no_color: flagOn(flags, 'no-color') || Boolean(env['NO_COLOR']),
    screen_reader: isLinear(flags, io),
    motion: env['INTORCH_MOTION'] !== '0',
    editor: (file) => openInEditor(file, env),
    read: (what) =>
      what.kind === 'file' ? openInPager(what.file, env) : showDifference(directory, what.from, what.to),
    shell: (folder) => openShell(folder, env),
    history: async () => pastSessions(await readRepository(io, flags)),
    elsewhere,
    notice,
    call: programCall(io),
  };
}

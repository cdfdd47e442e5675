/**
 * This folder: bytes to keys, the modes of a terminal, and what is left on it.
 *
 * The modes of the real terminal, and the few things that are written to it without Ink.
 */
import type { RealStdin } from './stdin-keys.ts';

/** The real standard output. */
export type RealStdout = NodeJS.WriteStream;

/** Normal buffer, visible cursor, the wheel mode restored, paste and mouse modes off, synchronized output off, plain text. */
const NORMAL = '\x1b[?2026l\x1b[?1049l\x1b[?25h\x1b[?1007r\x1b[?2004l\x1b[?1000l\x1b[?1006l\x1b[0m';
/** Ink does not move the cursor home when it enters the alternate screen; a cursor in mid-line would shift its first row. */
const HOME = '\r';

/** Returns why no screen can be drawn here; null when one can. */
export function terminalRefusal(
  stdin: RealStdin,
  stdout: RealStdout,
  term: string | undefined,
): string | null {
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return 'Standard input is not a terminal';
  if (!stdout.isTTY) return 'Standard output is not a terminal';
  return term === 'dumb' ? 'TERM is dumb: this terminal cannot place text' : null;
}

/** Moves the cursor to the beginning of the row, so that a frame starts where Ink expects it to. */
export function goHome(stdout: RealStdout): void {
  stdout.write(HOME);
}

/**
 * Makes the mouse wheel send arrow keys on the alternate screen, until the modes are restored. Capturing the mouse itself would take away
 * the terminal's own selection, which people copy with. @see XTerm Control Sequences, alternateScroll (1007), XTSAVE, XTRESTORE
 */
export function wheelMoves(stdout: RealStdout): void {
  stdout.write('\x1b[?1007s\x1b[?1007h');
}

/** Clears the screen and moves the cursor to its first cell. */
export function clearScreen(stdout: RealStdout): void {
  stdout.write('\x1b[2J\x1b[H');
}

/** Restores the terminal's normal modes, even while the process dies: writes to a terminal are synchronous. */
export function restoreTerminal(stdin: RealStdin, stdout: RealStdout): void {
  try {
    stdin.setRawMode?.(false);
  } catch {
    // The terminal is gone, and its modes with it.
  }
  try {
    stdout.write(NORMAL);
  } catch {
    // The same.
  }
}

/** Keeps the process alive while another program has the terminal. */
export async function whileLent(use: () => Promise<void>, stdout: RealStdout): Promise<void> {
  const alive = setInterval(() => {}, 60_000);
  try {
    await use();
  } finally {
    clearInterval(alive);
    goHome(stdout);
  }
}

/** Copies text through the terminal itself, which works over ssh, too. */
export function copyToClipboard(stdout: RealStdout, text: string): void {
  stdout.write(`\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`);
}

/** Sets the terminal's title. */
export function setTitle(stdout: RealStdout, title: string): void {
  stdout.write(`\x1b]0;${title}\x07`);
}

/** Rings the bell once. */
export function ringBell(stdout: RealStdout): void {
  stdout.write('\x07');
}

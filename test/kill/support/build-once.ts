import { shareBuild } from '../../support/built-program.ts';

/** Builds the program once for all files of the suite. */
export async function setup(): Promise<() => void> {
  return shareBuild();
}

import { WITHHOLDS } from '../../../adapters/execa/gate-environment.ts';
import type { Io } from '../../arguments/io.ts';
import { engineEnvironment } from './engine-environment.ts';

/**
 * Starts a program that will run gates again with the environment of an engine, before it does anything. What a gate reads of it
 * (`/proc/<pid>/environ`) is what it was started with, whatever it forgets later. Does nothing where a process cannot replace itself.
 */
export function shedTokens({ env, startAgain }: Io): void {
  if (env[WITHHOLDS] === undefined) startAgain?.(engineEnvironment(env));
}

import { integrationKind } from './integration-kind.ts';
import type { ProcessKind } from './process-kind.ts';

/** Every kind of process that this program runs. */
export const PROCESS_KINDS: readonly ProcessKind[] = [integrationKind];

import { type BranchName, parseBranchName, type SessionId } from '../shared/ids.ts';
import type { Settings } from './settings.ts';

/** Placeholders that the template naming.integration_branch may contain. */
export const PLACEHOLDERS = ['<P>', '<W>', '<session>'] as const;

/** What the naming is unless somebody says otherwise. */
export const USUAL_NAMING = {
  phase: 1,
  wave: 1,
  integration_branch: 'phase<P>/wave<W>-integration',
} as const;

/** Fills phase, wave and session into the template. */
export function fillTemplate(template: string, phase: number, wave: number, session: string): string {
  return template
    .replaceAll('<P>', String(phase))
    .replaceAll('<W>', String(wave))
    .replaceAll('<session>', session);
}

/** Returns the branch that a session integrates on. The settings' schema rejects templates that do not make a branch name. */
export function integrationBranchName(settings: Settings, session: SessionId): BranchName {
  const { phase, wave, integration_branch } = settings.naming;
  const branch = parseBranchName(fillTemplate(integration_branch, phase, wave, session));
  if (branch === null)
    throw new Error(`naming.integration_branch gives no branch name: ${integration_branch}`);
  return branch;
}

/** Matches the usual names of integration branches, which are never proposed as efforts. */
export const integrationPattern = /^(?:phase\d+\/wave\d+-integration|integration\/.+|.+-integration)$/;

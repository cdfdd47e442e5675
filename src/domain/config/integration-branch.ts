import { type BranchName, parseBranchName, type SessionId } from '../shared/ids.ts';
import type { Settings } from './settings.ts';

/** What a template of naming.integration_branch may hold. */
export const PLACEHOLDERS = ['<P>', '<W>', '<session>'] as const;

/** Gives the template with phase, wave and session filled in. */
export function fillTemplate(template: string, phase: number, wave: number, session: string): string {
  return template
    .replaceAll('<P>', String(phase))
    .replaceAll('<W>', String(wave))
    .replaceAll('<session>', session);
}

/** Gives the branch that a session integrates on. Settings whose template gives no branch name do not pass their schema. */
export function integrationBranchName(settings: Settings, session: SessionId): BranchName {
  const { phase, wave, integration_branch } = settings.naming;
  const branch = parseBranchName(fillTemplate(integration_branch, phase, wave, session));
  if (branch === null)
    throw new Error(`naming.integration_branch gives no branch name: ${integration_branch}`);
  return branch;
}

/** What integration branches are usually called; they are never proposed as efforts. */
export const integrationPattern = /^(?:phase\d+\/wave\d+-integration|integration\/.+|.+-integration)$/;

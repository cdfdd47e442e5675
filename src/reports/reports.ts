/** This folder: state to Markdown and JSON. */
import type { IntegrationState } from '../domain/integration/state.ts';
import { conflictAnalysis } from './conflict-analysis.ts';
import { conflictResolutionNeeded } from './conflict-resolution-needed.ts';
import { integrationIncident } from './incident.ts';
import { integrationPlan } from './integration-plan.ts';
import { integrationReport } from './integration-report.ts';
import { regressionAnalysis } from './regression-analysis.ts';
import { validationReport } from './validation-report.ts';

/** Every report there can be; one that a state does not call for is to be removed where it is left over. */
export const REPORT_FILES = [
  'INTEGRATION_PLAN.md',
  'CONFLICT_ANALYSIS.md',
  'CONFLICT_RESOLUTION_NEEDED.md',
  'INTEGRATION_VALIDATION_REPORT.md',
  'REGRESSION_ANALYSIS.md',
  'INTEGRATION_REPORT.md',
  'INTEGRATION_INCIDENT.md',
] as const;
export type ReportFile = (typeof REPORT_FILES)[number];

export interface ReportInput {
  readonly state: IntegrationState;
  /** Texts of blobs by object name, of those that open conflicts show; missing ones are named with the command that prints them. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Gives the reports that a state calls for, by file name, as Markdown. */
export function reportsFor({ state, texts }: ReportInput): ReadonlyMap<ReportFile, string> {
  if (state.forecast === null) return new Map();
  const reports: Readonly<Record<ReportFile, string | null>> = {
    'INTEGRATION_PLAN.md': integrationPlan(state),
    'CONFLICT_ANALYSIS.md': conflictAnalysis(state),
    'CONFLICT_RESOLUTION_NEEDED.md': conflictResolutionNeeded(state, texts),
    'INTEGRATION_VALIDATION_REPORT.md': validationReport(state),
    'REGRESSION_ANALYSIS.md': regressionAnalysis(state),
    'INTEGRATION_REPORT.md': integrationReport(state),
    'INTEGRATION_INCIDENT.md': integrationIncident(state),
  };
  const found = new Map<ReportFile, string>();
  for (const name of REPORT_FILES) {
    const text = reports[name];
    if (text !== null) found.set(name, text);
  }
  return found;
}

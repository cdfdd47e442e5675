/** This folder: state to Markdown and JSON. */
import type { IntegrationState } from '../domain/integration/state.ts';
import { conflictAnalysis } from './conflict-analysis.ts';
import { conflictResolutionNeeded } from './conflict-resolution-needed.ts';
import { integrationIncident } from './incident.ts';
import { integrationPlan } from './integration-plan.ts';
import { integrationReport } from './integration-report.ts';
import { regressionAnalysis } from './regression-analysis.ts';
import { statusReport } from './status-report.ts';
import { validationReport } from './validation-report.ts';

/** All possible reports. One that the state does not call for is removed when an earlier one is left over. */
export const REPORT_FILES = [
  'INTEGRATION_PLAN.md',
  'CONFLICT_ANALYSIS.md',
  'CONFLICT_RESOLUTION_NEEDED.md',
  'INTEGRATION_VALIDATION_REPORT.md',
  'REGRESSION_ANALYSIS.md',
  'INTEGRATION_REPORT.md',
  'INTEGRATION_INCIDENT.md',
  'INTEGRATION_STATUS_REPORT.md',
] as const;
export type ReportFile = (typeof REPORT_FILES)[number];

export interface ReportInput {
  readonly state: IntegrationState;
  /** Texts of the blobs that open conflicts show, by object name. Where one is missing, the report names the command that prints it. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Writes the reports that a state calls for, as Markdown by file name. */
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
    'INTEGRATION_STATUS_REPORT.md': statusReport(state),
  };
  const found = new Map<ReportFile, string>();
  for (const name of REPORT_FILES) {
    const text = reports[name];
    if (text !== null) found.set(name, text);
  }
  return found;
}

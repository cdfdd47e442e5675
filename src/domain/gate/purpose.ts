/** What a gate is for, by its name and its command. */
import type { GateSettings } from '../config/settings.ts';

type Named = Pick<GateSettings, 'name' | 'command'>;

const SECURITY_NAME = /secur|vuln|audit|sast/i;
const SECURITY_TOOL =
  /\b(?:npm audit|pnpm audit|yarn (?:npm )?audit|pip-audit|bandit|safety|snyk|trivy|grype|semgrep|gitleaks|cargo[ -]audit|govulncheck|osv-scanner)\b/;
const BENCHMARK_NAME = /perf|bench/i;

/** Checks whether a gate looks for vulnerabilities. */
export function isSecurityGate({ name, command }: Named): boolean {
  return SECURITY_NAME.test(name) || SECURITY_TOOL.test(command);
}

/** Checks whether a gate measures how fast something is, so that its duration is its result. */
export function isBenchmark({ name }: Named): boolean {
  return BENCHMARK_NAME.test(name);
}

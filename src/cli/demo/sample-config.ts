/** The intorch.yaml of the sample. */
export function sampleConfig(node_path: string): string {
  const env = `    env: { PATH: ${JSON.stringify(node_path)} }`;
  return `# What is integrated in this sample, and how it is judged.
target: main

efforts:
  patterns: [effort/*]
  list:
    - branch: effort/order-export
      depends_on: [order-history]

gates:
  - name: lint
    command: node scripts/check-syntax.js
    timeout_sec: 120
    parser: exit
${env}
  - name: test
    command: node --test
    timeout_sec: 120
    parser: node
${env}

# The discount for newcomers goes on purpose, and its test with it.
gating:
  guard: false

limits:
  effort_lines: 800

# Workspaces stay in the folder of the sample.
worktree:
  directory: ../workspaces
`;
}

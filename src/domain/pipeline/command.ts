/** What somebody may ask of a run. Whoever does not drive it leaves it with the run (`ports/runs.ts`). */
export type PipelineCommand =
  /** All that has not begun is cancelled, and what runs is ended; steps with `always()` still run. A second time: they do not, either. */
  | { readonly type: 'cancel' }
  | { readonly type: 'cancel_step'; readonly step: string }
  /** Tries a step again that failed, was cancelled or skipped, and goes on from there. */
  | { readonly type: 'retry_step'; readonly step: string };

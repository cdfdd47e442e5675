/** Property tests try the same inputs in every run, so that a change is judged by itself. `npm run fuzz` looks for new ones. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_130 });

/** A digest of the JSON Schema of a state. Written by `npm run documents`. */
export const STATE_SHAPE = 'd726e6d8';

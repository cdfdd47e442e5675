/** A digest of the JSON Schema of a state. Written by `npm run documents`. */
export const STATE_SHAPE = 'f2c27e8e';

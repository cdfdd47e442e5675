/** The authors of the sample: three people on main, agents on the efforts. */
export const MARA = 'Mara Lindqvist <mara@larder.example>';
export const TOMAS = 'Tomas Ferreira <tomas@larder.example>';
export const PRIYA = 'Priya Nair <priya@larder.example>';
export const BIRCH = 'Birch (agent) <birch@agents.example>';
export const CEDAR = 'Cedar (agent) <cedar@agents.example>';
export const ROWAN = 'Rowan (agent) <rowan@agents.example>';

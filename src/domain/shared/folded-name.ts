/** Returns what a name has in common with those that some file systems take for the same: neither case nor Unicode normal form. */
export function foldedName(name: string): string {
  return name.toLowerCase().normalize('NFC');
}

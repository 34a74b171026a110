/** What a run under load is called: `mixed-medium-1` is `Mixed medium, run 1`. */
export function runTitle(name: string): string {
  const words = name.replace(/-(\d+)$/, ', run $1').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

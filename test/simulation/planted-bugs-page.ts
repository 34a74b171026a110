import { plantedBugs } from './planted-bugs.ts';

const head = `# Planted bugs

Each row is one line of the program made wrong on purpose. \`npm run simulate -- --planted\` makes them wrong one after
the other, in the running program alone and never in the files, and says what notices: a scenario, a cell of the fault
matrix, or a drawn life. \`npm test\` does the same, and fails when one goes unnoticed or when its line is no longer
there. This page is made from \`test/simulation/planted-bugs.ts\` by \`npm run simulate -- --planted-page\`.

| bug | in | what it would cost |
|---|---|---|
`;

/** docs/planted-bugs.md as it must be. */
export function plantedBugsPage(): string {
  const rows = plantedBugs.map(({ id, file, why }) => `| ${id} | \`${file}\` | ${why} |\n`);
  return head + rows.join('');
}

import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { alertTitles } from '#shared/domain/alert-titles.ts';

import { runbookOf, runbookParts, runbookProblems } from './runbook.ts';

const rules = [
  { rule: 'one', title: 'The first' },
  { rule: 'two', title: 'The second' },
];
const section = (rule: string, title: string, parts: readonly string[] = runbookParts): string =>
  [`### \`${rule}\`: ${title}`, ...parts.map((part) => `- **${part}:** Something.`), ''].join('\n');
const first = section('one', 'The first');
const second = section('two', 'The second');

test.each([
  { of: 'a whole runbook', runbook: `# Runbook\n${first}\n${second}`, says: [] },
  { of: 'none', runbook: null, says: ['No runbook is installed.'] },
  {
    of: 'a rule without a section',
    runbook: first,
    says: ['The runbook has no section on two.'],
  },
  {
    of: 'a section without a rule',
    runbook: `${first}\n${second}\n${section('three', 'The third')}`,
    says: ['The runbook has a section on three, and there is no such rule.'],
  },
  {
    of: 'a section that is there twice',
    runbook: `${first}\n${second}\n${second}`,
    says: ['The runbook has two sections on two.'],
  },
  {
    of: 'another title',
    runbook: `${first}\n${section('two', 'The last')}`,
    says: ['The runbook calls two “The last”; it is “The second”.'],
  },
  {
    of: 'a part that is missing, though the next section has it',
    runbook: `${section('one', 'The first', runbookParts.slice(0, 4))}\n${second}`,
    says: ['The runbook does not say of one: Over when.'],
  },
  {
    of: 'a part that says nothing',
    runbook: `${first}\n${second}`.replace('- **Who:** Something.', '- **Who:** '),
    says: ['The runbook does not say of one: Who.'],
  },
])('says of $of what it lacks', ({ runbook, says }) => {
  expect(runbookProblems(runbook, rules)).toEqual(says);
});

test('docs/runbook.md has a section for each alert rule there is, by its title, and for no other', () => {
  const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const inForce = Object.entries(alertTitles).map(([rule, title]) => ({ rule, title }));
  expect(
    runbookProblems(runbook, inForce),
    'Write the section in docs/runbook.md: `### `rule`: title`, then the five parts.',
  ).toEqual([]);
});

test.each([
  { of: 'a rule it knows', runbook: `${first}\n${second}`, rule: 'two', says: [...runbookParts] },
  {
    of: 'a part that says nothing',
    runbook: second.replace('- **Who:** Something.', '- **Who:** '),
    rule: 'two',
    says: runbookParts.filter((part) => part !== 'Who'),
  },
  { of: 'a rule it does not know', runbook: first, rule: 'two', says: [] },
  { of: 'none installed', runbook: null, rule: 'one', says: [] },
])('is read rule by rule: $of', ({ runbook, rule, says }) => {
  expect(runbookOf(runbook, rule).map(({ part }) => part)).toEqual(says);
});

test('is read without its marks, with the incident it refers to', () => {
  const says = 'Run `verify`. See *A fire*.';
  const runbook = `### A fire\n1. Leave the\n   house.\n2. Call.\n\n${first.replace('Do:** Something.', `Do:** ${says}`)}`;
  const parts = new Map(runbookOf(runbook, 'one').map(({ part, text }) => [part, text]));
  expect(parts.get('Do')).toBe('Run verify. See “A fire”.');
  expect(parts.get('A fire')).toBe('1. Leave the house.\n2. Call.');
});

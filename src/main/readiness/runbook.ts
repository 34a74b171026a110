/** An alert rule, as a runbook has to name it. */
export interface RunbookRule {
  rule: string;
  title: string;
}

/** What a section says of its rule, in this order. */
export const runbookParts = ['Means', 'Likely causes', 'Do', 'Who', 'Over when'] as const;

/**
 * What a runbook lacks, each a sentence: every rule in force has one section, headed by its id and title, that says what it
 * means, its likely causes, what to do, who, and when it is over; no section is without a rule.
 * @param runbook Markdown; null where none is installed.
 */
export function runbookProblems(runbook: string | null, rules: readonly RunbookRule[]): string[] {
  if (runbook === null) return ['No runbook is installed.'];
  const sections = sectionsOf(runbook);
  const known = new Set(rules.map(({ rule }) => rule));
  return [
    ...rules.flatMap((rule) =>
      problemsOf(
        rule,
        sections.filter((section) => section.rule === rule.rule),
      ),
    ),
    ...sections
      .filter(({ rule }) => !known.has(rule))
      .map(({ rule }) => `The runbook has a section on ${rule}, and there is no such rule.`),
  ];
}

/**
 * What a runbook says of a rule, in the order of {@link runbookParts}, and after it the incidents it refers to (in italics, by
 * their headings); empty where it says nothing of the rule. Marks within a part are left out; lines are kept.
 * @param runbook Markdown; null where none is installed.
 */
export function runbookOf(runbook: string | null, rule: string): { part: string; text: string }[] {
  const section = sectionsOf(runbook ?? '').find((each) => each.rule === rule);
  if (section === undefined) return [];
  const parts = runbookParts.map((part) => ({ part, text: partOf(section.text, part) }));
  const incidents = [...section.text.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(
    ([, title = '']) => ({
      part: title,
      text: headed(runbook ?? '', title),
    }),
  );
  return [...parts, ...incidents].flatMap(({ part, text }) =>
    text === '' ? [] : [{ part, text: withoutMarks(text) }],
  );
}

/** What stands under a heading of the third level; empty where there is none of that title. */
function headed(runbook: string, title: string): string {
  const heading = `### ${title}\n`;
  const section = runbook.split(/^(?=#{1,3} )/m).find((text) => text.startsWith(heading));
  return section?.slice(heading.length).trim() ?? '';
}

/** Text of a line without Markdown's marks; a line that was only broken to fit the page goes on. */
function withoutMarks(markdown: string): string {
  return markdown
    .replaceAll(/\n(?!\n|\s*(?:[-*]|\d+\.) )\s*/g, ' ')
    .replaceAll('`', '')
    .replaceAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g, '“$1”');
}

interface Section extends RunbookRule {
  text: string;
}

function problemsOf({ rule, title }: RunbookRule, sections: readonly Section[]): string[] {
  const [section, second] = sections;
  if (section === undefined) return [`The runbook has no section on ${rule}.`];
  return [
    ...(second === undefined ? [] : [`The runbook has two sections on ${rule}.`]),
    ...(section.title === title
      ? []
      : [`The runbook calls ${rule} “${section.title}”; it is “${title}”.`]),
    ...runbookParts
      .filter((part) => partOf(section.text, part) === '')
      .map((part) => `The runbook does not say of ${rule}: ${part}.`),
  ];
}

/** A part of a section; empty where the section does not have it. */
function partOf(section: string, part: string): string {
  const mark = `- **${part}:** `;
  const line = section.split('\n').find((each) => each.startsWith(mark)) ?? mark;
  return line.slice(mark.length).trim();
}

/** Sections headed by the id of a rule: `### ` and the id in code marks, a colon, the title. */
function sectionsOf(runbook: string): Section[] {
  return runbook.split(/^(?=#{1,3} )/m).flatMap((text) => {
    const heading = /^### `([^`]+)`: (.*)\n/.exec(text);
    if (heading === null) return [];
    const [, rule = '', title = ''] = heading;
    return [{ rule, title, text }];
  });
}

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
      .filter((part) => !saysPart(section.text, part))
      .map((part) => `The runbook does not say of ${rule}: ${part}.`),
  ];
}

function saysPart(text: string, part: string): boolean {
  return text.split('\n').some((line) => {
    const mark = `- **${part}:** `;
    return line.startsWith(mark) && line.length > mark.length;
  });
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

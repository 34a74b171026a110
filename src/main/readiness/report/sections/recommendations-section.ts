import { cell, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { checkAnchor, percentText } from '../plain-words.ts';
import { closeFrom, recommendationsOf, type Recommendation } from '../recommendations.ts';

const reasonWords: Readonly<Record<Recommendation['reason'], string>> = {
  failed: 'failed',
  skipped: 'skipped',
  waived: 'waived',
  close: 'near its threshold',
  slower: 'slower',
  flaky: 'failed before',
};

/** What should be done, the most pressing first. */
export function recommendationsSection(dossier: Dossier): Block[] {
  const found = recommendationsOf(dossier);
  return [
    heading(1, 'recommendations', 'Recommendations'),
    paragraph(
      `Drawn from the figures alone: checks that failed, were skipped or are waived, figures that take ${percentText(closeFrom)} or more of what their threshold allows (the nearest first), checks that took half as long again as in the attempt before, and checks that have failed before.`,
    ),
    found.length === 0
      ? note('The figures of this attempt give no reason for any.')
      : {
          kind: 'table',
          columns: [
            { title: 'Why', share: 0.14 },
            { title: 'Check', share: 0.28 },
            { title: 'What to do', share: 0.58 },
          ],
          rows: found.map(({ reason, checkId, checkTitle, sentence }) => [
            cell(reasonWords[reason]),
            cell(checkTitle, { to: checkAnchor(checkId) }),
            cell(sentence),
          ]),
        },
  ];
}

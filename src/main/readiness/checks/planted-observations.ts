import { csvLine } from '#shared/domain/csv.ts';

import type { Findings } from '../check.ts';
import { count, exactly, none } from '../figures.ts';

/** One evaluation of a phase, fed first what is well and then a defect. */
export interface PlantedObservation {
  /** What is broken, in a few words. */
  defect: string;
  /** What the evaluation says of it. */
  says: () => readonly string[];
  /** What it says of the same without the defect: nothing, or it would notice everything. */
  saysOfTheSound: () => readonly string[];
}

/** A negative control passes where every evaluation notices its defect, and says nothing of what is sound. */
export function judgePlanted(planted: readonly PlantedObservation[]): Findings {
  const rows = planted.map(({ defect, says, saysOfTheSound }) => ({
    defect,
    says: says(),
    sound: saysOfTheSound(),
  }));
  const missed = rows.filter(({ says }) => says.length === 0);
  const falseAlarms = rows.filter(({ sound }) => sound.length > 0);
  return {
    figures: [
      count(
        'noticed',
        'Planted defects that were noticed',
        rows.length - missed.length,
        exactly(planted.length),
      ),
      count('false-alarms', 'Complaints about what is sound', falseAlarms.length, none),
    ],
    evidence: [
      {
        name: 'planted.csv',
        title: 'What was broken, and what was said of it',
        contents: [
          csvLine(['defect', 'said', 'said of the sound']),
          ...rows.map(({ defect, says, sound }) =>
            csvLine([defect, says.join(' '), sound.join(' ')]),
          ),
        ].join(''),
      },
    ],
    problems: [
      ...missed.map(({ defect }) => `Not noticed: ${defect}.`),
      ...falseAlarms.map(
        ({ defect, sound }) => `Said of what is sound beside “${defect}”: ${sound.join(' ')}`,
      ),
    ],
    found: `All ${planted.length} planted defects were noticed.`,
  };
}

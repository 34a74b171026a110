import { lies, scratchLies, type PlantedDefect } from './planted-defect.ts';

/** Phase 5. */
export const riskDefects: readonly PlantedDefect[] = [
  {
    checkId: 'controls-deny',
    broken: 'The price collar lets everything pass.',
    plant: scratchLies({
      answers: {
        'order.place': ({ verdicts, ...answer }) => ({
          ...answer,
          verdicts: verdicts.map((verdict) =>
            verdict.controlId === 'price-collar' ? { ...verdict, outcome: 'pass' } : verdict,
          ),
        }),
      },
    }),
    says: /price-collar lets pass what it must deny/,
  },
  {
    checkId: 'risk-notices',
    broken:
      'The desk names no control that judged an order: a broken one cannot be told from a sound one.',
    plant: lies({ answers: { 'order.preview': (answer) => ({ ...answer, verdicts: [] }) } }),
    says: /Not noticed: a control was never tried/,
  },
];

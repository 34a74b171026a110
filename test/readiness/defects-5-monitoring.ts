import { lies, scratchLies, type PlantedDefect } from './planted-defect.ts';

/** Phase 5, what watches the desk. */
export const monitoringDefects: readonly PlantedDefect[] = [
  {
    checkId: 'alert-life',
    broken: 'An alert whose time has run out is not escalated.',
    plant: scratchLies({
      answers: {
        'alert.history': ({ entries, ...answer }) => ({
          ...answer,
          entries: entries.filter(({ change }) => change !== 'escalated'),
        }),
      },
    }),
    says: /An order that is not acknowledged: its history is raised by desk, acknowledged by/,
  },
  {
    checkId: 'metrics-complete',
    broken: 'A denied order is not counted.',
    plant: (world) => ({
      ...world,
      scratchDesk: async (options) => {
        const desk = await world.scratchDesk(options);
        return {
          ...desk,
          metrics: () =>
            desk.metrics().replace(/^(deskcheck_denials_total{request="new"}) .*$/m, '$1 0'),
        };
      },
    }),
    says: /deskcheck_denials_total\{request="new"\} moved by 0 where 1 happened/,
  },
  {
    checkId: 'monitoring-unbroken',
    broken: 'The monitors of losses did not look for twenty seconds.',
    plant: lies({
      topics: {
        monitoring: (groups) =>
          groups.map((each) => {
            const last = each.looks.at(-1) ?? 0;
            const inTheGap = (at: number): boolean => at < last - 5_000 && at > last - 25_000;
            return each.group === 'loss'
              ? { ...each, looks: each.looks.filter((at) => !inTheGap(at)) }
              : each;
          }),
      },
    }),
    says: /The monitors of loss did not look for 2\d{4} ms/,
  },
];

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
    checkId: 'faults-survived',
    broken: 'A fill that is told twice goes on record twice.',
    plant: (world) => ({
      ...world,
      scratchDesk: async (options) => {
        const desk = await world.scratchDesk(options);
        return {
          ...desk,
          facts: (fromSeq) => {
            const facts = [...desk.facts(fromSeq)];
            const fill = facts.find(({ kind }) => kind === 'execution.received');
            return fill === undefined ? facts : [...facts, fill];
          },
        };
      },
    }),
    says: /The fill .* is on record twice/,
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
    says: /Some monitors did not look for 1\d{4} ms while others did/,
  },
  {
    checkId: 'monitoring-notices',
    broken:
      'The desk tells of no monitors: a minute that was watched cannot be told from one that was not.',
    also: { 'monitoring-unbroken': 'it looks at what the desk tells of its monitors.' },
    plant: lies({ topics: { monitoring: () => [] } }),
    says: /Said of what is sound beside “nobody looked for ten seconds”/,
  },
];

import type { DeskReached } from '../../src/main/readiness/check-world.ts';
import { lies, lyingDesk, scratchLies, type PlantedDefect } from './planted-defect.ts';

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
    checkId: 'high-risk-denied',
    broken: 'A position beyond the certified limit of concentration is let through.',
    plant: (world) => ({
      ...world,
      scratchDesk: async (options) => {
        const { limits } = await world.desk.call('limits.read', {});
        const certified = limits.concentration.value;
        return lyingDesk(await world.scratchDesk(options), {
          answers: {
            'order.place': (answer) => {
              const isBeyond = answer.verdicts.some(
                ({ controlId, limit, outcome }) =>
                  controlId === 'concentration' && limit === certified && outcome === 'deny',
              );
              return isBeyond ? { ...answer, allowed: true } : answer;
            },
          },
        });
      },
    }),
    says: /An order left that is concentrated/,
  },
  {
    checkId: 'breaches-told',
    broken: 'The monitor of concentration compares with ten times the threshold it is set to.',
    plant: scratchLies({
      topics: {
        alerts: (items) =>
          items.map((alert) =>
            alert.rule === 'concentration'
              ? { ...alert, threshold: 10 * (alert.threshold ?? 0) }
              : alert,
          ),
      },
    }),
    says: /concentration compares with/,
  },
  {
    checkId: 'crashes-halt',
    broken: 'The drawdown that is shown is a dollar less than it is.',
    plant: scratchLies({
      topics: {
        risk: (items) =>
          items.map((risk) => ({ ...risk, dayDrawdown: (risk.dayDrawdown ?? 0) - 1 })),
      },
    }),
    says: /It shows a drawdown of/,
  },
  {
    checkId: 'kill-drill',
    broken: 'A drill of the kill switch cancels what is open.',
    plant: (world) => ({
      ...world,
      desk: {
        ...world.desk,
        call: async (command, input, hand) => {
          const answer = await world.desk.call(command, input, hand);
          if (command === 'kill.drill') await cancelEverything(world.desk);
          return answer;
        },
      },
    }),
    says: /It recorded order.cancel-intended/,
  },
  {
    checkId: 'kill-switch',
    broken: 'One person alone can trade again after the kill switch.',
    plant: (world) => ({
      ...world,
      scratchDesk: async (options) => {
        const desk = await world.scratchDesk(options);
        return {
          ...desk,
          // Whoever approves their own proposal is taken for another person.
          call: (command, input, hand) =>
            desk.call(
              command,
              input,
              command === 'proposal.approve' ? 'second-risk-officer' : hand,
            ),
        };
      },
    }),
    says: /One person who approves what is their own proposal made the desk trade again/,
  },
  {
    checkId: 'risk-notices',
    broken:
      'The desk names no control that judged an order: a broken one cannot be told from a sound one.',
    plant: lies({ answers: { 'order.preview': (answer) => ({ ...answer, verdicts: [] }) } }),
    says: /Not noticed: a control was never tried/,
  },
];

async function cancelEverything(desk: DeskReached): Promise<void> {
  for (const { orderRef, status } of desk.feed('orders', {}).snapshot()) {
    if (status === 'WORKING') await desk.call('order.cancel', { orderRef });
  }
}

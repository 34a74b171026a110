import type { Check } from '../check.ts';
import { farTicket } from '../tickets.ts';
import { anInstrument } from './component-self-tests.ts';
import { controlProblems, type ControlRow } from './controls-deny.ts';
import { judgePlanted, type PlantedObservation } from './planted-observations.ts';

/** The evaluation of the controls, with the controls that judge the desk's own orders and one answer broken in each. */
function planted(listed: readonly string[]): PlantedObservation[] {
  const sound: ControlRow[] = listed.map((controlId) => ({
    controlId,
    denied: [controlId],
    beside: [],
    left: false,
    passes: 'pass',
  }));
  const saysOfTheSound = (): string[] => controlProblems(listed, sound);
  const lastIs = (change: (row: ControlRow) => Partial<ControlRow>) => (): string[] =>
    controlProblems(
      listed,
      sound.map((row, nth) => (nth === sound.length - 1 ? { ...row, ...change(row) } : row)),
    );
  return [
    {
      defect: 'a control was never tried',
      says: () => controlProblems(listed, sound.slice(0, -1)),
      saysOfTheSound,
    },
    { defect: 'a control denies nothing', says: lastIs(() => ({ denied: [] })), saysOfTheSound },
    {
      defect: 'another control denies with it',
      says: lastIs(({ denied }) => ({ denied: [...denied, 'another'] })),
      saysOfTheSound,
    },
    { defect: 'what is denied leaves', says: lastIs(() => ({ left: true })), saysOfTheSound },
    {
      defect: 'a control denies everything',
      says: lastIs(() => ({ passes: 'deny' })),
      saysOfTheSound,
    },
  ];
}

export const riskNegativeControl: Check = {
  checkId: 'risk-notices',
  title: 'Defects in the controls are noticed',
  why: 'A check that cannot fail proves nothing.',
  phase: 5,
  weight: 2,
  critical: true,
  negativeControl: true,
  gateways: ['simulated'],
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const { verdicts } = await world.desk.call('order.preview', {
      ticket: farTicket(await anInstrument(world)),
      withWhatIf: false,
    });
    return judgePlanted(planted(verdicts.map(({ controlId }) => controlId)));
  },
};

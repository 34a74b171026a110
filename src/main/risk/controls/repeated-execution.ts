import type { Control } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'repeated-execution', title: 'Repeated execution' } as const;
const verdicts = verdictsOf(control);
const unit = 'executions';

/**
 * After so many executions in one instrument nothing more leaves in it until a person whose right it is has looked and
 * says so, however long that takes: no new day does it for them. What only shrinks exposure passes.
 */
export const repeatedExecution: Control = {
  ...control,
  unit,
  hard: true,
  limits: ['repeatedExecutions'],
  source: 'RTS 6 art. 15(3)',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { executionsUnattended: observed, instrument } = context;
    const limit = context.limits.repeatedExecutions.value;
    if (!(observed >= 0) || !Number.isFinite(observed) || !Number.isFinite(limit)) {
      return verdicts.unevaluable('How often the instrument has traded unattended is not known.');
    }
    if (observed < limit) return verdicts.passWith(observed, limit, unit);
    return verdicts.deny(
      `${instrument?.displaySymbol ?? 'The instrument'} has traded ${figure(observed)} times since a person last attended to it; the desk stops at ${figure(limit)}. A person with the right to re-enables it on the risk screen.`,
      { observed, limit, unit },
    );
  },
};

import { expect, it } from 'vitest';

import { faultProblems, type FaultOutcome } from './faults-survived.ts';

const outcome: FaultOutcome = {
  fault: 'a drop',
  againMs: 900,
  differences: [],
  alertDue: 'link-down',
  alerts: ['link-down', 'heartbeat'],
};

it.each<[string, FaultOutcome[], string[]]>([
  ['is survived', [outcome], []],
  ['was not tried', [], ['Nobody tried a drop.']],
  ['is not said', [{ ...outcome, alerts: [] }], ['Of a drop no alert link-down was raised.']],
  ['need not be said', [{ ...outcome, alertDue: null, alerts: [] }], []],
  [
    'leaves the books apart',
    [{ ...outcome, againMs: null, differences: ['The fill x is lost.'] }],
    ['After a drop: The fill x is lost.'],
  ],
  [
    'leaves the desk without its link',
    [{ ...outcome, againMs: null }],
    ['After a drop the desk does not take new risk again.'],
  ],
])('a fault %s', (_what, outcomes, said) => {
  expect(faultProblems(['a drop'], outcomes)).toEqual(said);
});

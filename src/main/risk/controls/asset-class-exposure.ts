import type { Control } from '../control.ts';
import { exposureVerdict } from '../group-exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'asset-class-exposure', title: 'Asset class exposure' } as const;
const verdicts = verdictsOf(control);

/** What the desk holds in stocks, futures, options or currencies, whichever the instrument is; futures and options at full value. */
export const assetClassExposure: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['assetClassGrossExposure', 'assetClassNetExposure'],
  source: 'RTS 6 art. 15(4)',
  evaluate(context) {
    const { instrument, assetClassExposure: others } = context;
    if (instrument === null) {
      return verdicts.unevaluable('The instrument is not known, so its asset class is not either.');
    }
    const group = { name: `asset class ${instrument.secType}`, others };
    return exposureVerdict(verdicts, context, group, {
      gross: 'assetClassGrossExposure',
      net: 'assetClassNetExposure',
    });
  },
};

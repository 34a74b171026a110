import { marketDataChecks } from '../../src/main/readiness/checks/market-data.ts';
import { marketDataDefects } from './defects-2.ts';
import { eachDefectIsNoticed } from './each-defect.ts';

eachDefectIsNoticed(marketDataChecks, marketDataDefects);

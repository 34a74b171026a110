import { LimitsTable } from './LimitsTable.tsx';
import { TradingStates } from './TradingStates.tsx';
import { Breaks } from './Breaks.tsx';
import { DeniedOrders } from './DeniedOrders.tsx';

/** What the desk may do, who decided so, where its books differ from the broker's, and what the controls held back. */
export function RiskScreen() {
  return (
    <main className="screen risk-screen" aria-label="Risk">
      <h1 className="visually-hidden">Risk</h1>
      <div className="risk-left">
        <TradingStates />
        <LimitsTable />
      </div>
      <div className="risk-right">
        <Breaks />
        <DeniedOrders />
      </div>
    </main>
  );
}

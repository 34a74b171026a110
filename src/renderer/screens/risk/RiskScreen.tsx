import { LimitsTable } from './LimitsTable.tsx';
import { TradingStates } from './TradingStates.tsx';
import { DeniedOrders } from './DeniedOrders.tsx';

/** What the desk may do, who decided so, and what the controls kept from leaving. */
export function RiskScreen() {
  return (
    <main className="screen risk-screen" aria-label="Risk">
      <h1 className="visually-hidden">Risk</h1>
      <div className="risk-left">
        <TradingStates />
        <LimitsTable />
      </div>
      <DeniedOrders />
    </main>
  );
}

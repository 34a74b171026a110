import { LimitsTable } from './LimitsTable.tsx';
import { StoppedInstruments } from './StoppedInstruments.tsx';
import { Proposals } from './Proposals.tsx';
import { ProposeLimitsDialog } from './ProposeLimitsDialog.tsx';
import { TradingStates } from './TradingStates.tsx';
import { RiskRight } from './RiskRight.tsx';

/** What the desk may do and who decided so, and what it risks. */
export function RiskScreen() {
  return (
    <main className="screen risk-screen" aria-label="Risk">
      <h1 className="visually-hidden">Risk</h1>
      <div className="risk-left">
        <Proposals />
        <TradingStates />
        <StoppedInstruments />
        <LimitsTable />
      </div>
      <RiskRight />
      <ProposeLimitsDialog />
    </main>
  );
}

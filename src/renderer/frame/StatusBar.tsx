import { useStatus } from '../stores/desk-topics.ts';
import { BreakCount } from './BreakCount.tsx';
import { DayPnl } from './DayPnl.tsx';
import { ExchangeClock } from './ExchangeClock.tsx';
import { gatewayWords } from './gateway-look.ts';
import { KillSwitch } from './KillSwitch.tsx';
import { LinkState } from './LinkState.tsx';
import { OpenAlerts } from './OpenAlerts.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { WaitingProposals } from './WaitingProposals.tsx';
import { TradingStateButton } from './TradingStateButton.tsx';

/** Always on top: connected to what, allowed to trade, anything wrong, the day, the clock, the kill switch. */
export function StatusBar() {
  const kind = useStatus((status) => status.gatewayKind);
  const accountId = useStatus((status) => status.accountId);
  const gateway = kind === null ? null : gatewayWords[kind];
  return (
    <header className="status-bar" aria-label="Desk status">
      {gateway !== null && (
        <span className="gateway-word">
          {gateway.word}
          {gateway.warning !== null && <span>: {gateway.warning}</span>}
        </span>
      )}
      <span
        className="account"
        title={accountId === null ? 'The gateway has not named an account yet.' : 'Account'}
      >
        {accountId ?? '—'}
      </span>
      <LinkState />
      <TradingStateButton />
      <DayPnl />
      <OpenAlerts />
      <BreakCount />
      <WaitingProposals />
      <ExchangeClock />
      <span className="status-space" />
      <PersonMenu />
      <KillSwitch />
    </header>
  );
}

import { UnstyledButton } from '@mantine/core';

import { useConnection } from '../stores/connection-store.ts';
import { useStatus } from '../stores/desk-topics.ts';
import { goTo } from '../stores/navigation-store.ts';
import { StatePill } from '../ui/StatePill.tsx';
import { tradingStateWords } from './link-words.ts';

/** Whether the desk may trade, and why not; leads to where that is set. */
export function TradingStateButton() {
  const state = useStatus((status) => status.tradingState);
  const reason = useStatus((status) => status.tradingStateReason);
  const instrumentCount = useStatus((status) => status.instrumentStates.length);
  const connected = useConnection((connection) => connection.phase === 'open');
  if (state === null) return null;
  const { tone, meaning } = tradingStateWords[state];
  const held =
    instrumentCount === null || instrumentCount === 0
      ? ''
      : `${instrumentCount} instrument${instrumentCount === 1 ? '' : 's'} held back`;
  const detail = connected ? (state === 'ACTIVE' ? held : (reason ?? '')) : 'as last heard';
  return (
    <UnstyledButton
      className="status-button"
      title={`${meaning} ${reason ?? ''}`.trim()}
      onClick={() => {
        goTo('risk');
      }}
    >
      <span className="visually-hidden">Trading state: </span>
      <StatePill
        tone={connected ? tone : 'warning'}
        word={state}
        {...(detail === '' ? {} : { detail })}
      />
    </UnstyledButton>
  );
}

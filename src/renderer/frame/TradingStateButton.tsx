import { UnstyledButton } from '@mantine/core';

import { useStatus } from '../stores/desk-topics.ts';
import { goTo } from '../stores/navigation-store.ts';
import { StatePill } from '../ui/StatePill.tsx';
import { tradingStateWords } from './link-words.ts';

/** Whether the desk may trade, and why not; leads to where that is set. */
export function TradingStateButton() {
  const state = useStatus((status) => status.tradingState);
  const reason = useStatus((status) => status.tradingStateReason);
  const instrumentCount = useStatus((status) => status.instrumentStates.length);
  if (state === null) return null;
  const { tone, meaning } = tradingStateWords[state];
  const held =
    instrumentCount === null || instrumentCount === 0
      ? ''
      : `${instrumentCount} instrument${instrumentCount === 1 ? '' : 's'} held back`;
  const detail = state === 'ACTIVE' ? held : (reason ?? '');
  return (
    <UnstyledButton
      className="status-button"
      title={`${meaning} ${reason ?? ''}`.trim()}
      onClick={() => {
        goTo('risk');
      }}
    >
      <span className="visually-hidden">Trading state: </span>
      <StatePill tone={tone} word={state} {...(detail === '' ? {} : { detail })} />
    </UnstyledButton>
  );
}

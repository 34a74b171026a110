import { UnstyledButton } from '@mantine/core';

import {
  directionOf,
  formatAge,
  formatChange,
  formatMoney,
  formatNumber,
  formatTime,
} from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { accounts, useStatus } from '../../stores/desk-topics.ts';
import { openJournal, showBreaks } from '../../stores/navigation-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Figure } from '../../ui/Figure.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

const notSaid = 'The broker has not said.';

function Reconciled() {
  const at = useStatus((status) => status.reconciledAt);
  const breaks = useStatus((status) => status.breaks);
  const age = useClock(({ now }) =>
    at === null
      ? null
      : formatAge(Math.floor((now - Date.parse(at)) / 1_000) * 1_000).replace('.0', ''),
  );
  if (at === null || breaks === null) {
    return <Figure label="Reconciled with broker" value="—" why="Not since the desk started." />;
  }
  const count = breaks.length;
  return (
    <>
      <Figure
        label="Reconciled with broker"
        value={
          <UnstyledButton
            title={count === 0 ? 'Show the reconciliations in the journal' : 'Show the breaks'}
            onClick={() => {
              if (count > 0) {
                showBreaks();
                return;
              }
              openJournal({ kinds: ['reconciliation.completed'] });
            }}
            className={count === 0 ? 'flat' : 'severity-warning'}
          >
            {count === 0 ? '✓ ' : '▲ '}
            {age} ago, {count} break{count === 1 ? '' : 's'}
          </UnstyledButton>
        }
      />
      {breaks.map(({ breakId, subject, desk, broker }) => (
        <Figure
          key={breakId}
          label={`▲ ${subject}`}
          value={
            <UnstyledButton title="Show the breaks" onClick={showBreaks}>
              desk {desk}, broker {broker}
            </UnstyledButton>
          }
        />
      ))}
    </>
  );
}

/** The account as the broker reports it. */
export function AccountPanel() {
  const loaded = useTopic(accounts, (state) => state.loaded);
  const account = useTopic(accounts, ({ rows }) => rows.values().next().value);
  if (!loaded) return <Skeleton lines={6} label="The account is loading" />;
  if (account === undefined) {
    return <div className="panel-note">The broker has not reported the account yet.</div>;
  }
  const { currency } = account;
  const money = (value: number | null): string =>
    value === null ? '—' : `${formatMoney(value)} ${currency}`;
  const pnl = (value: number | null): string =>
    value === null ? '—' : `${formatChange(value, 2)} ${currency}`;
  return (
    <dl className="account-figures">
      <Figure label="Net liquidation" value={money(account.netLiquidation)} why={notSaid} />
      <Figure label="Cash" value={money(account.cash)} why={notSaid} />
      <Figure label="Buying power" value={money(account.buyingPower)} why={notSaid} />
      <Figure
        label="Initial / maint. margin"
        value={`${formatNumber(account.initialMargin, 0)} / ${formatNumber(account.maintenanceMargin, 0)} ${currency}`}
      />
      <Figure
        label="Realised P&L"
        value={pnl(account.realizedPnl)}
        why={notSaid}
        tone={directionOf(account.realizedPnl, 2)}
      />
      <Figure
        label="Unrealised P&L"
        value={pnl(account.unrealizedPnl)}
        why={notSaid}
        tone={directionOf(account.unrealizedPnl, 2)}
      />
      <Reconciled />
    </dl>
  );
}

export function AccountDetail() {
  const account = useTopic(accounts, ({ rows }) => rows.values().next().value);
  const isLinkReady = useStatus((status) => status.link?.state === 'ready');
  return account === undefined ? null : (
    <span
      className={isLinkReady === true ? 'panel-detail muted' : 'panel-detail severity-warning'}
      title={isLinkReady === true ? undefined : 'The link is not ready: these figures are old.'}
    >
      {isLinkReady !== true && '▲ '}
      as of {formatTime(account.asOf)}
    </span>
  );
}

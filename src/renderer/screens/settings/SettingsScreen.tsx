import { Button, SegmentedControl, Switch } from '@mantine/core';

import { gatewayWords } from '../../frame/gateway-look.ts';
import { linkWords } from '../../frame/link-words.ts';
import { ActionButton } from '../../actions/ActionButton.tsx';
import { useStatus } from '../../stores/desk-topics.ts';
import { changeSettings, useSettings, type ThemeChoice } from '../../stores/settings-store.ts';
import { Figure } from '../../ui/Figure.tsx';
import { announce } from '../../ui/announcer-store.ts';
import { DeliveriesCard } from './DeliveriesCard.tsx';
import { AlertCallsCard } from './AlertCallsCard.tsx';
import { OwnPassphrase } from '../people/OwnPassphrase.tsx';
import { PeopleCard } from '../people/PeopleCard.tsx';
import { resetDeskLayouts } from '../../stores/desk-layout-store.ts';

const themes: { value: ThemeChoice; label: string }[] = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'system', label: 'As the system' },
];

function Gateway() {
  const kind = useStatus((status) => status.gatewayKind);
  const accountId = useStatus((status) => status.accountId);
  const link = useStatus((status) => status.link);
  return (
    <section className="settings-card" aria-label="Gateway">
      <h2>Gateway</h2>
      <dl>
        <Figure
          label="Kind"
          value={kind === null ? '—' : gatewayWords[kind].word.toLowerCase()}
          why="No gateway has been chosen."
        />
        <Figure
          label="Account"
          value={accountId ?? '—'}
          why="The gateway has not named an account yet."
        />
        {link !== null && (
          <>
            <Figure label="Link" value={`${linkWords[link.state].word}: ${link.reason}`} />
            <Figure label="Address" value={`${link.host}:${link.port}`} />
            <Figure label="Client id" value={link.clientId} />
            <Figure
              label="Protocol version"
              value={link.serverVersion ?? '—'}
              why="Agreed once the link is up."
            />
          </>
        )}
      </dl>
    </section>
  );
}

/** How the console looks and behaves for this person, and what is running. */
export function SettingsScreen() {
  const theme = useSettings((state) => state.theme);
  const singleKeys = useSettings((state) => state.singleKeys);
  const version = useStatus((status) => status.version);
  return (
    <main className="screen settings-screen" aria-label="Settings">
      <h1 className="visually-hidden">Settings</h1>
      <section className="settings-card" aria-label="Looks">
        <h2>Looks</h2>
        <span className="field-label" id="theme-choice">
          Theme
        </span>
        <SegmentedControl
          aria-labelledby="theme-choice"
          value={theme}
          data={themes}
          onChange={(value) => {
            changeSettings({ theme: value });
          }}
        />
        <p className="muted">
          Zoom with Ctrl and + or −, from 80 to 200 %; Ctrl and 0 returns to 100 %.
        </p>
      </section>
      <section className="settings-card" aria-label="Keyboard">
        <h2>Keyboard</h2>
        <Switch
          label="Shortcuts of one key, such as B, S and the digits"
          checked={singleKeys}
          onChange={(event) => {
            changeSettings({ singleKeys: event.currentTarget.checked });
          }}
        />
        <p className="muted">Shortcuts with Ctrl always work, the kill switch among them.</p>
        <div className="button-row">
          <ActionButton action="shortcuts.show" />
          <ActionButton action="palette.open" />
        </div>
      </section>
      <AlertCallsCard />
      <DeliveriesCard />
      <section className="settings-card" aria-label="Desk layout">
        <h2>Desk layout</h2>
        <p className="muted">
          The layouts trade, watch and review remember how their panels were moved, in this browser.
        </p>
        <div className="button-row">
          <Button
            variant="default"
            onClick={() => {
              resetDeskLayouts();
              announce('The layouts are as they came.', 'polite');
            }}
          >
            Reset layouts
          </Button>
        </div>
      </section>
      <Gateway />
      <PeopleCard />
      <OwnPassphrase />
      <section className="settings-card" aria-label="About">
        <h2>About</h2>
        <dl>
          <Figure label="Deskcheck" value={version ?? '—'} />
        </dl>
        <p className="muted">
          Charts are drawn with TradingView Lightweight Charts™, copyright TradingView, Inc.,
          www.tradingview.com, under the Apache License 2.0.
        </p>
      </section>
    </main>
  );
}

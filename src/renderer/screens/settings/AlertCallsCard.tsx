import { Button, Switch } from '@mantine/core';
import { useState } from 'react';

import { ringForCritical } from '../../stores/alert-sound.ts';
import {
  askForDesktopNotice,
  desktopNotice,
  type DesktopNotice,
} from '../../stores/desktop-notifications.ts';
import { changeSettings, useSettings } from '../../stores/settings-store.ts';

const noticeWords: Record<DesktopNotice, string> = {
  unavailable:
    'The application itself shows notifications of the system for critical and late alerts. Your system decides how.',
  off: 'The browser asks for your leave when you switch it on.',
  on: 'Shown while this page is not before your eyes.',
  refused: 'This browser refuses them for this page. Allow them in its settings for this address.',
};

/** How a critical or late alert calls for a person in this browser. */
export function AlertCallsCard() {
  const sound = useSettings((state) => state.sound);
  const wanted = useSettings((state) => state.desktopNotice);
  const [notice, setNotice] = useState(() => desktopNotice(wanted));
  const [heard, setHeard] = useState(true);
  return (
    <section className="settings-card" aria-label="Calls for critical alerts">
      <h2>Calls for critical alerts</h2>
      <Switch
        label="A sound"
        checked={sound}
        onChange={(event) => {
          changeSettings({ sound: event.currentTarget.checked });
        }}
      />
      <div className="button-row">
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            void ringForCritical(performance.now(), false).then(setHeard);
          }}
        >
          Try the sound
        </Button>
        {!heard && <span className="muted">This browser keeps the page silent.</span>}
      </div>
      <Switch
        label="Notifications of the system"
        checked={notice === 'on'}
        disabled={notice === 'unavailable' || notice === 'refused'}
        onChange={({ currentTarget: { checked } }) => {
          changeSettings({ desktopNotice: checked });
          if (checked) void askForDesktopNotice().then(setNotice);
          else setNotice(desktopNotice(false));
        }}
      />
      <p className="muted">{noticeWords[notice]}</p>
    </section>
  );
}

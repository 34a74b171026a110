import { ActionIcon, Popover } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';

import { actionOf } from '../actions/all-actions.ts';
import { Keys } from '../actions/Keys.tsx';
import { openKillDialog, useKill } from '../stores/kill-store.ts';
import { KillDialog } from './KillDialog.tsx';
import { KillHold } from './KillHold.tsx';
import { KillReport } from './KillReport.tsx';

/**
 * Halts the desk and cancels everything open. Held for a second; says what it will do before the second is over. What
 * closes positions as well, and the drill, are behind the button beside it. What it has done is told in a band below.
 */
export function KillSwitch() {
  const stage = useKill((state) => state.stage);
  const isUnderWay = stage.at === 'holding' || stage.at === 'engaging';
  return (
    <>
      <ActionIcon
        variant="subtle"
        className="kill-more"
        aria-label={actionOf('kill.flatten').label}
        title={actionOf('kill.flatten').label}
        onClick={openKillDialog}
      >
        <IconDots aria-hidden="true" />
      </ActionIcon>
      <Popover
        opened={isUnderWay && !stage.flatten}
        position="bottom-end"
        width="var(--popover-width)"
        withArrow
        trapFocus={false}
        returnFocus={false}
        withRoles={false}
      >
        <Popover.Target>
          <KillHold
            flatten={false}
            title="Hold for one second: halts the desk and cancels every open order."
          >
            <span className="kill-word">Kill switch</span>
            <Keys shortcut="Ctrl+Shift+K" />
          </KillHold>
        </Popover.Target>
        <Popover.Dropdown className="kill-report">
          {/* The announcer speaks; read aloud twice would be read late. */}
          <div role="status" aria-live="off">
            {isUnderWay && <KillReport stage={stage} />}
          </div>
        </Popover.Dropdown>
      </Popover>
      <KillDialog />
    </>
  );
}

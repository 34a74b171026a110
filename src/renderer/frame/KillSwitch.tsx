import { ActionIcon, CloseButton, Popover } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';

import { actionOf } from '../actions/all-actions.ts';
import { Keys } from '../actions/Keys.tsx';
import { dismissKill, openKillDialog, useKill } from '../stores/kill-store.ts';
import { KillDialog } from './KillDialog.tsx';
import { KillHold } from './KillHold.tsx';
import { KillReport } from './KillReport.tsx';

/**
 * Halts the desk and cancels everything open. Held for a second; says what it will do before the second is over. What
 * closes positions as well, and the drill, are behind the button beside it.
 */
export function KillSwitch() {
  const stage = useKill((state) => state.stage);
  const isOver = stage.at === 'engaged' || stage.at === 'failed';
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
        opened={stage.at !== 'idle' && !stage.flatten}
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
          {isOver && (
            <CloseButton
              className="kill-close"
              size="md"
              aria-label="Dismiss"
              onClick={dismissKill}
            />
          )}
          {/* The announcer speaks; read aloud twice would be read late. */}
          <div role="status" aria-live="off">
            <KillReport stage={stage} />
          </div>
        </Popover.Dropdown>
      </Popover>
      <KillDialog />
    </>
  );
}

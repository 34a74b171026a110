import { Button, type ButtonProps } from '@mantine/core';

import { refusalOf } from './action.ts';
import { useActionContext } from './action-context.ts';
import { actionOf } from './all-actions.ts';
import { Keys } from './Keys.tsx';

interface ActionButtonProps extends ButtonProps {
  action: string;
  /** Other words than the action's own, where the place says the rest. */
  label?: string;
}

/** The button of an action: its verb, its shortcut, and on hover why it cannot be done now. */
export function ActionButton({ action: id, label, ...props }: ActionButtonProps) {
  const action = actionOf(id);
  const refusal = refusalOf(action, useActionContext());
  return (
    <Button
      variant="default"
      {...props}
      disabled={refusal !== null}
      title={refusal ?? undefined}
      rightSection={action.shortcut === null ? undefined : <Keys shortcut={action.shortcut} />}
      onClick={action.run}
    >
      {label ?? action.label}
    </Button>
  );
}

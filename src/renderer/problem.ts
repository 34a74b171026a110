import { notifications } from '@mantine/notifications';

import { ContractError } from '#shared/contract/error.ts';

/** A refusal or failure in a person's words. */
export interface Problem {
  message: string;
  /** What to do next; empty when there is nothing to do. */
  advice: string;
}

/** What went wrong, for a screen. A failure the desk did not word itself is a defect and says so. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ContractError) return { message: error.message, advice: error.advice };
  const detail = error instanceof Error ? error.message : String(error);
  return {
    message: `The console failed: ${detail}`,
    advice: 'Look at the orders before you act again, then reload the console.',
  };
}

/** Shows a problem where the eye is not, for actions that have no place of their own to answer in. */
export function showProblem(title: string, error: unknown): void {
  const { message, advice } = problemOf(error);
  notifications.show({
    title,
    message: advice === '' ? message : `${message} ${advice}`,
    color: 'critical',
    autoClose: 12_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

import { IconAlertTriangle } from '@tabler/icons-react';

/** What went wrong and what to do, in place. */
export function ProblemNote({ message, advice }: { message: string; advice: string }) {
  return (
    <div className="problem-note" role="alert">
      <IconAlertTriangle aria-hidden="true" size={16} />
      <p>
        <strong>{message}</strong> {advice}
      </p>
    </div>
  );
}

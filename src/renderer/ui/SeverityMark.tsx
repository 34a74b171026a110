type Severity = 'info' | 'warning' | 'critical';

const shapes: Record<Severity, string> = { info: '●', warning: '▲', critical: '◆' };

/** A severity as shape and colour; the word for those who see neither. */
export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span className={`severity severity-${severity}`}>
      <span aria-hidden="true">{shapes[severity]}</span>
      <span className="visually-hidden">{severity}</span>
    </span>
  );
}

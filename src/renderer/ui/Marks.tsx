/** A word on something that is not what it seems, and why in a sentence. */
export interface Mark {
  word: string;
  sentence: string;
  tone: 'critical' | 'warning';
}

/** Marks in a row, each with its sentence on hover. */
export function Marks({ marks }: { marks: readonly Mark[] }) {
  return marks.map(({ word, sentence, tone }) => (
    <span key={word} className={`badge badge-${tone} badge-mark`} title={sentence}>
      {word}
    </span>
  ));
}

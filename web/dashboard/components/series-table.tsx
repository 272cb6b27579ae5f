import { useState } from 'preact/hooks';
import type { Answer, Row } from '../api/query.ts';
import { showBucket } from '../format/time.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { bucketPeriod } from '../view/bucket-period.ts';
import type { Part } from '../view/records-link.ts';
import { DataTable, type TableColumn } from './data-table.tsx';

/** The grain of the time column of an answer. */
export function grainOfAnswer(answer: Answer): string {
  return answer.columns.find(({ kind }) => kind === 'time')?.grain ?? 'day';
}

/** The figures of a chart as a table, which opens below it. */
export function SeriesTable(props: {
  answer: Answer;
  columns: readonly TableColumn[];
  caption: string;
  /** What the figures are of, beside the filters of the view. */
  members?: Part['members'];
}) {
  const { answer, columns, caption, members } = props;
  const [isOpen, setIsOpen] = useState(false);
  const texts = useTexts(SHELL);
  const heading = useTexts(DIMENSION_NAMES).time ?? 'time';
  const locale = useLocale();
  const grain = grainOfAnswer(answer);
  const partOf = (row: Row): Part | undefined => {
    if (row === answer.totals) return { ...(members && { members }) };
    const period = bucketPeriod(String(row.time), grain, answer.query.period);
    return period && { ...(members && { members }), period };
  };
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary class="small soft">{isOpen ? texts.asChart : texts.asTable}</summary>
      {isOpen && (
        <DataTable
          answer={answer}
          caption={caption}
          heading={heading}
          nameOf={(row) => showBucket(String(row.time), grain, locale, true)}
          columns={columns}
          partOf={partOf}
        />
      )}
    </details>
  );
}

import { useState } from 'preact/hooks';
import { ask } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Form, textOf } from '../components/form.tsx';
import { Input } from '../components/form-fields.tsx';
import { ListTable } from '../components/list-table.tsx';
import { Nothing } from '../components/states.tsx';
import { weekdayName } from '../format/time.ts';
import { CALENDARS } from '../messages/calendars.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { useSession } from '../session.ts';
import { Loaded } from './loaded.tsx';
import { type Opening, readHours, showHours, WEEKDAYS } from './opening.ts';

interface Calendar {
  id: string;
  time_zone: string;
  opening: Opening;
  holidays: readonly string[];
}

const ZONES = Intl.supportedValuesOf('timeZone');
const PATH = '/api/v1/calendars';
/** Monday first. */
const ORDER = [1, 2, 3, 4, 5, 6, 0];

/** Business hours: weekly opening and holidays, by id. */
export function CalendarSettings() {
  const { tenant } = useSession();
  const texts = useTexts(CALENDARS);
  const loaded = useAnswer<{ calendars: Calendar[] }>(PATH);
  const [changed, setChanged] = useState<Calendar>();
  const remove = async ({ id }: Calendar) => {
    await ask(`${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE', tenant });
    loaded.reload();
  };
  return (
    <>
      <Loaded of={loaded}>
        {({ calendars }) =>
          calendars.length === 0 ? (
            <Nothing title={texts.none}>{texts.noneHint}</Nothing>
          ) : (
            <Card title={texts.list} note={texts.listNote}>
              <CalendarList calendars={calendars} change={setChanged} remove={remove} />
            </Card>
          )
        }
      </Loaded>
      <Card
        title={changed ? texts.edit(changed.id) : texts.add}
        note={texts.addNote}
        actions={
          changed && (
            <button type="button" class="button" onClick={() => setChanged(undefined)}>
              {texts.other}
            </button>
          )
        }
      >
        <CalendarForm key={changed?.id ?? ''} calendar={changed} onSaved={loaded.reload} />
      </Card>
    </>
  );
}

function CalendarList(props: {
  calendars: readonly Calendar[];
  change(calendar: Calendar): void;
  remove(calendar: Calendar): Promise<void>;
}) {
  const texts = useTexts(CALENDARS);
  const locale = useLocale();
  return (
    <ListTable
      items={props.calendars}
      keyOf={({ id }) => id}
      caption={texts.list}
      columns={[
        { heading: texts.id, show: ({ id }) => id, isText: true },
        { heading: texts.zone, show: (calendar) => calendar.time_zone, isText: true },
        {
          heading: texts.opening,
          isText: true,
          show: ({ opening }) =>
            ORDER.map((day) => (
              <span key={day} class="note">
                {weekdayName(day, locale)} {showHours(opening[WEEKDAYS[day]!]) || texts.closed}
              </span>
            )),
        },
        {
          heading: texts.holidays,
          isText: true,
          show: ({ holidays }) => <span title={holidays.join(', ')}>{texts.count(holidays.length)}</span>,
        },
        {
          heading: texts.actions,
          show: (calendar) => (
            <div class="row is-end">
              <button type="button" class="button" onClick={() => props.change(calendar)}>
                {texts.change}
              </button>
              <Confirm
                label={texts.remove}
                title={texts.removeTitle(calendar.id)}
                run={() => props.remove(calendar)}
                isDanger
              >
                <p>{texts.removeText}</p>
              </Confirm>
            </div>
          ),
        },
      ]}
    />
  );
}

function CalendarForm({ calendar, onSaved }: { calendar: Calendar | undefined; onSaved(): void }) {
  const { tenant, time_zone } = useSession();
  const texts = useTexts(CALENDARS);
  const locale = useLocale();
  const save = async (values: FormData) => {
    const id = calendar?.id ?? textOf(values, 'id') ?? '';
    const body = {
      time_zone: textOf(values, 'time_zone') ?? '',
      opening: Object.fromEntries(
        WEEKDAYS.map((day) => [day, readHours(textOf(values, `opening.${day}`) ?? '')]),
      ),
      holidays: (textOf(values, 'holidays') ?? '').split(/[\s,]+/).filter(Boolean),
    };
    await ask(`${PATH}/${encodeURIComponent(id)}`, { method: 'PUT', body, tenant });
    onSaved();
  };
  return (
    <Form send={save} submit={texts.submit}>
      <div class="form-grid">
        {!calendar && <Input name="id" label={texts.id} hint={texts.idHint} required />}
        <Input
          name="time_zone"
          label={texts.zone}
          value={calendar?.time_zone ?? time_zone}
          proposed={ZONES}
          required
        />
        <Input
          name="holidays"
          label={texts.holidays}
          hint={texts.holidaysHint}
          value={calendar?.holidays.join(', ') ?? ''}
        />
      </div>
      <p class="soft small">{texts.openingHint}</p>
      <div class="form-grid">
        {ORDER.map((day) => {
          const name = WEEKDAYS[day]!;
          const usual = day >= 1 && day <= 5 ? '09:00-18:00' : '';
          return (
            <Input
              key={name}
              name={`opening.${name}`}
              label={weekdayName(day, locale)}
              value={calendar ? showHours(calendar.opening[name]) : usual}
              placeholder={texts.closed}
            />
          );
        })}
      </div>
    </Form>
  );
}

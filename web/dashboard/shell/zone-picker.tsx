import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { useSession } from '../session.ts';
import { useView } from '../view/use-view.tsx';

const ZONES = Intl.supportedValuesOf('timeZone');

/** The zone of days and hours: the tenant's, unless the reader chooses another. */
export function ZonePicker() {
  const { view, go } = useView();
  const { time_zone } = useSession();
  const texts = useTexts(SHELL);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const near = [...new Set([own, 'UTC', ...(view.zone ? [view.zone] : [])])];
  return (
    <label class="field">
      {texts.zone}
      <select
        value={view.zone ?? ''}
        onChange={(event) => go({ zone: event.currentTarget.value || undefined })}
      >
        <option value="">{texts.ownZone(time_zone)}</option>
        {near.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
        <hr />
        {ZONES.filter((zone) => !near.includes(zone)).map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </select>
    </label>
  );
}

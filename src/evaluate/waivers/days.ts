const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`; 2026-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(time) === text;
}

/** The UTC day of a time in ISO 8601. */
export function dayOfTime(time: string): string {
  return dayOf(Date.parse(time));
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/**
 * The last UTC day that is over by a moment in ISO 8601, `2027-01-01` or with a time, in UTC where no zone is stated. A
 * day counts as over in its last minute. Null for what is no moment.
 */
export function lastDay(moment: string): string | null {
  const [, day = '', clock = '00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[Tt ] *(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) *(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(
      moment,
    ) ?? [];
  if (!isDay(day)) return null;
  const offset = zone.replace(
    /^([+-]\d{2}):?(\d{2})?$/,
    (_, hours: string, minutes = '00') => `${hours}:${minutes}`,
  );
  const time = Date.parse(`${day}T${clock}${offset.toUpperCase()}`);
  return Number.isNaN(time) ? null : dayOf(time + MINUTE - DAY);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

const DAY = 86_400_000;

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

export function dayBefore(day: string): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) - DAY);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

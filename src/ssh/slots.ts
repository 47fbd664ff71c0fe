/** A number of places, given out in the order of asking. */
export interface Slots {
  /** Waits for a place; calling what it gives, once or more often, gives the place back. */
  readonly take: () => Promise<() => void>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const release = (): (() => void) => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    };
  };
  return {
    take: () =>
      new Promise((resolve) => {
        const give = (): void => resolve(release());
        if (free === 0) waiting.push(give);
        else {
          free--;
          give();
        }
      }),
  };
}

/** The preferred and minimum width of a column, in points. */
export interface WidthWish {
  natural: number;
  least: number;
}

/**
 * Widths that fill `room` exactly. Spare room is distributed in proportion; if room is short, columns shrink towards
 * their minimum. If even the minimum does not fit, all columns shrink alike.
 */
export function columnWidths(wishes: readonly WidthWish[], room: number): number[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const natural = sum(wishes.map((wish) => wish.natural));
  const least = sum(wishes.map((wish) => Math.min(wish.least, wish.natural)));
  if (natural <= room || least >= room) {
    const factor = room / (natural <= room ? natural : least);
    return wishes.map(
      (wish) => factor * (natural <= room ? wish.natural : Math.min(wish.least, wish.natural)),
    );
  }
  const share = (room - least) / (natural - least);
  return wishes.map((wish) => {
    const floor = Math.min(wish.least, wish.natural);
    return floor + (wish.natural - floor) * share;
  });
}

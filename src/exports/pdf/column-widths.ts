/** What a column would like and what it can live with, in points. */
export interface WidthWish {
  natural: number;
  least: number;
}

/**
 * Widths that fill `room` exactly: what is left over goes to the columns in proportion, what is missing comes
 * off those that have more than they need. Where even the least is too much, all shrink alike.
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

/** Where the events of one day lie beside each other, so that each one's title can be read. */
import type { Event, Part } from "../../host/screens";

export type Placed = { event: Event; part: Part; left: number; width: number; level: number; ghost: boolean };

/** A shorter event is drawn, and reckoned, as if it had so many minutes. */
const LEAST = 25;

export function pack(events: Event[], day: number): Placed[] {
  const items = events.flatMap((event) => [
    ...event.parts.filter((part) => part.day === day).map((part) => ({ event, part, ghost: false })),
    ...event.ghost.filter((part) => part.day === day).map((part) => ({ event, part, ghost: true })),
  ]);
  items.sort((one, two) => one.part.from - two.part.from || two.part.to - one.part.to);
  const placed: Placed[] = [];
  let group: (typeof items)[number][] = [];
  let end = -1;
  for (const item of items) {
    if (item.part.from >= end) {
      placed.push(...beside(group));
      group = [];
    }
    group.push(item);
    end = Math.max(group.length === 1 ? -1 : end, till(item.part));
  }
  return [...placed, ...beside(group)];
}

const till = (part: Part) => Math.max(part.to, part.from + LEAST);

/** Events that overlap in time: each in the first free column, and as wide as nothing is in its way. */
function beside(group: { event: Event; part: Part; ghost: boolean }[]): Placed[] {
  const columns: { part: Part }[][] = [];
  const at = group.map((item) => {
    let column = columns.findIndex((held) => held.every((one) => till(one.part) <= item.part.from));
    if (column < 0) column = columns.push([]) - 1;
    columns[column]!.push(item);
    return column;
  });
  const count = columns.length;
  return group.map((item, n) => {
    const column = at[n]!;
    let free = column + 1;
    while (free < count && columns[free]!.every((one) => till(one.part) <= item.part.from || one.part.from >= till(item.part))) free += 1;
    // What lies under the next column shows its colour and the begin of its words; the next one covers the rest.
    const reach = free < count ? 0.45 : 0;
    return { ...item, left: column / count, width: (free - column + reach) / count, level: column };
  });
}

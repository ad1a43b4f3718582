/** Where the events of one day lie beside each other, so that each one's title can be read. */
import type { Event, Part } from "../../host/screens";

/** `share` is the part of its width that nothing lies on. */
export type Placed = { event: Event; part: Part; left: number; width: number; level: number; ghost: boolean; share: number };

/** A shorter event is drawn, and reckoned, as if it had so many minutes. */
const LEAST = 25;
/** So many minutes hold the first line of a title. */
const FIRST_LINE = 25;

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
    // It reaches over later columns until one would cover its first line; what begins later lies on top of it.
    let free = column + 1;
    while (free < count && !columns[free]!.some((one) => together(one.part, item.part) && one.part.from < item.part.from + FIRST_LINE)) free += 1;
    const width = (free - column) / count;
    const crowded = columns.slice(column + 1, free).some((held) => held.some((one) => together(one.part, item.part)));
    return { ...item, left: column / count, width, level: column, share: crowded ? 1 / (free - column) : 1 };
  });
}

const together = (one: Part, two: Part) => one.from < till(two) && two.from < till(one);

/** Where things of a lane lie on the screen, in pixels. It reckons with true minutes only, never with clocks. */
import type { Lane, Segment, Spot, TierCell } from "../../host/screens";
import { height, step } from "../../parts/tiers";

/** How large a lane is drawn. */
export type Size = { width: number; height: number; minutes: number; compact: boolean };
/** All times with one look, as one outline: few drawings are quick ones. */
export type Fill = { step: number; future: boolean; path: string };
export type Gap = { x: number; w: number; top: number; bottom: number; plan: number; dear: boolean };
export type Label = { x: number; y: number; text: string; struck: boolean };
export type Flag = { x: number; spot: Spot };
export type Drawing = {
  fills: Fill[];
  past: string;
  future: string;
  unseen: { x: number; w: number }[];
  gaps: Gap[];
  ghosts: { x: number; y: number; w: number }[];
  labels: Label[];
  flags: Flag[];
};

/** A label is left out below this time. */
const LABEL_MINUTES = 180;
/** About how wide a letter of a label is, and how high a line. */
const LETTER = 6.6;
const LINE = 13;
/** Flags do not cover each other. */
const FLAG = 17;

export function draw(lane: Lane, size: Size): Drawing {
  const x = (minute: number) => (minute / size.minutes) * size.width;
  const y = (tier: TierCell) => Math.round(size.height * (1 - height(tier.mbps))) + 0.5;
  return {
    fills: fills(lane.segments, size.height, x, y),
    past: steps(lane.segments, "past", x, y),
    future: steps(lane.segments, "future", x, y),
    unseen: lane.segments.filter((one) => one.kind === "unknown").map((one) => ({ x: x(one.from), w: x(one.to) - x(one.from) })),
    gaps: lane.segments.filter((one) => one.kind === "past" && one.tier && one.planned && one.planned.mbps !== one.tier.mbps).map((one) => gap(one, x, y)),
    ghosts: lane.marks.filter(isGhost).map((one) => ({ x: x(one.at), w: x(one.to!) - x(one.at), y: y(one.tier!) })),
    labels: labels(lane, size, x, y),
    flags: flags(lane.marks, x, size.width),
  };
}

function fills(segments: Segment[], floor: number, x: (minute: number) => number, y: (tier: TierCell) => number): Fill[] {
  const found = new Map<string, Fill>();
  for (const one of segments) {
    if (one.kind === "unknown" || !one.tier) continue;
    const look = { step: step(one.tier.mbps), future: one.kind === "future" };
    const fill = found.get(`${look.step} ${look.future}`) ?? { ...look, path: "" };
    fill.path += `M${x(one.from)} ${floor}V${y(one.tier)}H${x(one.to)}V${floor}Z`;
    found.set(`${look.step} ${look.future}`, fill);
  }
  return [...found.values()];
}

/** One path for an unbroken run of segments of a kind; it begins where the run before it ended. */
function steps(segments: Segment[], kind: "past" | "future", x: (minute: number) => number, y: (tier: TierCell) => number): string {
  let path = "";
  let before: Segment | null = null;
  for (const one of segments) {
    if (one.kind === kind && one.tier) {
      const joined = before?.tier && (before.kind === kind || kind === "future");
      if (joined && before?.kind === kind) path += `V${y(one.tier)}`;
      else if (joined) path += `M${x(one.from)} ${y(before!.tier!)}V${y(one.tier)}`;
      else path += `M${x(one.from)} ${y(one.tier)}`;
      path += `H${x(one.to)}`;
    }
    before = one;
  }
  return path;
}

function gap(one: Segment, x: (minute: number) => number, y: (tier: TierCell) => number): Gap {
  const live = y(one.tier!);
  const plan = y(one.planned!);
  return { x: x(one.from), w: x(one.to) - x(one.from), top: Math.min(live, plan), bottom: Math.max(live, plan), plan, dear: live < plan };
}

const isGhost = (spot: Spot) => spot.mark === "suppressed" && spot.to !== null && spot.tier !== null;

function labels(lane: Lane, size: Size, x: (minute: number) => number, y: (tier: TierCell) => number): Label[] {
  const found: Label[] = [];
  let free = -1;
  lane.segments.forEach((one, at) => {
    if (!one.tier || one.to - one.from < LABEL_MINUTES) return;
    const left = x(one.from) + 3;
    const wide = one.tier.short.length * LETTER;
    const room = fits(lane.segments, at, left + wide, x, y);
    if (!room || left < free || (size.compact && wide * 1.5 > x(one.to) - x(one.from) && y(one.tier) > size.height * 0.8)) return;
    found.push({ x: left, y: y(one.tier) - 4, text: one.tier.short, struck: false });
    free = left + wide;
  });
  for (const one of lane.marks.filter(isGhost)) found.push({ x: x(one.at) + 3, y: y(one.tier!) - 4, text: one.tier!.short, struck: true });
  return found;
}

/** The label of a segment may reach over what is lower than it, and over nothing else. */
function fits(segments: Segment[], at: number, end: number, x: (minute: number) => number, y: (tier: TierCell) => number): boolean {
  const own = segments[at]!;
  for (const next of segments.slice(at + 1)) {
    if (x(next.from) >= end) return true;
    if (!next.tier || y(next.tier) < y(own.tier!) + LINE) return false;
  }
  return x(own.to) >= end;
}

function flags(spots: Spot[], x: (minute: number) => number, width: number): Flag[] {
  let last = -FLAG;
  return [...spots]
    .sort((one, two) => one.at - two.at)
    .map((spot) => {
      const middle = spot.mark === "suppressed" && spot.to !== null ? (spot.at + spot.to) / 2 : spot.at;
      last = Math.min(width - FLAG / 2, Math.max(x(middle), last + FLAG, FLAG / 2));
      return { x: last, spot };
    });
}

/** Of many lanes those with trouble come first, then those of one tag together, those without a tag last. */
export function grouped(lanes: Lane[]): { lane: Lane; group: string }[] {
  const rank = (lane: Lane) => (isTroubled(lane) ? 0 : lane.tag === null ? 2 : 1);
  const all = lanes.map((lane) => ({ lane, group: isTroubled(lane) ? "in trouble" : (lane.tag ?? "no tag") }));
  return all.sort((one, two) => rank(one.lane) - rank(two.lane) || (one.group < two.group ? -1 : one.group > two.group ? 1 : 0));
}

const isTroubled = (lane: Lane) => lane.marks.some((one) => one.mark === "failed" || one.mark === "drift" || one.mark === "unknown");

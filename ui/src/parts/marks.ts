/** The word, the shape and the colour of a state. */
import type { Mark } from "../host/screens";

type Look = { word: string; glyph: string; colour: string };

export const MARKS: Record<Mark, Look> = {
  planned: { word: "Planned", glyph: "planned", colour: "plain" },
  ordered: { word: "Ordered", glyph: "ordered", colour: "busy" },
  pending: { word: "Pending", glyph: "pending", colour: "busy" },
  confirmed: { word: "Confirmed", glyph: "confirmed", colour: "ok" },
  failed: { word: "Failed", glyph: "failed", colour: "bad" },
  cancelled: { word: "Cancelled", glyph: "cancelled", colour: "plain" },
  refused: { word: "Refused", glyph: "failed", colour: "bad" },
  unknown: { word: "Unknown", glyph: "unknown", colour: "warn" },
  missed: { word: "Missed", glyph: "missed", colour: "warn" },
  drift: { word: "Drift", glyph: "drift", colour: "warn" },
  held: { word: "Held", glyph: "held", colour: "warn" },
  replaced: { word: "Replaced", glyph: "ignored", colour: "plain" },
  attention: { word: "Needs attention", glyph: "attention", colour: "warn" },
  suppressed: { word: "Suppressed", glyph: "suppressed", colour: "plain" },
  ignored: { word: "Ignored", glyph: "ignored", colour: "plain" },
  fine: { word: "As planned", glyph: "confirmed", colour: "ok" },
};

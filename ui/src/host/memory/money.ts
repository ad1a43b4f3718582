/** Owns how tiers and amounts of the worlds in memory are written. Sums are plain numbers here: fixtures, not bills. */
import type { Amount, TierCell } from "../screens";

/** A tier in its written forms. */
export function tier(mbps: number): TierCell {
  const gigabit = mbps >= 1000 && mbps % 1000 === 0;
  return {
    mbps,
    text: gigabit ? `${mbps / 1000} Gbps` : `${mbps} Mbps`,
    short: gigabit ? `${mbps / 1000} G` : `${mbps} M`,
  };
}

/** Cents, exact: sums of minutes would drift. */
export function cents(value: number): number {
  return Math.round(value * 100 + Math.sign(value) * 1e-7) / 100;
}

/** `$1,234.56`, with a true minus. */
export function dollars(value: number): string {
  const rounded = cents(value);
  return `${rounded < 0 ? "−" : ""}$${Math.abs(rounded)
    .toFixed(2)
    .replace(/\B(?=(\d{3})+\.)/g, ",")}`;
}

/** `+$0.82`, `−$0.14`, `$0.00`. */
export function signed(value: number): string {
  return cents(value) > 0 ? `+${dollars(value)}` : dollars(value);
}

export function amount(value: number): Amount {
  return { text: dollars(value), value: cents(value) };
}

export function difference(value: number): Amount {
  return { text: signed(value), value: cents(value) };
}

export function perHour(value: number): Amount {
  return { text: `${signed(value)}/h`, value: cents(value) };
}

export const UNKNOWN: Amount = { text: "unknown", value: null };

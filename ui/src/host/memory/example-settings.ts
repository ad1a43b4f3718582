/** Owns the settings, rules and profiles of the example world. */
import type { ProfileRow, RuleRow, Settings } from "../screens";
import { tier } from "./money";

export function rules(): RuleRow[] {
  return [
    {
      name: null,
      when: "a command in the title or the first three lines: #iod … or [IoD …]",
      then: "tier and circuits as written",
      fits: 6,
    },
    {
      name: null,
      when: "the older form: Lumen IoD | Start: … | End: …",
      then: "as written, circuit from the location",
      fits: 0,
    },
    {
      name: null,
      when: "a bandwidth in the title, in a calendar bound to circuits",
      then: "that tier on those circuits",
      fits: 19,
    },
    { name: null, when: "a category is a profile’s name", then: "the profile", fits: 0 },
    {
      name: "stream",
      when: "title contains “stream”, from dana.reyes@example.com",
      then: "profile “video”: HQ 1 Gbps",
      fits: 2,
    },
    { name: "branch nights", when: "location is “Branch 2”, longer than 12 h", then: "Branch 2 at 200 Mbps", fits: 0 },
    { name: "quiet fridays", when: "title contains “no meetings”", then: "nothing", fits: 1 },
    { name: null, when: "the calendar has a tier of its own", then: "that tier", fits: 0 },
  ];
}

export function profiles(): ProfileRow[] {
  return [
    {
      name: "video",
      tiers: [
        { circuit: "HQ", tier: tier(1000) },
        { circuit: "Branch 2", tier: tier(500) },
      ],
    },
    {
      name: "backup",
      tiers: [
        { circuit: "HQ", tier: tier(2000) },
        { circuit: "Warehouse", tier: tier(500) },
      ],
    },
  ];
}

export function settings(): Omit<Settings, "rules" | "profiles"> {
  return {
    billing: "per-minute",
    zone: "America/New_York",
    zones: [
      "America/Chicago",
      "America/Denver",
      "America/Los_Angeles",
      "America/New_York",
      "Europe/Berlin",
      "Europe/London",
      "UTC",
    ],
    quota: 24,
    event_limit: null,
    currency: "USD",
    role: "primary",
    quiet: "22:00-07:00",
    holidays: true,
    dialect: "lumen",
    base: "https://api.lumen.com",
    customer_number: "1-EXMPL",
    credentials: "There, in this computer’s keychain; last used 10:41 EST",
    credentials_mark: "fine",
    secret_is: "The secret is in this computer’s keychain and nowhere else.",
    version: "0.1.0",
    folder: "/home/dana/.local/share/tidegate",
    autostart: true,
  };
}

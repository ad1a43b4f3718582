/** Which screen of which customer the address names: `#/week`, `#/harbour/activity/4417`. */
export type Route = { tenant: string | null; screen: string; rest: string | null };

/** The screens in the order of their keys, and their icons. */
export const SCREENS = [
  { screen: "week", name: "Week" },
  { screen: "calendar", name: "Calendar" },
  { screen: "circuits", name: "Circuits" },
  { screen: "feeds", name: "Feeds" },
  { screen: "activity", name: "Activity" },
  { screen: "cost", name: "Cost" },
  { screen: "attention", name: "Attention" },
  { screen: "settings", name: "Settings" },
] as const;

const KNOWN = [...SCREENS.map((one) => one.screen as string), "customers", "set-up"];

export function read(hash: string): Route {
  const parts = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decode);
  const at = KNOWN.includes(parts[0] ?? "") ? 0 : 1;
  const screen = parts[at] ?? "";
  return {
    tenant: at === 1 ? (parts[0] ?? null) : null,
    screen: KNOWN.includes(screen) ? screen : "week",
    rest: parts.slice(at + 1).join("/") || null,
  };
}

export function write(route: Route): string {
  const parts = [route.tenant, ...route.screen.split("/"), ...(route.rest ?? "").split("/")];
  return `#/${parts.filter((part) => part !== null && part !== "").map((part) => encodeURIComponent(part!)).join("/")}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Which component shows which screen. */
import type { Component } from "svelte";

import Activity from "./Activity.svelte";
import Attention from "./Attention.svelte";
import Calendar from "./Calendar.svelte";
import Circuits from "./Circuits.svelte";
import Cost from "./Cost.svelte";
import Feeds from "./Feeds.svelte";
import Settings from "./Settings.svelte";
import Week from "./Week.svelte";

export const SCREEN: Record<string, Component> = {
  week: Week,
  calendar: Calendar,
  circuits: Circuits,
  feeds: Feeds,
  activity: Activity,
  cost: Cost,
  attention: Attention,
  settings: Settings,
};

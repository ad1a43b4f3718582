// Made from the Rust types by a test; do not edit.
export type * from "./screens/shared";
export type * from "./screens/activity";
export type * from "./screens/attention";
export type * from "./screens/calendar";
export type * from "./screens/circuits";
export type * from "./screens/feeds";
export type * from "./screens/glance";
export type * from "./screens/money";
export type * from "./screens/settings";
export type * from "./screens/setup";
export type * from "./screens/way";
export type * from "./screens/week";

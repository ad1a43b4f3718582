/** Keeping a setting: told in a sentence, refused in one; a field that was refused shows the old value again. */
import type { Session } from "../../session.svelte";

export function keeper(session: Session) {
  return async (name: string, value: string, done: string): Promise<boolean> =>
    session.act({ do: "setting-set", name, value }, done);
}

/** Sends what was written in a field when it was left; puts the old text back where that was refused. */
export function onLeave(old: () => string, send: (value: string) => Promise<boolean>) {
  return async (event: Event) => {
    const field = event.currentTarget as HTMLInputElement;
    const value = field.value.trim();
    if (value === old()) return;
    if (!(await send(value))) field.value = old();
  };
}

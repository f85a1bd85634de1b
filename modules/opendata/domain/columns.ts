type Named = { readonly name: string; readonly type: string };

/** Columns that readers of the former file will miss, or find with another type, and new ones. */
export function columnChanges(former: readonly Named[], next: readonly Named[]): { gone: string[]; added: string[] } {
  const key = ({ name, type }: Named): string => `${name}\0${type}`;
  const [before, after] = [new Set(former.map(key)), new Set(next.map(key))];
  return {
    gone: former.filter((column) => !after.has(key(column))).map(({ name }) => name),
    added: next.filter((column) => !before.has(key(column))).map(({ name }) => name),
  };
}

/** So many days pass between the notice and the change. */
export const noticeDays = 14;

/** The day on which a file with changed columns is published. */
export const dueDay = (now: Date): string => new Date(now.getTime() + noticeDays * 86_400_000).toISOString().slice(0, 10);

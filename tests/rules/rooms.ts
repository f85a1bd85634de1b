import path from "node:path";
import type { SourceFile } from "./transactions.ts";

/** What a reader can still survey. */
const MOST_FILES = 25;
/** Rooms that hold more, each for the reason that ARCHITECTURE.md gives; at most five. */
export const fullRooms: readonly string[] = ["tests", "tests/kit"];

/** Folders with more source files than a room holds. */
export function overfullRooms(files: readonly string[], exceptions: readonly string[] = fullRooms): string[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
  return [...counts].flatMap(([folder, count]) =>
    count > MOST_FILES && !exceptions.includes(folder)
      ? [`${folder}: ${count} files; a room holds ${MOST_FILES}, split it by topic`]
      : [],
  );
}

/** Imports of another module's interface that the manifest does not name in `needs`: the order of the modules is that of their needs. */
export function importsBeyondNeeds(sources: readonly SourceFile[]): string[] {
  const needs = new Map<string, Set<string>>();
  for (const { path: file, source } of sources) {
    const module = /^modules\/([^/]+)\/module\.ts$/.exec(file)?.[1];
    const list = /\bneeds: \[([^\]]*)\]/.exec(source)?.[1] ?? "";
    if (module) needs.set(module, new Set([...list.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name)));
  }
  return sources.flatMap(({ path: file, source }) => {
    const module = /^modules\/([^/]+)\//.exec(file)?.[1] ?? "";
    return [...source.matchAll(/from "@troad\/([a-z]+)\/api"/g)].flatMap(([, other = ""]) =>
      other === module || needs.get(module)?.has(other)
        ? []
        : [`${file}: ${module} imports the interface of ${other} without naming it in needs`],
    );
  });
}

/** Rooms with code whose own folder has no test: what holds only the whole government shows breaks far from its cause. */
export function roomsWithoutTests(files: readonly string[]): string[] {
  const tested = new Map<string, boolean>();
  for (const file of files) {
    const room = /^(?:kernel|web|(?:modules|packages)\/[^/]+)(?=\/)/.exec(file)?.[0];
    if (room) tested.set(room, (tested.get(room) ?? false) || file.endsWith(".test.ts"));
  }
  return [...tested].flatMap(([room, isTested]) => (isTested ? [] : [`${room} has code and no test of its own`]));
}

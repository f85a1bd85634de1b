import { createHash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import { type ConfVersion, writeAnchor, writeGlobalConf } from "@troad/xroad";
import { extensionPart, writeExtension } from "../../domain/extension.ts";
import type { Configuration } from "./build.ts";
import type { ConfigurationKeys, Distribution } from "./keys.ts";

export type Publication = {
  /** The current signed directory, for an X-Road version. */
  directory(distribution: Distribution, version: ConfVersion): Promise<Buffer>;
  /** A file named by a recent directory. */
  file(path: string): Buffer | undefined;
  anchor(distribution: Distribution): Promise<Buffer>;
  /** The published configuration no longer matches the tables. */
  changed(): void;
};

/** Renewed at the latest after this time, well within its life, so that what gateways hold never comes close to its expiry. */
const freshMs = 10_000;
const partsOfLife = 6;
/** Number of generations whose files stay, for readers that fetched their directory before a change. */
const kept = 12;

type Generation = { at: Date; files: Map<string, Buffer> };

/** Signs and keeps the configuration. One generation serves every gateway that asks within the same seconds. */
export function openPublication(options: {
  ctx: Pick<ModuleContext, "clock" | "ids">;
  instance: string;
  origin: string;
  /** Lifetime of a published configuration. */
  lifeMs: number;
  keys: () => Promise<ConfigurationKeys>;
  build: (keys: ConfigurationKeys, issuedAt: Date) => Promise<Configuration>;
}): Publication {
  const { ctx, instance, origin, lifeMs } = options;
  const remadeMs = Math.min(freshMs, lifeMs / partsOfLife);
  const generations: Generation[] = [];
  let made: { changes: number; at: Date; done: Promise<Generation> } | undefined;
  let changes = 0;
  let last = 0;

  async function make(): Promise<Generation> {
    // a distinct time for each: it names the folder, and anything older is refused
    const at = new Date(Math.max(ctx.clock.now().getTime(), last + 1));
    last = at.getTime();
    const keys = await options.keys();
    const built = await options.build(keys, at);
    const files = new Map<string, Buffer>();
    for (const version of [5, 6] as const) {
      const written = await writeGlobalConf(
        {
          version,
          shared: built.shared,
          private: built.private,
          generatedAt: at,
          expires: new Date(at.getTime() + lifeMs),
          extra: [{ ...extensionPart, data: writeExtension(built.extension) }],
          newBoundary: () => createHash("sha256").update(ctx.ids.secret()).digest("hex").slice(0, 24),
        },
        { internal: keys.internal.active, external: keys.external.active },
      );
      for (const { path, data } of written) files.set(path, data);
    }
    const generation = { at, files };
    generations.unshift(generation);
    generations.length = Math.min(generations.length, kept);
    return generation;
  }

  function current(): Promise<Generation> {
    const now = ctx.clock.now().getTime();
    if (!made || made.changes !== changes || Math.abs(now - made.at.getTime()) > remadeMs) {
      const mine = { changes, at: new Date(now), done: make() };
      made = mine;
      mine.done.catch(() => {
        if (made === mine) made = undefined; // made again at the next request
      });
    }
    return made.done;
  }

  return {
    directory: async (distribution, version) => (await current()).files.get(`/V${version}/${distribution}conf`)!,
    file: (path) => {
      for (const { files } of generations) if (files.has(path) && !path.endsWith("conf")) return files.get(path);
      return undefined;
    },
    anchor: async (distribution) => {
      const keys = (await options.keys())[distribution];
      const certificates = [keys.active.certificate, keys.announced];
      const url = `${origin}/${distribution}conf`;
      return writeAnchor({ generatedAt: ctx.clock.now(), instance, sources: [{ url, certificates }] });
    },
    changed: () => {
      changes += 1;
    },
  };
}

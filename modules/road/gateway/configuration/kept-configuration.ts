import fs from "node:fs";
import path from "node:path";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { Download } from "./fetch-configuration.ts";

const keptSchema = Type.Object({
  directory: Type.String(),
  files: Type.Record(Type.String(), Type.String()),
  certificates: Type.Array(Type.String()),
});
const keptCheck = Compile(keptSchema);

/** The last good configuration on disk, so that a gateway can start while the registry is away. It is verified again when read. */
export function keptConfiguration(folder: string, instance: string) {
  const file = path.join(folder, `${instance.replace(/[^A-Za-z0-9-]/g, "_")}.json`);
  return {
    write: ({ directory, files, certificates }: Download): void => {
      const text = JSON.stringify({
        directory: directory.toString("base64"),
        files: Object.fromEntries([...files].map(([location, data]) => [location, data.toString("base64")])),
        certificates,
      });
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const partial = `${file}.${process.pid}`;
      fs.writeFileSync(partial, text, { mode: 0o600 });
      fs.renameSync(partial, file);
    },
    read: (): Download | undefined => {
      if (!fs.existsSync(file)) return undefined;
      try {
        const kept: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
        if (!keptCheck.Check(kept)) return undefined;
        return {
          directory: Buffer.from(kept.directory, "base64"),
          files: new Map(Object.entries(kept.files).map(([location, data]) => [location, Buffer.from(data, "base64")])),
          certificates: kept.certificates,
        };
      } catch {
        return undefined;
      }
    },
  };
}

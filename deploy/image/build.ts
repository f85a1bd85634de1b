import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeRoot, run } from "./root.ts";

/** The storage and isolation that need neither a daemon nor namespaces of users. */
const buildah = (...args: string[]): string => run("buildah", ["--storage-driver", "vfs", ...args]).trim();

/** Makes an image from a root file system and writes it to `archive`, as `docker load` and `podman load` take it. Needs buildah. */
export function makeImage({ root, archive, tag }: { root: string; archive: string; tag: string }): void {
  const container = buildah("from", "scratch");
  try {
    buildah("copy", "--quiet", container, root, "/");
    buildah(
      ...["config", "--user", "troad", "--workingdir", "/opt/troad", "--env", "TROAD_DATA=/data", "--env", "TZ=Asia/Taipei"],
      ...["--entrypoint", JSON.stringify(["/opt/troad/node", "--disable-warning=ExperimentalWarning", "/opt/troad/apps/troad/main.ts"])],
      ...["--cmd", "serve", "--label", `org.opencontainers.image.title=T-Road`, container],
    );
    const image = buildah("commit", "--quiet", "--format", "oci", container, tag);
    buildah("push", "--quiet", image, `oci-archive:${archive}:${tag}`);
    buildah("rmi", image);
  } finally {
    buildah("rm", container);
  }
}

/** usage: npm run image -- [--tag=localhost/troad:0.1.0] [--out=troad.tar] */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { tag: { type: "string", default: "localhost/troad:0.1.0" }, out: { type: "string", default: "troad.tar" } },
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-image-"));
  const root = path.join(folder, "root");
  makeRoot({ project: path.resolve(import.meta.dirname, "..", ".."), root });
  makeImage({ root, archive: path.resolve(values.out), tag: values.tag });
  fs.rmSync(folder, { recursive: true });
  process.stdout.write(`${values.out}: ${values.tag}\n`);
}

import { createHmac } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { installationSecret, type ModuleContext } from "@troad/kernel";

/** The folder of the demonstration's cards: files that stand in for chips. */
export type CardFiles = {
  /** The authentication key and certificate as PKCS#12; its password is the PIN. */
  path(subject: string): string;
  signingPath(subject: string): string;
  /** Six digits, always the same for each person of this installation, so that no file needs to be read to know them. */
  pinOf(subject: string): string;
  people: string;
  write(file: string, content: Buffer | string): void;
};

export function cardFiles(ctx: ModuleContext): CardFiles {
  const folder = path.join(ctx.dataDir, "demo", "cards");
  let secret: string | undefined;
  return {
    path: (subject) => path.join(folder, `${subject}.p12`),
    signingPath: (subject) => path.join(folder, `${subject}-sign.p12`),
    pinOf: (subject) => {
      secret ??= installationSecret(ctx.folder, "demo-pins");
      const digest = createHmac("sha256", secret).update(subject).digest();
      return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
    },
    people: path.join(ctx.dataDir, "demo", "people.json"),
    /** Writes a file completely or not at all: after a kill only a temporary file is left. */
    write: (file, content) => {
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      const partial = `${file}.${process.pid}`;
      fs.writeFileSync(partial, content, { mode: 0o600 });
      fs.renameSync(partial, file);
    },
  };
}

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type BankFormat, bankFormats } from "./format.ts";

/** How the bank is reached, as this module needs it: files out, files in, and one question about an account. */
export type BankChannel = {
  /** Our account there: the bank's code and the number. */
  account: { bank: string; number: string };
  format: BankFormat;
  /** Hands a file over; the same name is the same file, and the bank takes a MsgId once. Gives the SHA-256 of what was written. */
  put(name: string, pieces: AsyncIterable<string>): Promise<Buffer>;
  /** Names of the bank's files that were not taken yet, oldest first. */
  waiting(): Promise<string[]>;
  read(name: string): AsyncIterable<Uint8Array>;
  /** The file was dealt with. */
  done(name: string): Promise<void>;
  /** Whether the holder's name of an account is this one. `unknown`: the bank does not answer such questions. */
  nameMatches(asked: { account: string; name: string }): Promise<"matches" | "differs" | "unknown">;
};

type Options = { folder: string; account: string; format?: BankFormat; nameMatches?: BankChannel["nameMatches"] };
const most = 1_000;

/**
 * A folder that the bank's file transfer keeps in step with the bank's: `out/` is taken from, `in/` is put into. A file is written beside its
 * place and renamed, so that half a file is never taken.
 */
export function folderChannel({
  folder,
  account,
  format = bankFormats.iso20022,
  nameMatches = async () => "unknown",
}: Options): BankChannel {
  const [bank = "", number = ""] = account.split("-");
  const place = (...parts: string[]): string => path.join(folder, ...parts);
  for (const name of ["out", "in", "done"]) fs.mkdirSync(place(name), { recursive: true, mode: 0o700 });
  return {
    account: { bank, number },
    format,
    nameMatches,
    put: async (name, pieces) => {
      const digest = createHash("sha256");
      const part = place("out", `.${name}.part`);
      const file = await fs.promises.open(part, "w", 0o600);
      try {
        for await (const piece of pieces) {
          digest.update(piece);
          await file.writeFile(piece);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await fs.promises.rename(part, place("out", name));
      return digest.digest();
    },
    waiting: async () => {
      const names = await fs.promises.readdir(place("in"));
      return names
        .filter((name) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(xml|txt)$/.test(name))
        .toSorted()
        .slice(0, most);
    },
    read: (name) => fs.createReadStream(place("in", name)),
    done: (name) => fs.promises.rename(place("in", name), place("done", name)),
  };
}

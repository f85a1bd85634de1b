import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { root, scratch } from "./government.ts";

const folder = path.join(root, "tests", "fixtures", "before");

/** What the program that made the folder printed or showed: addresses, ids and hashes that must hold for good. */
export const expected = JSON.parse(fs.readFileSync(path.join(folder, "expected.json"), "utf8")) as {
  people: number;
  subject: string;
  case: string;
  actions: string[];
  draft: { id: string; subject: string };
  access: { approved: string; refused: string };
  certificate: { code: string };
  slip: string;
  invoiceProof: string;
  uses: string[];
  consents: string[];
  checkpoint: string;
  verifierKey: string;
};

/** Every address that the program of before answered, parameters as `:name`; fingerprinted assets aside. */
export const addressesBefore = fs
  .readFileSync(path.join(folder, "addresses.txt"), "utf8")
  .trim()
  .split("\n")
  .map((line) => {
    const [method = "", address = ""] = line.split(" ");
    return { method, path: address };
  });

/** Why the folder cannot be started here, or undefined: its database was written by PostgreSQL 18 on x86-64. */
export const dataBeforeUnusable = (): string | undefined =>
  process.platform === "linux" && process.arch === "x64" ? undefined : "the data folder of before is of Linux on x86-64";

/** A copy of the data folder of before. */
export function dataBefore(): string {
  const data = scratch("before");
  const tar = zstdDecompressSync(fs.readFileSync(path.join(folder, "data.tar.zst")));
  const done = spawnSync("tar", ["-xf", "-", "-C", data], { input: tar, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`tar: ${done.stderr}`);
  return data;
}

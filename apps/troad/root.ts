import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the program: content/ and data/ are found there. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

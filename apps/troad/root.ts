import path from "node:path";
import { fileURLToPath } from "node:url";

/** The program's folder, which contains content/ and data/. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

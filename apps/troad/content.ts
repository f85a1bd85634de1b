import path from "node:path";
import { type Content, openContent } from "@troad/kernel";
import { root } from "./root.ts";

/** The content that this installation runs on: TROAD_CONTENT, or the project's own. */
export const content = (): Content =>
  openContent((process.env.TROAD_CONTENT ?? "content").split(path.delimiter).map((folder) => path.resolve(root, folder)));

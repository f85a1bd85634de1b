import { filesIn, type StoredFile } from "@troad/forms";
import type { CaseAction } from "../api.ts";

/** Every document that a submitted case names, in the order of its actions: answers, what was signed on paper, what was supplied or received later. */
export function filesOf(actions: readonly Pick<CaseAction, "type" | "data">[]): StoredFile[] {
  const named = actions.flatMap(({ type, data }) => {
    if (type === "answered") return filesIn(data.answers as Record<string, unknown>);
    if (type === "submitted") return filesIn({ files: data.paper });
    return type === "supplied" || type === "document-received" ? filesIn({ files: data.files }) : [];
  });
  return [...new Map(named.map((file) => [file.id, file])).values()];
}

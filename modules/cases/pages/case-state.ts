import { tag } from "@troad/design";
import type { FastifyRequest } from "fastify";
import type { CaseState } from "../api.ts";

const colours: Record<CaseState, string> = {
  draft: "grey",
  collecting: "blue",
  waiting: "yellow",
  reviewing: "blue",
  deciding: "blue",
  decided: "grey",
  stopped: "yellow",
  closed: "grey",
  withdrawn: "grey",
  discarded: "grey",
};

/** Where a case stands; of a decided one what was decided, which is what people want to know. */
export const stateTag = (request: FastifyRequest, state: CaseState, granted: boolean | null = null) => {
  if (state === "decided" && granted !== null)
    return tag({
      text: request.t(granted ? "cases.state.granted" : "cases.state.refused"),
      classes: `tr-tag--${granted ? "green" : "yellow"}`,
    });
  return tag({ text: request.t(`cases.state.${state}`), classes: `tr-tag--${colours[state]}` });
};

import { tag } from "@troad/design";
import type { FastifyRequest } from "fastify";
import type { CaseState } from "../api.ts";

const colours: Record<CaseState, string> = {
  draft: "grey",
  collecting: "blue",
  deciding: "blue",
  decided: "green",
  stopped: "red",
  withdrawn: "grey",
};

export const stateTag = (request: FastifyRequest, state: CaseState) =>
  tag({ text: request.t(`cases.state.${state}`), classes: `tr-tag--${colours[state]}` });

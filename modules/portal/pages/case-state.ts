import type { CaseState } from "@troad/cases/api";
import { tag } from "@troad/design";
import type { FastifyRequest } from "fastify";

const colours: Record<CaseState, string> = {
  draft: "grey",
  collecting: "blue",
  deciding: "blue",
  decided: "green",
  stopped: "red",
  withdrawn: "grey",
};

export const stateTag = (request: FastifyRequest, state: CaseState) =>
  tag({ text: request.t(`portal.state.${state}`), classes: `tr-tag--${colours[state]}` });

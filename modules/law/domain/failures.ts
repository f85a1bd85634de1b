import { failures } from "@troad/kernel";

/** Every expected failure of this module; `why` names the field and what it should be. */
export const fail = failures({ "law.question": 400, "law.name-unknown": 404 });

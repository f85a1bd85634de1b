import { failures } from "@troad/kernel";

/** Every failure of this module; `why` names the field and what is expected there. */
export const fail = failures({ "law.question": 400, "law.name-unknown": 404 });

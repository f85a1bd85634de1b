import { defineEvent } from "@troad/kernel";
import type { TransferRecord } from "./domain/record.ts";

/** A transfer stands in the public log. */
export const transferRecorded = defineEvent<TransferRecord & { leafIndex: number }>("road.transfer-recorded.v1");

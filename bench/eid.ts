/** `npm run bench -- eid`: what the eID and its authority cost beside the signatures that they cannot do without. */
import { ocspRows } from "./eid/ocsp.ts";
import type { Row } from "./kit.ts";

export default async (): Promise<Row[]> => ocspRows();

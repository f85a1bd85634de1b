import type { Names, ServiceNames, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { MyDataApi } from "../api.ts";

/** What there is for a page; each takes what it needs of it. */
export type MyDataPages = {
  site: Site;
  names: Names;
  purposeOf: ServiceNames["purposeOf"];
  mydata: MyDataApi;
  /** Reads by law are found by the national id alone. */
  nationalId(request: FastifyRequest): Promise<string | null>;
};

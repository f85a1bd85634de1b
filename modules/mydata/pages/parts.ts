import type { Names, ServiceNames, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { MyDataApi } from "../api.ts";

/** The dependencies of the pages; each page takes what it needs. */
export type MyDataPages = {
  site: Site;
  names: Names;
  purposeOf: ServiceNames["purposeOf"];
  mydata: MyDataApi;
  /** Reads by law are found only by the national id. */
  nationalId(request: FastifyRequest): Promise<string | null>;
};

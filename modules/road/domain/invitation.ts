/** What a member's process needs to join, in a file that an officer delivers. The first to use it can join in the member's name. */
export type Invitation = {
  format: 1;
  id: string;
  secret: string;
  expires: string;
  instance: string;
  /** The address of the platform's pages and the registry. */
  origin: string;
  /** The address of the platform's processes over mutual TLS. */
  peers: string;
  /** SHA-256 of their authority's certificate, lower-case hex. */
  peersCa: string;
  /** The anchor of the configuration. */
  anchor: string;
  /** CLASS/CODE */
  member: string;
  /** Id of its agency, which names its folders, schema and processes. */
  agency: string;
  kind: string;
  name: Record<string, string>;
  subsystems: string[];
  /** Code of the gateway. */
  server: string;
};

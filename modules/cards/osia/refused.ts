/** An answer of OSIA other than the one that was hoped for; only 400 has a body. */
export class Refused extends Error {
  readonly status: 400 | 403 | 404 | 409;
  constructor(status: 400 | 403 | 404 | 409, why = "") {
    super(why);
    this.status = status;
  }
}

/** RFC 9457. Only what stands here reaches a client; `cause` goes to the log. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Of a record that is not known: whether its store can be asked for it (POST /v1/records/fetch). */
  readonly canFetch?: boolean;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.title, options);
    this.problem = problem;
  }
}

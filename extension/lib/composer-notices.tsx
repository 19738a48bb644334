import type { DraftKeeper, KeptDraft } from "./draft-keeper.ts";
import { explainFailure } from "./explain.ts";
import type { Sending } from "./use-sending.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly keeper: DraftKeeper;
  readonly kept: KeptDraft;
  readonly sending: Sending;
  readonly base: string;
  readonly isOffline: boolean;
  readonly onRetry: (request: string) => void;
  readonly onSecond: () => void;
}

/** What stands between the merchant and this text: no network, no answer, another draft. */
export function ComposerNotices({ keeper, kept, sending, base, isOffline, onRetry, onSecond }: Props) {
  const { messages } = useWording();
  const { composer } = messages;
  const { attempt } = kept.draft;
  return (
    <>
      {isOffline ? (
        <p className="strip wait" role="status">
          {composer.offline}
        </p>
      ) : null}
      {kept.other === undefined ? null : (
        <div className="strip" role="status">
          <p>{composer.drafts.other}</p>
          <q dir="auto">{kept.other.body}</q>
          <span className="actions">
            <button type="button" className="small" onClick={() => keeper.swap()}>
              {composer.drafts.use}
            </button>
            <button type="button" className="small" onClick={() => keeper.offer(undefined)}>
              {composer.drafts.keep}
            </button>
          </span>
        </div>
      )}
      {sending.kind === "wentBefore" ? (
        <div className="strip wait" role="alert">
          <p>
            <strong>{composer.unclear.before.title}</strong> {composer.unclear.before.advice}
          </p>
          <button type="button" className="small" onClick={onSecond}>
            {composer.unclear.second}
          </button>
        </div>
      ) : attempt !== undefined && sending.kind !== "asking" ? (
        <div className="strip wait" role="alert">
          <p>
            <strong>{composer.unclear.title}</strong>{" "}
            {sending.kind === "unclear" ? `${explainFailure(messages, sending.failure, base).title}. ` : null}
            {composer.unclear.advice}
          </p>
          <button type="button" className="small" onClick={() => onRetry(attempt.request)}>
            {composer.unclear.again}
          </button>
        </div>
      ) : null}
      {sending.kind === "refused" ? (
        <p className="strip stop" role="alert">
          <strong>{explainFailure(messages, sending.failure, base).title}</strong> {describeProblem()}
        </p>
      ) : null}
    </>
  );

  function describeProblem(): string {
    if (sending.kind !== "refused") return "";
    const problem = "problem" in sending.failure ? sending.failure.problem : undefined;
    const said = problem?.errors?.map(({ message }) => message).join(", ") ?? problem?.detail;
    return said ?? explainFailure(messages, sending.failure, base).advice;
  }
}

import { type FormEvent, useId, useState } from "react";
import { ask, type Failure } from "./api.ts";
import type { ComposerMessages } from "./composer-messages.ts";
import type { Connection } from "./connection.ts";
import { explainFailure } from "./explain.ts";
import { testPhoneAnswer, testTextAnswer } from "./message-answers.ts";
import type { Messages } from "./messages.ts";
import type { Shape } from "./shape.ts";
import { Sheet } from "./sheet.tsx";
import { useWording } from "./wording.ts";

interface Props {
  readonly connection: Connection;
  readonly testPhone: { readonly masked: string; readonly verified: boolean } | undefined;
  /** Body of the request; undefined while there is nothing that could be sent. */
  readonly request: string | undefined;
  readonly problem: string | undefined;
  readonly onClose: (testPhone: { readonly masked: string; readonly verified: boolean } | undefined) => void;
}

type Step = { readonly kind: "phone" } | { readonly kind: "code" | "ready" | "sent"; readonly masked: string };

/** Sends the text to the merchant's own phone, once that has proved to be theirs. */
export function TestSheet({ connection, testPhone, request, problem, onClose }: Props) {
  const { messages } = useWording();
  const { test: words } = messages.composer;
  const [step, setStep] = useState<Step>(() =>
    testPhone === undefined
      ? { kind: "phone" }
      : { kind: testPhone.verified ? "ready" : "code", masked: testPhone.masked },
  );
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const [typed, setTyped] = useState("");
  const id = useId();

  const post = async <T,>(path: string, body: string, shape: Shape<T>): Promise<T | undefined> => {
    setBusy(true);
    setFailure(undefined);
    const answer = await ask(connection, path, shape, new AbortController().signal, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    setBusy(false);
    if (answer.kind === "answered") return answer.value;
    setFailure(answer.failure);
    return undefined;
  };
  const go = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    switch (step.kind) {
      case "phone": {
        const asked = await post("/v1/test-phone", JSON.stringify({ phone: typed.trim() }), testPhoneAnswer);
        if (asked === undefined) return;
        setTyped("");
        return setStep({ kind: asked.verified ? "ready" : "code", masked: asked.masked });
      }
      case "code": {
        const code = typed.replaceAll(/\s/g, "");
        const verified = await post("/v1/test-phone/verify", JSON.stringify({ code }), testPhoneAnswer);
        return verified && setStep({ kind: "ready", masked: verified.masked });
      }
      case "ready":
      case "sent": {
        if (request === undefined) return;
        const { masked } = step;
        const sent = await post("/v1/messages/test", request, testTextAnswer);
        return sent && setStep({ kind: "sent", masked: sent.to ?? masked });
      }
    }
  };
  const close = () =>
    onClose(step.kind === "phone" ? testPhone : { masked: step.masked, verified: step.kind !== "code" });
  const explained = failure === undefined ? undefined : explain(failure, messages, connection.base);

  return (
    <Sheet title={words.title} onClose={close}>
      <p className="hint">{words.lead}</p>
      <form className="inline-form" onSubmit={go} noValidate key={step.kind}>
        {step.kind === "phone" || step.kind === "code" ? (
          <>
            <label htmlFor={id}>{step.kind === "phone" ? words.phone : words.code(step.masked)}</label>
            <div className="row">
              <input
                id={id}
                // biome-ignore lint/a11y/noAutofocus: the step before has just made room for this field
                autoFocus
                type={step.kind === "phone" ? "tel" : "text"}
                inputMode={step.kind === "phone" ? "tel" : "numeric"}
                autoComplete={step.kind === "phone" ? "tel" : "one-time-code"}
                maxLength={step.kind === "phone" ? 40 : 12}
                value={typed}
                aria-invalid={failure !== undefined}
                aria-describedby={`${id}-bad`}
                onChange={({ target }) => setTyped(target.value)}
              />
              <button type="submit" className="primary" aria-disabled={isBusy}>
                {step.kind === "phone" ? words.ask : words.verify}
              </button>
            </div>
          </>
        ) : (
          <div className="row spread">
            <p>{words.phoneIs(step.masked)}</p>
            <button type="submit" className="primary" aria-disabled={isBusy || request === undefined}>
              {words.send}
            </button>
          </div>
        )}
        <p role="alert" id={`${id}-bad`} className="bad">
          {explained ?? (request === undefined && step.kind === "ready" ? problem : "")}
        </p>
        <p role="status" className="good">
          {step.kind === "sent" ? words.sent(step.masked) : ""}
        </p>
        {step.kind === "phone" ? null : (
          <button type="button" className="quiet" onClick={() => setStep({ kind: "phone" })}>
            {words.other}
          </button>
        )}
      </form>
    </Sheet>
  );
}

function explain(failure: Failure, messages: Messages, base: string): string {
  const { problems } = messages.composer.test;
  const problem = "problem" in failure ? failure.problem : undefined;
  const name = problem?.type?.replace("/problems/", "") ?? "";
  if (isNamed(problems, name)) return problems[name];
  const isAboutPhone = problem?.errors?.some(({ path }) => path === "phone") ?? false;
  if (isAboutPhone) return problems.badPhone;
  if (problem?.errors?.some(({ path }) => path === "code") ?? false) return problems["wrong-code"];
  const { title, advice } = explainFailure(messages, failure, base);
  return `${title}. ${advice}`;
}

type Problems = ComposerMessages["test"]["problems"];

function isNamed(problems: Problems, name: string): name is keyof Problems {
  return Object.hasOwn(problems, name);
}

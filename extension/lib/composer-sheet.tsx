import type { RefObject } from "react";
import type { Connection } from "./connection.ts";
import type { Draft } from "./drafts.ts";
import { explainFailure } from "./explain.ts";
import { LinkSheet } from "./link-sheet.tsx";
import { type Template, templatesAnswer } from "./message-answers.ts";
import type { MessageFieldHandle } from "./message-field.tsx";
import type { RecordAnswer, RecordLink } from "./record-answer.ts";
import { ScheduleSheet } from "./schedule-sheet.tsx";
import type { Settings } from "./settings.ts";
import { TemplateSheet } from "./template-sheet.tsx";
import { TestSheet } from "./test-sheet.tsx";
import { hasLinkToken } from "./text-marks.ts";
import { useAsked } from "./use-answer.ts";
import { useWording } from "./wording.ts";

export type SheetKind = "templates" | "link" | "schedule" | "test";
export type TestPhone = { readonly masked: string; readonly verified: boolean } | undefined;

interface Props {
  readonly kind: SheetKind;
  readonly connection: Connection;
  readonly answer: RecordAnswer | undefined;
  readonly draft: Draft;
  readonly settings: Settings;
  readonly testPhone: TestPhone;
  readonly testRequest: string | undefined;
  /** The text as it is asked for at another time; undefined while it cannot go. */
  readonly laterRequest: ((sendAtMs: number) => string) | undefined;
  /** Why this text cannot go, in words. */
  readonly problem: string | undefined;
  readonly field: RefObject<MessageFieldHandle | null>;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onSchedule: (atMs: number) => void;
  readonly onTestPhone: (testPhone: TestPhone) => void;
  readonly onClose: () => void;
}

/** The page that slides over the composer, and what it changes in the draft. */
export function ComposerSheet(props: Props) {
  const { kind, connection, answer, draft, field, onChange, onClose } = props;
  const { messages } = useWording();
  const templates = useAsked(connection, "/v1/templates", templatesAnswer);
  const links = answer?.links ?? [];

  const leave = (then: (field: MessageFieldHandle) => void) => {
    onClose();
    // The browser gives the focus back to the button first.
    requestAnimationFrame(() => field.current !== null && then(field.current));
  };
  const chooseTemplate = (template: Template, body: string) => {
    const found = links.find(({ kind: wanted }) => wanted === template.link?.kind);
    onChange({ body, link: found === undefined ? draft.link : pickLink(found) });
    leave((message) => message.focusGap());
  };

  switch (kind) {
    case "templates":
      return (
        <TemplateSheet
          templates={templates?.kind === "answered" ? templates.value.items : undefined}
          problem={
            templates?.kind === "failed" ? explainFailure(messages, templates.failure, connection.base) : undefined
          }
          values={answer?.fields ?? {}}
          language={answer?.customer?.language}
          onChoose={chooseTemplate}
          onClose={onClose}
        />
      );
    case "link":
      return (
        <LinkSheet
          links={links}
          current={draft.link}
          onClose={onClose}
          onChoose={(link) => {
            onChange({ link });
            leave((message) => (hasLinkToken(draft.body) ? message.focusGap() : message.insert("{{ link }}")));
          }}
        />
      );
    case "schedule":
      return (
        <ScheduleSheet
          connection={connection}
          there={{ timeZone: answer?.customer?.timeZone, localTime: answer?.customer?.localTime }}
          request={props.laterRequest}
          settings={props.settings}
          problem={props.problem}
          onClose={onClose}
          onSchedule={(atMs) => {
            onClose();
            props.onSchedule(atMs);
          }}
        />
      );
    case "test":
      return (
        <TestSheet
          connection={connection}
          testPhone={props.testPhone}
          request={props.testRequest}
          problem={props.problem}
          onClose={(testPhone) => {
            props.onTestPhone(testPhone);
            onClose();
          }}
        />
      );
  }
}

function pickLink({ kind, url }: RecordLink) {
  return { kind, url };
}

import type { CustomerText } from "./record-answer.ts";

/** The extension's sign; the same drawing as assets/icon.svg. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="currentColor"
        d="M9 2.5h14A7.5 7.5 0 0 1 30.5 10v7A7.5 7.5 0 0 1 23 24.5h-7.2l-6.9 5.2A1.2 1.2 0 0 1 7 28.7v-4.5A7.5 7.5 0 0 1 1.5 17v-7A7.5 7.5 0 0 1 9 2.5z"
      />
      <path className="logo-check" d="m9.8 13.8 4.3 4.3 8.3-8.6" />
    </svg>
  );
}

const STATUS_LINES: Readonly<Record<CustomerText["status"], string>> = {
  sending: "M2 8h10M8.5 4.5 12 8l-3.5 3.5",
  sent: "m3 8.5 3.2 3.2L13 5",
  delivered: "m1 8.5 3.2 3.2L11 5M8 11.5l.3.2L15 5",
  received: "M13 3v5H3m3.5-3.5L3 8l3.5 3.5",
  waiting: "M8 4.5V8l2.5 1.5M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8",
  suppressed: "M3.7 3.7l8.6 8.6M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8",
  failed: "M8 4.7v4M8 11.2v.1M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8",
  unknown: "M6.3 6.3A1.8 1.8 0 1 1 8 8.5v.5M8 11.2v.1M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8",
};

export function StatusIcon({ status }: { readonly status: CustomerText["status"] }) {
  return <Line path={STATUS_LINES[status]} />;
}

export function ClickIcon() {
  return <Line path="m6 6 7.5 2.7-3.3 1.5L8.7 13.5zM4 1.5v2M1.5 4h2M6.5 2.2 5.7 3.8" />;
}

export function ParcelIcon() {
  return <Line path="M2 5 8 2l6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6" />;
}

export function CloseIcon() {
  return <Line path="m4 4 8 8M12 4l-8 8" />;
}

export function LinkIcon() {
  return (
    <Line path="M6.5 9.5a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.5 6.5a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l1-1" />
  );
}

export function TemplateIcon() {
  return <Line path="M3.5 2.5h9v11h-9zM6 5.5h4M6 8h4M6 10.5h2.5" />;
}

export function PhoneIcon() {
  return <Line path="M5 1.8h6a1 1 0 0 1 1 1v10.4a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1M7.3 12h1.4" />;
}

export function LaterIcon() {
  return <Line path="M8 4.5V8l2.5 1.5M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8" />;
}

export function PanelIcon() {
  return <Line path="M2 3h12v10H2zM10 3v10" />;
}

export function ChevronIcon() {
  return <Line path="m4.5 6.5 3.5 3.5 3.5-3.5" />;
}

function Line({ path }: { readonly path: string }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

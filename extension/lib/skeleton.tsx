import { useWording } from "./wording.ts";

/** The record's outline while it is on its way, in the places where its parts will stand. */
export function RecordSkeleton() {
  const { messages } = useWording();
  return (
    <main className="record" aria-busy="true">
      <p className="visually-hidden" role="status">
        {messages.loading}
      </p>
      <div className="person" aria-hidden="true">
        <div className="bone name" />
        <div className="bone line" />
        <div className="bone chips" />
      </div>
      <div className="order" aria-hidden="true">
        <div className="bone line" />
        <div className="bone line" />
        <div className="bone line short" />
        <div className="bone line" />
      </div>
      <div className="conversation" aria-hidden="true">
        <div className="bone bubble-bone" />
        <div className="bone bubble-bone in" />
        <div className="bone bubble-bone" />
      </div>
    </main>
  );
}

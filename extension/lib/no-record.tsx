import { isLoopback } from "./connection.ts";
import { LastShorteningView } from "./last-shortening-view.tsx";
import { useWording } from "./wording.ts";

/** The tab shows no order: where Aftertext does work, and, on a machine that tries it out, the way to the simulated phones. */
export function NoRecord({ why, base }: { readonly why: "elsewhere" | "hidden"; readonly base: string }) {
  const { messages } = useWording();
  const { title, advice } = messages.noRecord[why];
  return (
    <main className="no-record">
      <LastShorteningView />
      <h1>{title}</h1>
      <p className="lead">{advice}</p>
      <h2>{messages.noRecord.listTitle}</h2>
      <ul className="admins">
        {ADMINS.map(({ platform, name, address }) => (
          <li key={platform}>
            <strong>{name}</strong>
            <span>{messages.noRecord.pages[platform]}</span>
            <code>{address}</code>
          </li>
        ))}
      </ul>
      {isLoopback(base) ? (
        <a className="button" href={new URL("/bench/phone", base).href} target="_blank" rel="noreferrer">
          {messages.noRecord.phones}
        </a>
      ) : null}
    </main>
  );
}

// Of the admins that the address parser knows, those whose stores the Worker can be connected to.
const ADMINS = [{ platform: "shopify", name: "Shopify", address: "admin.shopify.com" }] as const;

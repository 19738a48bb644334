import { isLoopback } from "./connection.ts";
import { LastShorteningView } from "./last-shortening-view.tsx";
import type { Merchant } from "./merchant-answer.ts";
import { namePlatform } from "./platform-names.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly why: "elsewhere" | "hidden";
  readonly base: string;
  readonly merchant: Merchant | undefined;
}

/** The tab shows no order: where Aftertext does work, and, on a machine that tries it out, the way to the simulated phones. */
export function NoRecord({ why, base, merchant }: Props) {
  const { messages } = useWording();
  const { title, advice } = messages.noRecord[why];
  const stores = merchant?.stores.filter(({ platform }) => Object.hasOwn(ADMINS, platform)) ?? [];
  return (
    <main className="no-record">
      <LastShorteningView />
      <h1>{title}</h1>
      <p className="lead">{advice}</p>
      {stores.length === 0 ? null : (
        <>
          <h2>{messages.composer.frame.stores}</h2>
          <ul className="admins">
            {stores.map(({ platform, shop }) => (
              <li key={`${platform} ${shop}`}>
                <strong>{shop}</strong>
                <span>{namePlatform(platform)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {isLoopback(base) ? (
        <a className="button" href={new URL("/bench/phone", base).href} target="_blank" rel="noreferrer">
          {messages.noRecord.phones}
        </a>
      ) : null}
    </main>
  );
}

/** Platforms whose admins the address parser knows. */
const ADMINS = { shopify: true, woocommerce: true, bigcommerce: true };

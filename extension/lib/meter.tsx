import type { Printing } from "../../shared/merge-fields.ts";
import type { Measure } from "./measure-text.ts";
import type { Price } from "./price-answer.ts";
import { LONGEST_BODY } from "./text-marks.ts";
import { useSavings } from "./use-savings.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly id: string;
  readonly body: string;
  readonly measure: Measure;
  /** Of one segment. */
  readonly price: Price | undefined;
  /** How the text is counted: for looking what a change of it would gain. */
  readonly printing: Printing;
  readonly onRepair: (body: string) => void;
}

/** What the text comes to while it is written, and what would make it shorter. */
export function Meter({ id, body, measure, price, printing, onRepair }: Props) {
  const { messages, formats } = useWording();
  const { meter: words, field } = messages.composer;
  const { segments, unitsLeft, isAtMost, encoding } = measure;
  const costs = price && formats.price({ ...price, amountMicros: price.amountMicros * segments });
  const over = body.length - LONGEST_BODY;
  return (
    <>
      <p id={id} className="meter">
        <span className={segments > 1 ? "segments many" : "segments"}>{words.segments(segments, isAtMost)}</span>
        <span>{words.left(unitsLeft)}</span>
        {costs === undefined ? null : <span>{price?.source === "list" ? words.about(costs) : costs}</span>}
        <abbr title={words.encodings[encoding]}>{encoding}</abbr>
      </p>
      {over > 0 ? (
        <p className="advice stop" role="alert">
          {field.tooLong(formats.number(over), formats.number(LONGEST_BODY))}
        </p>
      ) : (
        <SavingsLine body={body} measure={measure} printing={printing} onRepair={onRepair} />
      )}
    </>
  );
}

function SavingsLine({ body, measure, printing, onRepair }: Pick<Props, "body" | "measure" | "printing" | "onRepair">) {
  const { meter: words } = useWording().messages.composer;
  const { segments } = measure;
  const savings = useSavings(body, measure, printing);
  const { costly = [], segmentsIfPlain = 1, repaired, fitted, unitsOver = 0 } = savings ?? {};
  const said =
    costly.length > 0
      ? words.costly(listCharacters(costly), segments, segmentsIfPlain)
      : segments === 2 && unitsOver > 0
        ? words.tooLong(unitsOver)
        : "";
  if (said === "" && repaired === undefined && fitted === undefined) return null;
  return (
    <div className="advice">
      <p>{said}</p>
      <span className="actions">
        {repaired === undefined ? null : (
          <button
            type="button"
            className="small"
            title={repaired.changes.join(", ")}
            onClick={() => onRepair(repaired.body)}
          >
            {words.repair}
          </button>
        )}
        {fitted === undefined ? null : (
          <button
            type="button"
            className="small"
            title={fitted.changes.join(", ")}
            onClick={() => onRepair(fitted.body)}
          >
            {words.fit}
          </button>
        )}
      </span>
    </div>
  );
}

const MOST_SHOWN = 4;

function listCharacters(characters: readonly string[]): string {
  return characters.slice(0, MOST_SHOWN).join(" ") + (characters.length > MOST_SHOWN ? " …" : "");
}

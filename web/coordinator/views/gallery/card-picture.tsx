import { memo } from "react";
import { cardSize, type Card } from "../../../workloads/workload.ts";

/** The picture of a card, in the page's colours. It says nothing that the words beside it do not. */
export const CardPicture = memo(function CardPicture({ draw }: { readonly draw: Card["picture"] }) {
  return (
    <svg className="card-picture" viewBox={`0 0 ${cardSize.width} ${cardSize.height}`} aria-hidden="true">
      {draw().map(({ tone, path, isLine = false }) => (
        <path key={path} d={path} className={isLine ? `card-line tone-${tone}` : `tone-${tone}`} />
      ))}
    </svg>
  );
});

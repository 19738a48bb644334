/** What a merchant says of a product (`PUT /v1/products/{sku}`); the fields that templates show. */
export interface ProductFacts {
  readonly title?: string | undefined;
  readonly shortName?: string | undefined;
  readonly url?: string | undefined;
  readonly imageUrl?: string | undefined;
  readonly reviewUrl?: string | undefined;
  readonly guideUrl?: string | undefined;
  readonly careText?: string | undefined;
  readonly discreet?: boolean | undefined;
  readonly reviewDelay?: string | undefined;
  readonly daysPerUnit?: number | undefined;
  /** What is usual among those who buy it, and how many of them buy it again; undefined where too few do to tell. */
  readonly usualDaysPerUnit?: number | undefined;
  readonly repeatRate?: number | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly returnRisk?: number | undefined;
  readonly perishable?: boolean | undefined;
  readonly complementSku?: string | undefined;
  readonly stock?: number | undefined;
}

// Made from the Rust types by a test; do not edit.
import type { Amount, Mark, Stamp, TierCell } from "./shared";

/** Whose places a circuit can be at. */
export type ProviderRow = {
  /** The carrier's id. */
  id: string;
  /** Its name. */
  name: string;
};
/** Places, or a page of them. */
export type Places = {
  /** Those that are shown. */
  places: Array<PlaceRow>;
  /** `3 of 1,021`, or how many there are. */
  counted: string;
  /** Another page may follow. */
  more: boolean;
};
/** A place. */
export type PlaceRow = {
  /** The carrier's id. */
  id: string;
  /** The provider's name for it, else its address. */
  name: string;
  /** Its address in one line. */
  address: string;
  /** The market it belongs to. */
  market: string;
  /** A circuit can be ordered there. */
  takes_orders: boolean;
};
/** What a place can have. */
export type PlaceOffers = {
  /** The place's id. */
  place: string;
  /** Its address. */
  address: string;
  /** The tiers, lowest first. */
  tiers: Array<PlaceOffer>;
};
/** A tier that a place can have. */
export type PlaceOffer = {
  /** The tier. */
  tier: TierCell;
  /** Its price an hour. */
  per_hour: Amount;
  /** As commands take it. */
  command: string;
};
/** A quote while it is good. */
export type QuoteShown = {
  /** Its id. */
  quote: string;
  /** The tier. */
  tier: TierCell;
  /** The place's id. */
  place: string;
  /** The address. */
  address: string;
  /** `$0.79 an hour (the carrier says $568.80 a month)`. */
  costs: string;
  /** What is written to agree to the price. */
  agree: string;
  /** When it runs out. */
  until: Stamp;
  /** Seconds until then, when this was written. */
  left: number;
  /** The program that answers orders by it. */
  orders: boolean;
};
/** A billing account. */
export type AccountRow = {
  /** Its id. */
  id: string;
  /** The name on its bills. */
  name: string;
  /** The country of its headquarters. */
  headquarters: string;
  /** Why a new circuit cannot be billed to it, if so. */
  barred: string | null;
};
/** An errand and how it stands. */
export type ErrandRow = {
  /** Our reference. */
  reference: string;
  /** `The new circuit "Ashburn"`. */
  what: string;
  /** How it stands. */
  mark: Mark;
  /** The same in a word. */
  state: string;
  /** The last that was heard of it. */
  said: string;
  /** When it was wanted. */
  at: Stamp;
  /** It has ended. */
  over: boolean;
  /** The carrier's id for the order. */
  order: string | null;
};

/** A value in normal form, or why there is none, in words for the sender. */
export type NormalForm = { readonly value: string } | { readonly fault: string };

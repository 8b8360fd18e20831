import Type from 'typebox';

/** Why an operator does something. */
export const ReasonSchema = Type.String({
  maxLength: 500,
  pattern: '^[^\\p{C}]+$',
  description: 'Why, in words; kept with the operator’s name.',
});

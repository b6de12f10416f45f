/** The secret of a client of the sample. Anybody can know it, which is why it works in sample mode only. */
export const sampleSecret = (client: string): string => `sample-${client}`;

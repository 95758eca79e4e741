/** The models and their voices. */

const first = 'tiffany matthew amy ambre florian beatrice lorenzo greta lennart lupe carlos'.split(' ');
const second =
  'tiffany matthew amy olivia kiara arjun ambre florian beatrice lorenzo tina lennart lupe carlos carolina leo'.split(
    ' ',
  );

export interface ModelTraits {
  readonly voices: readonly string[];
  /** Live text input and endpointingSensitivity came with the second generation. */
  readonly secondGeneration: boolean;
}

/** What a model can do, or undefined when the id is not one of a Nova Sonic model. Accepts ids and ARNs. */
export function modelTraits(modelId: string): ModelTraits | undefined {
  const name = /(?:^|[/.:])amazon\.nova-((?:[\w-]+-)?sonic[\w.:-]*)$/.exec(modelId)?.[1];
  if (!name) return undefined;
  const secondGeneration = !name.startsWith('sonic-v1');
  return { voices: secondGeneration ? second : first, secondGeneration };
}

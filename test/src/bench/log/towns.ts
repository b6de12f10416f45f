import type { RegisterData } from '@guitu/contracts';

/** Says who plays a part of the sample's stories in another town: organisation, contract and division by their own text; any other text stays. */
export type Town = (text: string) => string;

const home = { city: 'baoji', prefecture: '6103' } as const;
const code = /^\d{6}$/u;
const partOfTheTown = /^(?:police|hospital|care)-baoji(?:-|$)/u;

/** Exchanges the sample's town with this one, so that whoever was on the way or the goal of a journey still is one. */
function exchange(city: string, prefecture: string): Town {
  const swapped = (division: string): string => {
    if (division.startsWith(home.prefecture)) return prefecture + division.slice(4);
    return division.startsWith(prefecture) ? home.prefecture + division.slice(4) : division;
  };
  const known = new Map<string, string>();
  const replace = (text: string): string => {
    if (code.test(text)) return swapped(text);
    if (text.startsWith('civil-')) return `civil-${swapped(text.slice('civil-'.length))}`;
    if (text === `station-${home.city}`) return `station-${city}`;
    if (text === `station-${city}`) return `station-${home.city}`;
    return partOfTheTown.test(text) ? text.replace(home.city, city) : text;
  };
  return (text) => {
    // Names and free text are long or few; organisations and codes are short and come again and again.
    if (text.length > 40) return text;
    let replaced = known.get(text);
    if (replaced === undefined) known.set(text, (replaced = replace(text)));
    return replaced;
  };
}

export interface Towns {
  readonly register: RegisterData;
  readonly towns: readonly Town[];
}

/** Every prefecture of the sample that has a station becomes a town with all that the sample's own has: police, hospitals, partners and their contracts, offices. */
export function townsOf(sample: RegisterData): Towns {
  const organisations = new Map(sample.organisations.map((organisation) => [organisation.id, organisation]));
  const contracts = [...sample.contracts];
  const towns: Town[] = [(text) => text];
  for (const { id, role, division } of sample.organisations) {
    if (role !== 'station' || division.endsWith('0000') || division.startsWith(home.prefecture)) continue;
    const city = id.slice('station-'.length);
    const exchanged = exchange(city, division.slice(0, 4));
    const town: Town = (text) => contractOf.get(text) ?? exchanged(text);
    const contractOf = new Map(sample.contracts.filter(({ station }) => station === `station-${home.city}`).map((contract) => [contract.id, `${contract.id}-${city}`]));
    const exchangedOffice = (id: string, of: string): boolean => id.startsWith('civil-') && [home.prefecture, division.slice(0, 4)].includes(of.slice(0, 4));
    for (const organisation of sample.organisations.filter((one) => partOfTheTown.test(one.id) || exchangedOffice(one.id, one.division))) {
      const there = { ...organisation, id: town(organisation.id), division: town(organisation.division) };
      if (!organisations.has(there.id)) organisations.set(there.id, there);
    }
    contracts.push(...sample.contracts.filter((contract) => contractOf.has(contract.id)).map((contract) => ({ ...contract, id: town(contract.id), station: town(contract.station), partner: town(contract.partner) })));
    towns.push(town);
  }
  return { register: { organisations: [...organisations.values()], contracts }, towns };
}

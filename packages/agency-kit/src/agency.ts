import { commandDefinition } from '@guitu/contracts';
import type { AgencyRole } from '@guitu/contracts';
import type { ProjectionReader, Projections } from '@guitu/event-bus';
import type { EventReader, EventWriter } from '@guitu/event-store';
import type { Register } from '@guitu/referral';
import { caseRoute, createCommandPath, createInstruments, createService, openingRoute, projectionsReady } from '@guitu/service-kit';
import type { CaseReader, Route, Service, Surroundings } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import { casesRoute } from './cases/route.js';
import { caseViewRoute } from './case-view/route.js';
import { sharedCommands } from './shared-commands.js';
import { organisationsRoute } from './organisations.js';
import { searchRoute } from './search/route.js';
import { worklistRoute } from './worklist/route.js';

/** What an agency's service runs on. `main.ts` of the process chooses the adapters. */
export interface AgencyDependencies extends Surroundings {
  readonly store: EventReader & EventWriter;
  /** Reads cases of that store; one for all agencies of a process, so that each case is kept once. */
  readonly cases: CaseReader;
  readonly vault: Vault;
  readonly register: Register;
  readonly worklist: ProjectionReader;
  /** Where the worklist is kept up to date: an agency is not ready while that is far behind. */
  readonly projections: Pick<Projections, 'status'>;
  readonly hubId: string;
}

export interface Agency {
  readonly role: AgencyRole;
  readonly title: { readonly zh: string; readonly en: string };
  /** Commands of the contract beside those that every agency has; each must name this role among its emitters. */
  readonly commands: readonly string[];
  /** Routes that only this agency has. */
  readonly routes?: (dependencies: AgencyDependencies) => readonly Route[];
}

/** One agency's service: the commands it may send, its worklist, its case view. A command's route is its event's name. */
export function createAgency(agency: Agency, dependencies: AgencyDependencies): Service {
  const { role, title, commands, routes } = agency;
  const { store, cases, vault, register, worklist, projections, hubId, ...surroundings } = dependencies;
  const { runtime, logger, instruments = createInstruments({ service: role, runtime }) } = surroundings;
  const run = createCommandPath({ store, cases, vault, register, runtime, hubId, service: role, logger, instruments });
  const names = [...new Set([...commands, ...sharedCommands])];
  const commandRoutes = names.flatMap((name): Route[] => {
    const command = commandDefinition(name);
    if (!command.roles.includes(role)) throw new RangeError(`${role} cannot send ${name}`);
    const [roles, tag] = [[role], commands.includes(name) ? role : 'shared'];
    const onCase = caseRoute({ command, roles, tag, run, path: `/cases/:caseId/${name}`, operationId: name });
    return command.opens ? [openingRoute({ command, roles, tag, run, path: `/cases/${name}`, operationId: `open-${name}` }), ...(command.name === 'help-requested' ? [] : [onCase])] : [onCase];
  });
  return createService({
    ...surroundings,
    name: role,
    title,
    routes: [...commandRoutes, caseViewRoute({ cases, vault, register, roles: [role] }), casesRoute(worklist, register, [role]), searchRoute({ worklist, vault, cases, store, register, runtime, roles: [role] }), worklistRoute(worklist, [role]), organisationsRoute(register, [role]), ...(routes?.(dependencies) ?? [])],
    readiness: [projectionsReady(projections, ['worklist']), ...(surroundings.readiness ?? [])],
    instruments,
  });
}

import type { EventName, Relation, Role } from '@guitu/contracts';
import { agencyRoles, definitionOf, eventNames } from '@guitu/contracts';
import { relationsOf } from './relations.js';
import { admittedAtStation, everybody, idOf, impairedAdult, placed, roleOf, sampleRegister, Scenario } from './testing/index.js';

type Rule = readonly [names: readonly EventName[], roles: readonly Role[], as: readonly Relation[]];
const agencies = [...agencyRoles];

/** Protocol section 4 as data: who may emit, and in which relation to the case. One line of that table is one line here. */
const table: readonly Rule[] = [
  [['found'], ['police', 'station', 'hospital'], ['opening', 'participant', 'supervising']],
  [['help-requested'], ['station', 'police'], ['opening']],
  [['help-declined'], ['police', 'station', 'hospital'], ['opener', 'custodian', 'responsible']],
  [['eligibility-decided', 'admitted'], ['station'], ['responsible', 'receiver']],
  [['admission-refused', 'ticket-issued', 'rescue-terminated', 'stay-extended', 'quick-query-run', 'dna-requested', 'identity-established', 'identity-withdrawn', 'placement-started', 'settlement-applied', 'settled', 'protection-lifted'], ['station'], ['responsible']],
  [['exit-completed'], ['station'], ['emitter']],
  [['escort-departed'], ['station', 'civil-affairs', 'police'], ['custodian']],
  [['escort-ended'], ['station', 'civil-affairs', 'police'], ['emitter']],
  [['left-without-formalities', 'self-leave-declared', 'collected', 'handover-offered'], agencies, ['custodian']],
  [['death-recorded'], agencies, ['custodian', 'participant']],
  [['death-certified'], ['hospital', 'police'], ['participant']],
  [['identity-check-answered'], ['police', 'civil-affairs'], ['addressee']],
  [['dna-collected', 'dna-result-returned'], ['police'], ['addressee']],
  [['linked', 'unlinked'], ['station'], ['responsible']],
  [['duplicate-accepted', 'duplicate-declared'], agencies, ['participant', 'supervising']],
  [['protection-set'], ['police', 'station', 'civil-affairs'], ['custodian', 'responsible', 'opener', 'supervising']],
  [['returned'], ['civil-affairs'], ['responsible', 'supervising', 'receiver']],
  [['guardianship-started'], ['civil-affairs'], ['supervising', 'responsible', 'custodian', 'addressee']],
  [['guardianship-ended'], ['civil-affairs'], ['emitter']],
  [['escalation-resolved', 'settlement-decided'], ['civil-affairs'], ['addressee']],
  [['placement-approved'], ['civil-affairs'], ['supervising']],
  [['follow-up-visited'], ['civil-affairs', 'station'], ['participant']],
  [['case-closed'], agencies, ['responsible']],
  [['medically-screened', 'hospital-admitted', 'condition-stabilised', 'discharged'], ['hospital'], ['custodian']],
  [['referral-sent'], agencies, ['custodian', 'responsible']],
  [['referral-received', 'referral-accepted', 'referral-declined', 'referral-redirected', 'handover-disputed'], agencies, ['receiver']],
  [['referral-withdrawn', 'handover-withdrawn'], agencies, ['asker', 'responsible']],
  [['referral-lapsed'], agencies, ['receiver', 'responsible']],
  [['handed-over'], agencies, ['receiver', 'custodian']],
  [['handover-confirmed'], agencies, ['other-party']],
  [['escalation-raised'], agencies, ['custodian', 'responsible', 'asker', 'receiver', 'addressee']],
  [['corrected'], agencies, ['emitter']],
  [['void-proposed', 'voided'], agencies, ['emitter', 'other-party']],
  [['erased', 'restricted', 'restriction-lifted'], ['data-protection'], ['participant']],
  [['care-recorded'], ['elder-care'], ['custodian']],
];

describe('who may emit', () => {
  test.each(table.flatMap(([names, roles, as]) => names.map((name) => [name, roles, as] as const)))('%s: the roles and relations of the protocol, and no others', (name, roles, as) => {
    const { by } = definitionOf(name);
    expect(new Set(by.flatMap((emitters) => emitters.roles))).toEqual(new Set(roles));
    expect(new Set(by.flatMap((emitters) => emitters.as))).toEqual(new Set(as));
  });

  test('the auditor emits nothing, the data-protection officer only what takes away (domain 8A 13)', () => {
    const by = (role: Role): readonly string[] => eventNames.filter((name) => definitionOf(name).by.some(({ roles }) => roles.includes(role)));
    expect(by('audit')).toEqual([]);
    expect(by('data-protection').toSorted()).toEqual(['erased', 'restricted', 'restriction-lifted']);
  });

  test('no event can create a charge to a person, their kin or unit: money in an event is what the station pays, or what somebody carries (domain 8A 11)', () => {
    const withMoney = eventNames.filter((name) => Object.keys(definitionOf(name).fields).some((field) => /fen|fare|charge|invoice|receivable/iu.test(field)));
    expect(withMoney).toEqual(['ticket-issued']);
  });

  test('every emitting relation can hold: none of the contract stands for nobody', () => {
    const story = new Scenario().case(impairedAdult);
    const placementId = placed(story);
    const asked = story.does('S', 'identity-check-requested');
    expect(story.refuses('P2', 'identity-check-answered', { checkId: asked })).toBe('not-yours');
    expect(story.refuses('S2', 'placement-ended', { placementId })).toBe('not-yours');
  });
});

describe('what an organisation is to a case', () => {
  test('the opener, the custodian, the responsible station, the offices above it, and nobody else', () => {
    const story = new Scenario().case(impairedAdult);
    placed(story);
    const relations = Object.fromEntries(everybody.map((who) => [who, [...relationsOf(story.state, idOf(who), sampleRegister)].toSorted().join(' ')]).filter(([, words]) => words !== ''));
    expect(relations).toEqual({ P: 'opener participant', S: 'participant responsible', E: 'custodian participant', C: 'supervising', CP: 'supervising', D: 'participant' });
  });

  test('an organisation whose role does not fit its token emits nothing', () => {
    const story = new Scenario().case(impairedAdult);
    admittedAtStation(story);
    for (const who of everybody.filter((each) => roleOf(each) !== 'station')) expect(story.refuses(who, 'ticket-issued')).toBe('not-yours');
  });
});

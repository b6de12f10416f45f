import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { circumstances, health, identity, record, statistical, part } from '../field.js';
import { helpReason } from '../codes/index.js';
import { assessment, person, signs } from '../person.js';
import { oneOf } from '../vocabulary.js';
import { division, reference, text, uuid } from '../values.js';

/** The fields that say who somebody is and what they may do; the flags and counts are derived by the hub from the sealed part. */
export const whoAndWhat = {
  person: identity('身份信息', 'Who the person is, as known', person().optional()),
  signs: health('健康迹象', 'Signs that decide what the person may do', signs().optional()),
  assessment: record('评估标志', 'Decision flags', assessment().optional(), 'assessment'),
};

export const found = defineEvent('found', {
  zh: '发现',
  en: 'Person found',
  stateBearing: true,
  by: [
    { roles: ['police', 'station', 'hospital'], as: ['opening'] },
    { roles: ['police', 'station', 'hospital'], as: ['participant', 'supervising'] },
  ],
  fields: {
    disposition: record('处置', 'What happened next', z.enum(['taken-along', 'left', 'goes-alone'])),
    reportedBy: record('发现来源', 'Who reported', z.enum(['own-patrol', 'grid', 'city-management', '12345', '110', 'public', 'ambulance'])),
    division: record('发现地区划', 'Division of the place', division()),
    toldAboutHelp: record('已告知求助途径', 'Told about help (告知)', z.boolean().optional()),
    personId: record('人员编号', 'Person that the opening event mints; absent when the case exists', uuid().optional(), 'person-id'),
    person: identity('身份信息', 'Who the person is, as known; the age at least as an estimate', person().required({ age: true })),
    signs: health('健康迹象', 'Signs that decide what the person may do', signs()),
    assessment: record('评估标志', 'Decision flags', assessment(), 'assessment'),
    place: circumstances('发现地点', 'Place', text().optional()),
    course: circumstances('发现经过', 'Course of events', text().optional()),
    wish: circumstances('本人意愿', "The person's wish", text().optional()),
    condition: health('身体状况', 'Condition when found', text().optional()),
  },
});

export const helpRequested = defineEvent('help-requested', {
  zh: '求助',
  en: 'Help requested',
  stateBearing: true,
  by: [{ roles: ['station', 'police'], as: ['opening'] }],
  fields: {
    channel: record('求助渠道', 'Channel; walk-in means that the person stands there, and needs person.age and signs', z.enum(['walk-in', 'station-hotline', '12345', '110', 'app', 'letter'])),
    personId: record('人员编号', 'Person that the case mints', uuid(), 'person-id'),
    ...whoAndWhat,
    helpReason: statistical('求助原因', 'Reason for help', oneOf(helpReason).optional()),
    caller: circumstances('来电人', 'Caller and relation', text().optional()),
    summary: circumstances('求助内容', 'Summary', text().optional()),
    recording: circumstances('录音编号', 'Call recording (kept at least 3 months)', reference().optional()),
  },
});

export const helpDeclined = defineEvent('help-declined', {
  zh: '本人拒绝救助',
  en: 'Help declined by the person',
  stateBearing: true,
  by: [{ roles: ['police', 'station', 'hospital'], as: ['opener', 'custodian', 'responsible'] }],
  fields: {
    cardGiven: record('已发放指导卡', 'Guidance card given', z.boolean()),
    ...whoAndWhat,
    statement: circumstances('本人表示', 'What the person said', text().optional()),
    witness: circumstances('见证', 'Witness', text().optional()),
  },
});

/** A later look at what the person may do; reverses an earlier one. Our own event: an assessment needs an author and a date of its own (protocol section 1). */
export const conditionAssessed = defineEvent('condition-assessed', {
  zh: '行为能力评估',
  en: 'Condition assessed',
  stateBearing: true,
  by: [{ roles: ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'], as: ['custodian', 'responsible'] }],
  fields: {
    person: identity('身份信息', 'Who the person is, as known', person().required({ age: true })),
    signs: health('健康迹象', 'Signs that decide what the person may do', signs()),
    assessment: record('评估标志', 'Decision flags', assessment(), 'assessment'),
  },
});

export const companionsLinked = defineEvent('companions-linked', {
  zh: '同行人关联',
  en: 'Companions linked',
  by: [{ roles: ['police', 'station', 'hospital', 'civil-affairs'], as: ['custodian', 'responsible'] }],
  fields: {
    cases: record('同行个案', 'Cases of the companions', z.array(uuid()).min(1).max(20)),
    relation: circumstances('关系', 'Relation', z.array(part('关系', 'Relation', text())).max(20).optional()),
  },
});

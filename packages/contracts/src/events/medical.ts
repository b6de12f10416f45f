import { z } from 'zod';
import { policeReportGround } from '../codes/index.js';
import { defineEvent } from '../event-definition.js';
import { care, circumstances, contact, health, record } from '../field.js';
import { instant, line, reference, text } from '../values.js';
import { oneOf } from '../vocabulary.js';
import { whoAndWhat } from './opening.js';

const custodianHospital = [{ roles: ['hospital' as const], as: ['custodian' as const] }];

export const medicallyScreened = defineEvent('medically-screened', {
  zh: '医疗甄别',
  en: 'Medically screened',
  stateBearing: true,
  by: custodianHospital,
  fields: {
    result: record('甄别结论', 'Result', z.enum(['no-treatment', 'outpatient', 'inpatient'])),
    ...whoAndWhat,
    categories: health('病情类别', 'Categories', z.array(z.enum(['healthy', 'critical', 'injury', 'acute-illness', 'infectious', 'psychiatric', 'intellectual', 'limb'])).max(8).optional()),
    fitToTravel: health('适宜出行', 'Fit to travel', z.boolean().optional()),
    findings: health('检查所见', 'Findings', text().optional()),
    careAdvice: care('照护建议', 'Advice for those who care next', text().optional()),
  },
});

export const hospitalAdmitted = defineEvent('hospital-admitted', {
  zh: '收治入院',
  en: 'Admitted to hospital',
  stateBearing: true,
  by: custodianHospital,
  fields: {
    signedBy: health('住院手续办理人', 'Who signed the admission (精神卫生法 art. 36: the sending department for kinless vagrants)', z.enum(['self', 'kin', 'sending-department', 'hospital'])),
    ward: health('病区', 'Ward', z.enum(['general', 'emergency', 'infectious', 'psychiatric'])),
    ground: health('住院依据', 'Ground (精神卫生法 art. 30)', z.enum(['voluntary', 'danger-to-self', 'danger-to-others', 'medical-necessity'])),
    diagnosis: health('诊断', 'Diagnosis', text().optional()),
  },
});

export const conditionStabilised = defineEvent('condition-stabilised', {
  zh: '病情稳定',
  en: 'Condition stabilised',
  by: custodianHospital,
  fields: { ...whoAndWhat, findings: health('病情', 'Findings', text().optional()), careAdvice: care('照护建议', 'Advice for those who care next', text().optional()) },
});

export const discharged = defineEvent('discharged', {
  zh: '出院',
  en: 'Discharged',
  stateBearing: true,
  by: custodianHospital,
  fields: {
    certificate: record('出院证明编号', 'Discharge certificate (出院证明)', reference()),
    destination: record('去向', 'Destination', z.enum(['station', 'elder-care', 'kin', 'self', 'other-hospital', 'other'])),
    ...whoAndWhat,
    summary: health('出院小结', 'Summary', text().optional()),
    medication: care('带药', 'Medication to continue', text().optional()),
    followUp: care('复诊', 'Follow-up', text().optional()),
  },
});

export const deathRecorded = defineEvent('death-recorded', {
  zh: '死亡记录',
  en: 'Death recorded',
  stateBearing: true,
  by: [
    { roles: ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'], as: ['custodian'] },
    { roles: ['hospital', 'police'], as: ['participant'] },
  ],
  fields: {
    diedAt: record('死亡时间', 'Time of death', instant().optional()),
    place: circumstances('死亡地点', 'Place', text().optional()),
    cause: health('死因', 'Cause', z.enum(['natural', 'unnatural', 'unknown']).optional()),
    details: health('经过', 'Details', text().optional()),
  },
});

export const deathCertified = defineEvent('death-certified', {
  zh: '死亡证明',
  en: 'Death certified',
  by: [{ roles: ['hospital', 'police'], as: ['participant'] }],
  fields: {
    certificate: record('死亡证明编号', 'Certificate', reference()),
    cause: health('死因', 'Cause', z.enum(['natural', 'unnatural', 'unknown'])),
    details: health('说明', 'Details', text().optional()),
  },
});

export const policeReported = defineEvent('police-reported', {
  zh: '报警',
  en: 'Reported to the police',
  by: [{ roles: ['station', 'hospital', 'elder-care', 'civil-affairs', 'police'], as: ['custodian', 'responsible', 'participant'] }],
  fields: {
    ground: record('报警事由', 'Ground', oneOf(policeReportGround)),
    receiptNumber: record('接警回执号', 'Receipt number', reference().optional()),
    reportedTo: contact('受理单位及人员', 'Who took the report', line().optional()),
    details: circumstances('情况说明', 'Details', text().optional()),
  },
});

/** Every reason for which a rule says no. A closed table: the code is stable, the words may improve. */
export const refusals = {
  'no-such-case': ['没有该个案', 'no such case', '核对个案编号', 'check the case number'],
  'case-exists': ['个案已存在', 'the case exists already', '使用个案地址提交', 'send it to the case'],
  'case-closed': ['个案已结案', 'the case is closed', '如属误结，请撤销结案', 'void the closing if it was a mistake'],
  'not-yours': ['贵机构与本事项的关系不允许此操作', 'your organisation does not stand in the relation that this needs', '由有权机构提交', 'let the organisation that may do it report it'],
  'assessment-needed': ['须填写年龄（可估计）和健康迹象', 'the age, at least estimated, and the signs are needed', '补充 person.age 和 signs', 'add person.age and signs'],
  'special-person-not-alone': ['无独立离站能力的人不得自行离开', 'a person who may not leave alone cannot be left alone', '带离并移交，或重新评估', 'take the person along and hand on, or assess again'],
  'special-not-declinable': ['无独立离站能力的人不能作出拒绝救助', 'help cannot be declined by a person who may not leave alone', '交由救助站或医院', 'hand the person to a station or hospital'],
  'already-met': ['当事人已有照护方', 'the person is already with somebody', '查看当前照护方', 'look at the present custodian'],
  'not-met-yet': ['尚未见到当事人', 'nobody has met the person yet', '先登记“发现”', 'record `found` first'],
  'person-elsewhere': ['当事人不在贵机构', 'the person is not with your organisation', '先完成交接', 'complete the handover first'],
  'deceased': ['当事人已死亡', 'the person is dead', '办理善后并结案', 'see to the formalities and close'],
  'occurred-before': ['发生时间早于其所结束或所依据的事项', 'it is said to have happened before what it ends began, or before what it rests on', '更正发生时间，或先撤销列出的记录', 'correct occurredAt, or void the records listed first'],
  'no-such-referral': ['没有该转介单', 'no such referral', '核对转介单编号', 'check the referral'],
  'referral-not-open': ['转介单当前状态不允许此操作', 'the referral is not in a state that allows this', '查看转介单状态', 'look at its status'],
  'referral-already-open': ['已有同一事由的未了转介', 'a referral for the same purpose is open already', '撤回或等待其了结', 'withdraw it or wait for its end'],
  'receiver-cannot': ['接收机构不承担该事由', 'the receiver is not of a kind that takes this purpose', '选择相应类别的机构', 'choose an organisation of the right kind'],
  'unknown-organisation': ['机构目录中没有该机构', 'no such organisation in the register', '核对机构编号', 'check the organisation'],
  'to-yourself': ['不能发给本机构', 'it is addressed to your own organisation', '更换接收机构', 'choose another organisation'],
  'directed': ['上级决定的转介不得拒绝或改派', 'a referral directed by the level above cannot be declined or redirected', '受理，或向上级反映', 'accept it, or take it up with the office that directed it'],
  'not-directed': ['没有对应的上级决定', 'no decision of an office above the receiver stands behind it', '先由接收方的上级作出协调决定', 'have the escalation resolved by an office above the receiver first'],
  'offer-pending': ['有交接尚未了结', 'a handover is still open', '先确认、异议或撤回该交接', 'acknowledge, dispute or withdraw it first'],
  'mode-needed': ['接收返乡须说明方式', 'accepting a return needs a mode', '填写 mode', 'add mode'],
  'mode-only-for-return': ['只有返乡才有接收方式', 'only a return has a mode', '去掉 mode', 'leave mode out'],
  'code-not-for-purpose': ['该理由代码不适用于此事由', 'that reason does not belong to this purpose', '改用适用的代码', 'use a reason that fits'],
  'identity-unknown': ['身份尚未确认', 'the identity is not established', '先确认身份', 'establish the identity first'],
  'protected': ['当事人受保护', 'the person is under protection', '取得本人同意或解除保护', 'obtain the agreement of the person, or lift the protection'],
  'already-responsible': ['该机构已是责任机构', 'that organisation is responsible already', '直接交接', 'hand over directly'],
  'no-contract': ['没有有效的托养合同', 'no care contract covers that day', '选择有合同的托养机构', 'choose a partner with a contract'],
  'lapse-ground-missing': ['缺少该失效原因所依据的事实', 'what this lapse rests on has not happened', '受理、不予受理或改派', 'accept, decline or redirect it'],
  'handover-open': ['已有未了交接', 'another handover is open', '先了结它', 'end it first'],
  'no-such-handover': ['没有该交接单', 'no such handover', '核对交接单编号', 'check the handover'],
  'handover-not-open': ['交接单当前状态不允许此操作', 'the handover is not in a state that allows this', '查看交接单状态', 'look at its status'],
  'needs-referral': ['须有已受理的转介', 'an accepted referral is needed', '先发出转介并获受理', 'send a referral and have it accepted'],
  'wrong-receiver': ['接收方与交接提出不符', 'the receiver is not the one that was offered', '由指定接收方签收', 'let the receiver that was named sign'],
  'attestation-wrong': ['签认方式与情形不符', 'that attestation does not fit', '双方签认须引用交接单；单方交付只用于系统外', 'two-sided needs the offer; giver-only is for receivers outside the hub'],
  'cannot-decline-own': ['责任机构不得拒绝接收', 'the responsible organisation cannot refuse the person', '签收并列明保留事项', 'sign, with reservations if need be'],
  'no-such-reservation': ['没有该保留事项', 'no such reservation, or it is settled', '核对序号', 'check its number'],
  'eligibility-needed': ['须先作出符合条件的甄别结论', 'an eligibility decision is needed first', '先作出甄别结论', 'decide the eligibility first'],
  'ground-contradicts': ['认定依据与甄别结论相矛盾', 'the ground speaks for the other decision', '改用与结论相符的依据', 'name a ground that fits the decision'],
  'helped-first': ['因年龄、疾病或残疾不能说明情况的人先救助后核实，不得以此为由不予救助', 'a person who cannot tell because of age, illness or disability is helped first and checked after', '先救助后核实；情形有变的重新评估', 'help first and check after; assess again if it has changed'],
  'already-decided': ['已作出结论', 'it has been decided already', '如有误，先撤销', 'void it if it was a mistake'],
  'already-admitted': ['已入站，一案只入站一次', 'the person is admitted already; a case has one admission', '新一次求助另立个案', 'a new episode is a new case'],
  'not-admitted': ['尚未入站', 'the person is not admitted', '先办理入站', 'admit first'],
  'place-wrong': ['地点与照护方不符', 'the place does not fit where the person is', '站内须本人在站；床前须在医院', 'station: the person must be there; bedside: in a hospital'],
  'not-in-hospital': ['不在该院', 'the person is not in this hospital', '核对照护方', 'check the custodian'],
  'already-done': ['已登记', 'it has been recorded already', '无需重复', 'nothing to do'],
  'discharge-needed': ['须先出院或按擅自离院登记', 'a discharge certificate is needed, or left without formalities', '登记出院', 'record `discharged`'],
  'may-not-self-leave': ['未满十六岁或有精神、智力障碍迹象者不得自行离站', 'under 16, or a sign of mental or intellectual impairment: may not leave alone', '由亲属接领或护送；情形有变的重新评估', 'kin or an escort; assess again if it has changed'],
  'agreement-needed': ['护送有行为能力的成年人须本人同意', 'escorting a free adult needs agreement', '记录 personAgrees: true', 'record personAgrees: true'],
  'escort-under-way': ['已有护送在途', 'an escort is under way already', '先结束它', 'end it first'],
  'no-such-escort': ['没有该护送或已结束', 'no such escort, or it has ended', '核对护送编号', 'check the escort'],
  'result-wrong': ['结果与照护情况不符', 'that result does not fit where the person is', '核对结果', 'check the result'],
  'kin-check-needed': ['救助站须先核实亲属', 'the responsible station must have spoken to the kin first', '救助站登记“联系亲属：同意接领”', 'the station records kin-contacted with will-collect'],
  'exit-ground-missing': ['缺少该离站方式所依据的记录', 'what this exit mode rests on is not recorded', '先登记依据（凭证、声明、交接、终止、死亡等）', 'record it first (ticket, statement, handover, termination, death)'],
  'exit-done': ['已办理离站', 'the exit is complete already', '如有误，先撤销', 'void it if it was a mistake'],
  'exit-needed': ['已入站的须先办理离站', 'an admitted case needs exit-completed first', '办理离站登记', 'complete the exit'],
  'still-held': ['仍由机构照护', 'the person is still in the care of an organisation', '先交接或办理离站', 'hand on or complete the exit first'],
  'close-ground-missing': ['缺少该结案代码所依据的记录', 'what this closing rests on is not recorded', '选择相符的结案代码', 'choose the reason that fits'],
  'supervisor-needed': ['须由主管批准', 'a supervisor must approve', '由具主管权限者提交并填写 supervised: true', 'send it with a supervisor token and supervised: true'],
  'police-report-needed': ['须先报警', 'the police must have been told', '登记 police-reported（missing）', 'record police-reported (missing)'],
  'not-brought-home': ['尚未按返乡转介送回', 'nobody brought the person home under a return', '先完成返乡交接', 'complete the handover of the return first'],
  'returned-needed': ['须先确认已返乡', '`returned` is needed first', '登记已返乡', 'record `returned`'],
  'death-formalities': ['亲属未告知或物品未处置', 'kin are not told, or belongings not settled', '登记联系亲属和物品处置', 'record kin-contacted and belongings-settled'],
  'no-such-thing': ['没有所引用的记录', 'what it refers to is not in the case', '核对编号', 'check the id'],
  'not-open': ['所引用的事项已了结', 'what it refers to is not open', '查看其状态', 'look at its status'],
  'not-a-minor': ['监护仅适用于未成年人', 'guardianship is for minors', '核对年龄', 'check the age'],
  'settlement-needed': ['须先获批安置', 'an approved settlement is needed', '等待安置决定', 'wait for the decision'],
  'duplicate-order': ['须先在保留个案上认定', 'the other case must first accept the duplicate, and be open', '先在保留个案登记 duplicate-accepted', 'record duplicate-accepted on the survivor first'],
  'is-survivor': ['本案已认定保留，不能再认定为重复', 'this case has accepted a duplicate and cannot be declared one', '先撤销该认定', 'void that acceptance first'],
  'duplicate-declared': ['另一案已据此结案', 'the other case was declared a duplicate on the strength of it', '先撤销另一案的认定', 'void the declaration on the other case first'],
  'declared-duplicate': ['本案已认定为重复个案', 'this case has been declared a duplicate', '以“重复”结案，在保留个案上办理；如有误，先撤销该认定', 'close it as a duplicate and go on in the other case; void the declaration if it was a mistake'],
  'same-case': ['不能引用本案', 'it names the same case', '引用另一案', 'name the other case'],
  'both-cases': ['贵机构须同时参与两案', 'your organisation must take part in both cases', '由参与两案的机构提交', 'let one that takes part in both do it'],
  'not-voidable': ['该记录不可撤销', 'this record cannot be voided', '描述性内容用更正', 'correct descriptive fields instead'],
  'void-later-first': ['撤销后，列出的后续记录将不成立', 'without it the records listed would not be legal', '先撤销列出的记录', 'void those first'],
  'void-needs-proposal': ['双方签认的记录须由一方提议、另一方撤销', 'a two-sided record is proposed by one party and voided by the other', '先由另一方登记 void-proposed', 'let the other party propose it'],
  'void-would-open': ['撤销后该记录将对更多人员开放', 'without it the record would be open to more people', '由有权查阅该未成年人记录的人员撤销；保护由责任救助站经本人同意解除', 'let somebody void it who may read the record of a child; protection is lifted by the responsible station, the person agreeing'],
  'not-correctable': ['只能更正描述性字段', 'only descriptive fields of your own events can be corrected', '核对字段', 'check the fields'],
  'approval-impossible': ['该转介无需批准', 'that referral is not a placement that waits for approval', '核对转介单', 'check the referral'],
  'link-order': ['人员关联须写明两个不同的人', 'a link names two different persons in ascending order', '核对人员', 'check the persons'],
  'case-open': ['个案尚未结案', 'the case is still open', '结案后再限制处理', 'close it first'],
  'user-needed': ['须写明经办人', 'the human who does this must be named', '以 Guitu-User 写明，或使用写明人员的令牌', 'name the user in Guitu-User, or send a token that names one'],
  'second-person-needed': ['须由另一人办理', 'this takes a second person', '由另一人办理', 'let somebody else report it'],
  'worker-to-name': ['不能概括批准本机构全部人员', 'an organisation cannot approve all of its own people', '填写 user', 'name the worker in user'],
  'not-taking-part': ['该机构不参与本案', 'that organisation takes no part in the case', '核对机构编号', 'check the organisation'],
  'not-restricted': ['未限制处理', 'processing is not restricted', '无需办理', 'nothing needs to be done'],
  'restricted': ['已限制处理', 'processing is restricted', '联系个人信息保护负责人', 'ask the data-protection officer'],
} as const satisfies Record<string, readonly [zh: string, en: string, fixZh: string, fixEn: string]>;

export type RefusalCode = keyof typeof refusals;

/** A recorded fact that stands in the way. */
export interface ContradictingFact {
  readonly eventId: string;
  readonly name: string;
  readonly occurredAt: string;
}

export interface Refusal {
  readonly code: RefusalCode;
  readonly zh: string;
  readonly en: string;
  readonly fix: { readonly zh: string; readonly en: string };
  readonly facts?: readonly ContradictingFact[];
  /** JSON Pointers into the command's body: what must be put right. */
  readonly pointers?: readonly string[];
}

export function refuse(code: RefusalCode, facts?: readonly ContradictingFact[]): Refusal {
  const [zh, en, fixZh, fixEn] = refusals[code];
  return { code, zh, en, fix: { zh: fixZh, en: fixEn }, ...(facts === undefined ? {} : { facts }) };
}

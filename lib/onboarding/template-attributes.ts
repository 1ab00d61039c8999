/** What each industry's template prices by, with its type, so that the first file of payers is checked by it. Pure. */
import type { TemplateCode } from '@/lib/bill-items/model';
import type { AttributeType } from '@/lib/payers/model';

const number = (name: string, labelZh: string, labelEn: string): AttributeType => ({ name, kind: 'number', labelZh, labelEn, choices: [] });
const yesNo = (name: string, labelZh: string, labelEn: string): AttributeType => ({ name, kind: 'yes-no', labelZh, labelEn, choices: [] });
const choice = (name: string, labelZh: string, labelEn: string, choices: string[]): AttributeType => ({ name, kind: 'choice', labelZh, labelEn, choices });

const SIBLING = yesNo('sibling', '二孩', 'Second child');
const AREA = number('areaM2', '面积', 'Area m²');

export const TEMPLATE_ATTRIBUTES: Readonly<Record<TemplateCode, readonly AttributeType[]>> = {
  'kindergarten-monthly': [number('mealDays', '就餐天数', 'Days with meals'), yesNo('bus', '校车', 'School bus'), SIBLING],
  'school-term': [choice('grade', '年级', 'Grade', ['junior', 'senior']), yesNo('boarding', '住宿', 'Boarding'), yesNo('scholarship', '奖学金', 'Scholarship'), SIBLING],
  'dormitory-yearly': [choice('room', '房型', 'Room', ['four', 'six'])],
  'property-monthly': [AREA, yesNo('parking', '车位', 'Parking')],
  'park-quarterly': [AREA, choice('parking', '车位', 'Parking', ['none', 'one', 'three']), yesNo('founding', '首批入驻', 'Among the first')],
  'clinic-once': [choice('package', '套餐', 'Package', ['basic', 'full']), yesNo('vaccine', '接种', 'Vaccine'), number('doses', '剂数', 'Doses')],
  'exam-once': [number('subjects', '科目数', 'Subjects')],
  'association-yearly': [choice('level', '会员等级', 'Level', ['member', 'council'])],
};
